"""Speech and music that a document asks for are made by the local voices, kept, and shown in its captions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reelwright.app.providers.choosing import Providers
from reelwright.app.wiring import tools
from reelwright.errors import InvalidDocument, InvalidInput, ProviderNeeded
from reelwright.productions.narrate.lexicon import parse_lexicon
from reelwright.render.job import RenderWish, render_reading
from reelwright.timeline.clips import CaptionsClip
from reelwright.timeline.reading import Reading, read_tree
from reelwright.workflows.materials import with_materials
from tests.rendering import sound_of

VOICES: list[dict[str, Any]] = [
    {"type": "speech", "id": "first", "text": "Rice feeds half of the world. It grows in warm water.", "start": 0.5},
    {"type": "speech", "id": "second", "text": "That is why it matters.", "start": "after + 0.4"},
]


def document(*clips: dict[str, Any]) -> dict[str, Any]:
    tracks = [{"clips": VOICES}, *({"clips": [clip]} for clip in clips)]
    return {"canvas": {"width": 320, "height": 180}, "tracks": tracks}


def made(tree: dict[str, Any], folder: Path) -> Reading:
    return with_materials(read_tree(tree), tools(Providers({})), folder, lambda done, total: None)


def test_a_document_speaks_and_shows_its_words_when_they_are_heard(tmp_path: Path) -> None:
    reading = made(document({"type": "captions", "of": "first"}), tmp_path)
    captions = reading.document.tracks[1].clips[0]
    assert isinstance(captions, CaptionsClip)
    assert " ".join(word.text for word in captions.words or ()) == VOICES[0]["text"]
    report = render_reading(reading, tmp_path, tmp_path / "out.mp4", RenderWish())
    level = np.abs(sound_of(report.output)).max(axis=1)
    assert level[: int(0.45 * 48_000)].max() < 0.01  # nothing before the first word
    assert np.flatnonzero(level > 0.02)[0] / 48_000 == pytest.approx(0.5, abs=0.12)
    last = (captions.words or ())[-1]
    assert level[int((0.5 + last.start) * 48_000) : int((0.5 + last.end) * 48_000)].max() > 0.05


def test_what_was_made_is_kept(tmp_path: Path) -> None:
    tree = document({"type": "generate", "kind": "music", "prompt": "calm piano", "volume": "-12dB"})
    made(tree, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.wav")}
    made(tree, tmp_path)
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.wav")}
    assert len(before) == 6  # three sentences, two clips, the music


def test_words_are_said_by_the_documents_lexicon_and_shown_as_they_are_written(tmp_path: Path) -> None:
    tree = document({"type": "captions", "of": "first"})
    plain = made(tree, tmp_path).document
    respelt = made(tree | {"lexicon": "rice = a very long and different pronunciation"}, tmp_path).document
    beside = with_materials(
        read_tree(tree),
        tools(Providers({})),
        tmp_path,
        lambda done, total: None,
        parse_lexicon("rice = arroz arroz arroz"),
    ).document
    shown = [each.tracks[1].clips[0] for each in (plain, respelt, beside)]
    assert [" ".join(word.text for word in clip.words) for clip in shown] == [VOICES[0]["text"]] * 3  # type: ignore[union-attr]
    ends = [clip.words[0].end - clip.words[0].start for clip in shown]  # type: ignore[union-attr,index]
    assert ends[1] > 2 * ends[0]
    assert ends[2] > 1.5 * ends[0]


def test_a_lexicon_that_is_none_is_pointed_at(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="line 1") as caught:
        made(document() | {"lexicon": "nonsense"}, tmp_path)
    assert caught.value.pointer == "/lexicon"


@pytest.mark.parametrize(
    ("clip", "error", "pointer"),
    [
        ({"type": "generate", "kind": "image", "prompt": "a field"}, ProviderNeeded, "/tracks/1/clips/0"),
        ({"type": "captions", "of": "third"}, InvalidDocument, "/tracks/1/clips/0/of"),
        ({"type": "captions", "of": "first", "start": 9}, InvalidDocument, "/tracks/1/clips/0/start"),
        ({"type": "speech", "text": "Hello.", "voice": "nobody"}, InvalidInput, "/tracks/1/clips/0"),
    ],
)
def test_what_cannot_be_made_names_its_clip(
    clip: dict[str, Any], error: type[Exception], pointer: str, tmp_path: Path
) -> None:
    with pytest.raises(error) as caught:
        made(document(clip), tmp_path)
    assert caught.value.pointer == pointer  # type: ignore[attr-defined]
