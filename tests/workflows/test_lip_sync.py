"""The workflow `lip-sync`, by Wav2Lip's real code and a tiny model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest

from reelwright.errors import InvalidInput, MediaUnusable, ProviderFailed, ProviderNeeded
from reelwright.media.probe import probe
from reelwright.providers.access import Access
from reelwright.providers.lip_sync import LipSyncRequest, OnSync, SpokenSpan, SyncedPictures, SyncFacts
from reelwright.providers.sync_score import SyncScore
from reelwright.vendors.wav2lip.lip_sync import Wav2LipSync, connect
from reelwright.vendors.wav2lip.manifest import OFFERS
from reelwright.workflows import lip_sync as workflow
from reelwright.workflows.lip_sync import LipTools, LipWish, lip_sync, lip_synced_pictures
from tests.talking_head import bursts, empty, head, mouth_model, write_video

NTSC = Fraction(30000, 1001)


class Counting:
    """A lip-sync that counts the pictures it draws, and may break off before one of them."""

    def __init__(self, inner: Wav2LipSync) -> None:
        self.inner = inner
        self.name, self.version = inner.name, inner.version
        self.drawn = 0
        self.breaks_at = -1

    def sync(self, request: LipSyncRequest, on_step: OnSync = lambda done, total: None) -> SyncedPictures:
        synced, outer = self.inner.sync(request, on_step), self

        class Pictures:
            facts: SyncFacts = synced.facts
            key = staticmethod(synced.key)

            @staticmethod
            def pictures(first: int, last: int) -> Iterator[Any]:
                for number, picture in enumerate(synced.pictures(first, last), first):
                    if number == outer.breaks_at:
                        raise KeyboardInterrupt
                    outer.drawn += 1
                    yield picture

        return Pictures()


class Judge:
    """Knows how the source is, and that everything else is better."""

    name, version = "judge", "1"

    def __init__(self, source: Path) -> None:
        self.source = source

    def score(self, video: Path, sound: Path, spans: tuple[SpokenSpan, ...]) -> SyncScore:
        return SyncScore(0, 9.0, 1.5, 2.0) if video == self.source else SyncScore(40, 7.0, 4.5, 2.0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("talk")
    mouth_model(made / "mouth.onnx")
    bursts(made / "voice.flac", [(0.3, 0.9), (1.3, 1.6)], 2.0)
    write_video(made / "head.mp4", [head(n, (320, 180)) for n in range(60)], NTSC, made / "voice.flac")
    return made


@pytest.fixture
def syncer(folder: Path) -> Counting:
    return Counting(connect(Access(OFFERS[0], {"model": str(folder / "mouth.onnx"), "threads": "1"})))


@pytest.fixture
def wish(folder: Path, tmp_path: Path) -> LipWish:
    return LipWish(folder / "head.mp4", folder / "voice.flac", tmp_path / "lips")


def stamps(path: Path) -> list[Fraction]:
    with av.open(str(path)) as file:
        return sorted(
            packet.pts * packet.time_base for packet in file.demux(file.streams.video[0]) if packet.pts is not None
        )


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".mov"])
def test_the_video_says_the_sound_at_its_own_rate(
    folder: Path, syncer: Counting, wish: LipWish, tmp_path: Path, suffix: str
) -> None:
    made = lip_sync(wish, tmp_path / f"out{suffix}", LipTools((syncer,), (Judge(wish.video),)))
    info = probe(made.output)
    assert info.video is not None
    assert info.audio is not None
    assert (info.video.width, info.video.height, info.video.fps) == (320, 180, NTSC)
    times = stamps(made.output)
    assert len(times) == 60
    assert all(abs(time - times[0] - number / NTSC) < Fraction(1, 900) for number, time in enumerate(times))
    with av.open(str(made.output)) as file:
        assert len(file.streams.audio) == 1
    assert made.report["synced"] == made.report["spoken"] > 25
    assert made.report["score"] == {
        "by": "judge", "before": {"offsetMs": 0, "distance": 9.0, "confidence": 1.5, "seconds": 2.0},
        "after": {"offsetMs": 40, "distance": 7.0, "confidence": 4.5, "seconds": 2.0},
    }  # fmt: skip
    assert made.notes == ()


def test_a_run_that_was_stopped_goes_on_where_it_was(
    syncer: Counting, wish: LipWish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workflow, "CHUNK", 20)
    syncer.breaks_at = 45
    with pytest.raises(KeyboardInterrupt):
        lip_synced_pictures(wish, LipTools((syncer,)))
    assert syncer.drawn == 45
    syncer.breaks_at, syncer.drawn = -1, 0
    made = lip_synced_pictures(wish, LipTools((syncer,)))
    assert syncer.drawn == 20
    assert len(stamps(made.pictures)) == 60
    syncer.drawn = 0
    assert lip_synced_pictures(wish, LipTools((syncer,))).pictures == made.pictures
    assert syncer.drawn == 0


def test_another_sentence_costs_the_parts_it_is_in(
    folder: Path, syncer: Counting, wish: LipWish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workflow, "CHUNK", 15)
    spans = (SpokenSpan(0.3, 0.9), SpokenSpan(1.3, 1.6))
    lip_synced_pictures(replace(wish, spans=spans), LipTools((syncer,)))
    bursts(tmp_path / "other.flac", [(0.3, 0.9), (1.35, 1.6)], 2.0)
    syncer.drawn = 0
    lip_synced_pictures(replace(wish, spans=spans, sound=tmp_path / "other.flac"), LipTools((syncer,)))
    assert syncer.drawn == 30


def test_without_a_scorer_it_is_said_that_nobody_measured(syncer: Counting, wish: LipWish) -> None:
    made = lip_synced_pictures(wish, LipTools((syncer,)))
    assert "score" not in made.report
    assert any("REELWRIGHT_SYNCNET_MODEL" in note for note in made.notes)


def test_a_video_without_a_face_stays_as_it_is_and_says_so(
    folder: Path, syncer: Counting, wish: LipWish, tmp_path: Path
) -> None:
    write_video(tmp_path / "wall.mp4", [empty(n, (320, 180)) for n in range(30)])
    made = lip_synced_pictures(replace(wish, video=tmp_path / "wall.mp4"), LipTools((syncer,)))
    assert made.report["synced"] == 0
    assert any("no face" in note for note in made.notes)


def test_silence_moves_no_mouth(syncer: Counting, wish: LipWish, tmp_path: Path) -> None:
    silence = bursts(tmp_path / "silence.flac", [], 2.0)
    made = lip_synced_pictures(replace(wish, sound=silence), LipTools((syncer,)))
    assert made.report["spoken"] == 0
    assert any("nobody speaks" in note for note in made.notes)


def test_a_sound_of_another_length_is_told(syncer: Counting, wish: LipWish, tmp_path: Path) -> None:
    long = bursts(tmp_path / "long.flac", [(0.2, 3.0)], 4.0)
    made = lip_sync(replace(wish, sound=long), tmp_path / "out.mp4", LipTools((syncer,)))
    assert any("2.0 s longer than the video" in note for note in made.notes)
    assert abs(float(probe(made.output).duration or 0) - 2.002) < 0.06


def test_what_cannot_be_is_said_before_anything_is_done(
    folder: Path, syncer: Counting, wish: LipWish, tmp_path: Path
) -> None:
    with pytest.raises(ProviderNeeded, match="no model") as needed:
        lip_synced_pictures(wish, LipTools())
    assert "REELWRIGHT_WAV2LIP_MODEL" in needed.value.hint
    with pytest.raises(ProviderNeeded, match="sync is not configured"):
        lip_synced_pictures(replace(wish, provider="sync"), LipTools((syncer,)))
    with pytest.raises(MediaUnusable, match="no moving pictures"):
        lip_synced_pictures(replace(wish, video=wish.sound), LipTools((syncer,)))
    write_video(tmp_path / "mute.mp4", [empty(n, (320, 180)) for n in range(10)])
    with pytest.raises(MediaUnusable, match="no sound"):
        lip_synced_pictures(replace(wish, sound=tmp_path / "mute.mp4"), LipTools((syncer,)))
    with pytest.raises(InvalidInput, match="overwrite"):
        lip_sync(wish, wish.video, LipTools((syncer,)))
    with pytest.raises(InvalidInput, match=r"\.gif"):
        lip_sync(wish, tmp_path / "out.gif", LipTools((syncer,)))
    assert syncer.drawn == 0


def test_the_next_takes_over_when_one_cannot(syncer: Counting, wish: LipWish) -> None:
    class Broken(Counting):
        def sync(self, request: LipSyncRequest, on_step: OnSync = lambda done, total: None) -> SyncedPictures:
            raise ProviderFailed("it is ill")

    made = lip_synced_pictures(wish, LipTools((Broken(syncer.inner), syncer)))
    assert made.report["by"] == "wav2lip"
    assert "it is ill; wav2lip did it instead" in made.notes
