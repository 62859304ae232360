"""Dubs whose mouths say the new language."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

from reelwright.app.wiring import known_voices, speaker_for
from reelwright.errors import ProviderNeeded
from reelwright.media.even_rate import even_rate, pictures_at
from reelwright.providers.access import Access
from reelwright.providers.speech import SpeechSynthesis
from reelwright.vendors.wav2lip.lip_sync import connect
from reelwright.vendors.wav2lip.manifest import OFFERS
from reelwright.workflows.dub import dub
from reelwright.workflows.dub_request import DubRequest, DubTools
from reelwright.workflows.lip_sync import LipTools
from reelwright.workflows.transcribe import Listeners
from tests.talking_head import SPEECH, head, mouth_model, write_video
from tests.workflows.test_dub import video_packets

SRT = "1\n00:00:00,400 --> 00:00:02,000\nAnd so, my fellow Americans\n\n2\n00:00:03,300 --> 00:00:04,400\nask not\n"
TSV = {"And so, my fellow Americans": "Y por eso, mis compatriotas", "ask not": "no preguntéis"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("dub")
    mouth_model(made / "mouth.onnx")
    write_video(made / "talk.mp4", [head(n, (320, 180)) for n in range(125)], Fraction(25), SPEECH)
    (made / "talk.srt").write_text(SRT)
    return made


def tools(folder: Path, *, has_model: bool = True) -> DubTools:
    def speaker(language: str, wish: str) -> tuple[SpeechSynthesis, str]:
        found = speaker_for(language, wish)
        return found.provider, found.voice

    def lips(provider: str) -> LipTools:
        access = Access(OFFERS[0], {"model": str(folder / "mouth.onnx"), "threads": "1"})
        return LipTools((connect(access),)) if has_model else LipTools()

    return DubTools(lambda language, speakers: Listeners(), (), (Phrases(),), known_voices, speaker, lips=lips)


class Phrases:
    name, version, heeds_length = "phrases", "1", False

    def translate(self, request):  # type: ignore[no-untyped-def]
        from reelwright.providers.translation import Translated

        return tuple(Translated(each.id, (TSV[each.text],)) for each in request.passages)


def wish(folder: Path, home: Path) -> DubRequest:
    return DubRequest(
        folder / "talk.mp4", home / "out.mp4", ("es",), home / "out.dub", "en", transcript=folder / "talk.srt", background="duck", lip_sync="auto"
    )  # fmt: skip


def test_a_dub_moves_the_mouths_and_keeps_all_tracks(folder: Path, tmp_path: Path) -> None:
    made = dub(wish(folder, tmp_path), tools(folder), lambda progress: None)
    assert made.video is not None
    assert made.lips["language"] == "es"
    assert made.lips["by"] == "wav2lip"
    assert made.lips["synced"] > 20
    assert made.report is not None
    assert '"lips"' in made.report.read_text()
    assert any("SYNCNET" in note for note in made.notes)
    with av.open(str(made.video)) as file:
        assert [stream.metadata.get("language") for stream in file.streams.audio] == ["spa", "eng"]
        assert [stream.metadata.get("language") for stream in file.streams.subtitles] == ["eng", "spa"]
    rate, count, _ = even_rate(made.video)
    assert (rate, count) == (25, 125)
    before, after = (list(pictures_at(path, rate, 20, 40)) for path in (folder / "talk.mp4", made.video))
    mouth = (slice(98, 112), slice(136, 162))
    assert max(one.y[mouth].mean() - two.y[mouth].mean() for one, two in zip(before, after, strict=True)) > 8
    eyes = (slice(45, 70), slice(110, 190))
    assert max(abs(float(one.y[eyes].mean()) - two.y[eyes].mean()) for one, two in zip(before, after, strict=True)) < 2

    # Another machine, without the model, finishes what was made; a machine that shall make it needs one.
    finishing = replace(wish(folder, tmp_path), is_finishing=True)
    again = dub(finishing, tools(folder, has_model=False), lambda progress: None)
    assert again.video is not None
    assert video_packets(again.video) == video_packets(made.video)
    with pytest.raises(ProviderNeeded, match="no model"):
        dub(wish(folder, tmp_path), tools(folder, has_model=False), lambda progress: None)


def test_nobody_to_do_it_is_said_before_anything_is_made(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ProviderNeeded, match="no model"):
        dub(wish(folder, tmp_path), tools(folder, has_model=False), lambda progress: None)
    assert not (tmp_path / "out.dub" / "dub.json").exists()


def test_captions_are_burnt_over_the_new_mouths(folder: Path, tmp_path: Path) -> None:
    request = replace(wish(folder, tmp_path), burns_captions=True)
    made = dub(request, tools(folder), lambda progress: None)
    assert made.video is not None
    with av.open(str(made.video)) as file:
        assert [stream.metadata.get("language") for stream in file.streams.audio] == ["spa", "eng"]
    [before], [after] = (list(pictures_at(path, Fraction(25), 30, 31)) for path in (folder / "talk.mp4", made.video))
    changed = abs(before.y.astype(int) - after.y)
    assert changed[140:].max() > 60
