"""Wav2Lip's whole way by a tiny model: a photograph that moves, mouths that open when it is loud, and nothing else touched."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import onnx
import pytest

from reelwright.errors import InvalidInput, ProviderFailed, ProviderNeeded
from reelwright.media.even_rate import even_rate, pictures_at
from reelwright.providers.access import Access
from reelwright.providers.lip_sync import LipSyncRequest, SpokenSpan
from reelwright.vendors.wav2lip.lip_sync import Wav2LipPictures, Wav2LipSync, connect
from reelwright.vendors.wav2lip.manifest import OFFERS
from tests.talking_head import bursts, empty, head, mouth_model, write_video

NTSC = Fraction(30000, 1001)
SPEECH = [(0.4, 1.0)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A face, 45 pictures at 29.97 a second; a wall from the 46th on, 15 more."""
    made = tmp_path_factory.mktemp("head")
    mouth_model(made / "mouth.onnx")
    write_video(made / "head.mp4", [head(n) for n in range(45)] + [empty(n) for n in range(15)], NTSC)
    bursts(made / "voice.flac", SPEECH, 2.0)
    return made


def access(folder: Path, **options: str) -> Access:
    return Access(OFFERS[0], {"model": str(folder / "mouth.onnx"), "threads": "1", **options})


def asked(folder: Path, work: Path, *spans: SpokenSpan) -> LipSyncRequest:
    rate, count, size = even_rate(folder / "head.mp4")
    return LipSyncRequest(
        folder / "head.mp4", folder / "voice.flac", spans or (SpokenSpan(0.4, 1.0),), rate, count, size, work
    )


@pytest.fixture(scope="module")
def synced(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Wav2LipPictures:
    return connect(access(folder)).sync(asked(folder, tmp_path_factory.mktemp("work")))


def test_only_mouths_change_and_only_while_somebody_speaks(folder: Path, synced: Wav2LipPictures) -> None:
    request = asked(folder, folder)
    assert request.rate == NTSC
    own = list(pictures_at(request.video, request.rate, 0, request.count, request.size))
    new = list(synced.pictures(0, request.count))
    assert len(new) == len(own) == 60
    touched = [number for number in range(60) if not np.array_equal(own[number].y, new[number].y)]
    assert touched
    assert min(touched) >= int(0.28 * NTSC)
    assert max(touched) <= int(1.12 * NTSC)
    assert set(range(13, 29)) <= set(touched)
    for number in touched:
        changed = np.argwhere(own[number].y != new[number].y)
        top, left = changed.min(axis=0)
        bottom, right = changed.max(axis=0)
        # Of the face (eyes at row 116, mouth at 209, chin at 293) only what lies below the nose.
        assert top > 150
        assert bottom < 305
        assert left > 205
        assert right < 405
        outside = np.ones(own[number].u.shape, bool)
        outside[top // 2 - 1 : bottom // 2 + 2, left // 2 - 1 : right // 2 + 2] = False
        for name in ("u", "v"):
            assert np.array_equal(getattr(own[number], name)[outside], getattr(new[number], name)[outside])
    mouth = (slice(195, 225), slice(275, 320))
    loud = np.mean([own[n].y[mouth].mean() - new[n].y[mouth].mean() for n in range(16, 26)])
    assert loud > 8
    assert synced.facts.faceless == 0
    assert synced.facts.synced == synced.facts.spoken >= len(touched)


def test_pictures_are_the_same_wherever_one_begins(folder: Path, synced: Wav2LipPictures) -> None:
    whole = list(synced.pictures(0, 60))
    for first, last in ((0, 14), (14, 33), (33, 60)):
        for number, picture in enumerate(synced.pictures(first, last), first):
            assert np.array_equal(picture.y, whole[number].y)
            assert np.array_equal(picture.v, whole[number].v)


def test_pictures_without_a_face_stay_and_are_counted(folder: Path, tmp_path: Path) -> None:
    request = asked(folder, tmp_path, SpokenSpan(1.2, 1.9))
    found = connect(access(folder)).sync(request)
    own = list(pictures_at(request.video, request.rate, 30, 60, request.size))
    new = list(found.pictures(30, 60))
    assert all(np.array_equal(own[n].y, new[n].y) for n in range(15, 30))
    assert not np.array_equal(own[12].y, new[12].y)
    assert found.facts.faceless >= 13
    assert found.facts.synced + found.facts.faceless == found.facts.spoken


def test_what_was_seen_is_not_looked_at_again(folder: Path, tmp_path: Path) -> None:
    request = asked(folder, tmp_path)
    first = connect(access(folder)).sync(request)
    kept = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("faces-*.json")}
    steps: list[tuple[int, int]] = []
    again = connect(access(folder)).sync(request, lambda done, total: steps.append((done, total)))
    assert kept
    assert kept == {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("faces-*.json")}
    assert steps[-1][0] == steps[-1][1]
    assert again.key(0, 60) == first.key(0, 60)
    next(iter(tmp_path.glob("faces-*.json"))).write_text("[[")
    assert connect(access(folder)).sync(request).key(0, 60) == first.key(0, 60)


def test_a_part_has_another_key_when_what_is_heard_in_it_changes(
    folder: Path, synced: Wav2LipPictures, tmp_path: Path
) -> None:
    bursts(tmp_path / "other.flac", [(0.4, 0.8)], 2.0)
    request = asked(folder, tmp_path)
    other = connect(access(folder)).sync(replace(request, sound=tmp_path / "other.flac"))
    assert other.key(0, 10) == synced.key(0, 10)
    assert other.key(20, 30) != synced.key(20, 30)
    assert other.key(50, 60) == synced.key(50, 60) == ["untouched"]


def test_models_that_take_one_face_at_a_time_give_the_same(
    folder: Path, synced: Wav2LipPictures, tmp_path: Path
) -> None:
    mouth_model(tmp_path / "four.onnx", batch=4)
    single = connect(access(folder, model=str(tmp_path / "four.onnx"), batch="6")).sync(asked(folder, tmp_path))
    for one, two in zip(single.pictures(10, 32), synced.pictures(10, 32), strict=True):
        assert np.abs(one.y.astype(int) - two.y).max() <= 1  # sums of another batch may round otherwise


def test_what_cannot_be_used_is_said(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ProviderNeeded, match="there is no model") as needed:
        connect(access(folder, model=str(tmp_path / "none.onnx")))
    assert "research and personal use only" in needed.value.hint
    with pytest.raises(InvalidInput, match="DEVICE"):
        connect(access(folder, device="tpu"))
    with pytest.raises(InvalidInput, match="BATCH"):
        connect(access(folder, batch="0"))
    with pytest.raises(ProviderNeeded, match="there is no model"):
        connect(access(folder, faces=str(tmp_path / "yunet.onnx")))
    (tmp_path / "text.onnx").write_text("no model")
    with pytest.raises(ProviderFailed):
        connect(access(folder, model=str(tmp_path / "text.onnx")))
    found = connect(access(folder, faces=str(tmp_path / "text.onnx")))
    with pytest.raises(ProviderFailed, match="YuNet"):
        found.sync(asked(folder, tmp_path))
    graph = onnx.load(str(folder / "mouth.onnx"))
    graph.graph.input[0].type.tensor_type.shape.dim[2].dim_value = 40
    onnx.save(graph, str(tmp_path / "other.onnx"))
    with pytest.raises(ProviderFailed, match="no Wav2Lip model"):
        connect(access(folder, model=str(tmp_path / "other.onnx")))


def test_another_model_is_another_version(folder: Path, tmp_path: Path) -> None:
    mouth_model(tmp_path / "four.onnx", batch=4)
    one: Wav2LipSync = connect(access(folder))
    assert one.version == connect(access(folder)).version
    assert one.version != connect(access(folder, model=str(tmp_path / "four.onnx"))).version
    assert OFFERS[0].terms.startswith("the published weights are for research")
