"""Pictures a person moved in time: kept in their order, each long enough to be seen, and found again after the words changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.assemble import Look, Media, Shown, assemble
from reelwright.productions.narrate.frame import Frame
from reelwright.productions.narrate.palettes import palette_named
from reelwright.productions.narrate.script import Script, Section, Sentence
from reelwright.productions.narrate.shots import Shot
from reelwright.productions.narrate.speak import Narration, SpokenSentence
from reelwright.productions.narrate.visual_plan import (
    SHORTEST,
    Change,
    Earlier,
    Row,
    changed,
    parse_plan,
    retimed,
    write_plan,
)
from reelwright.timeline.reading import read_document
from reelwright.transcript import Word


def _rows(count: int = 4, seconds: float = 5.0) -> list[Row]:
    return [Row(n * seconds, (n + 1) * seconds, f"Sentence {n}.", 0, "", "") for n in range(count)]


def test_a_border_moves_both_pictures_beside_it_and_no_other() -> None:
    after = changed(_rows(), [Change(2, start=6.5)], own_files=False)
    assert [(row.start, row.end) for row in after] == [(0.0, 6.5), (6.5, 10.0), (10.0, 15.0), (15.0, 20.0)]
    assert [row.moved for row in after] == [0.0, 1.5, 0.0, 0.0]
    again = changed(after, [Change(2, start=4.0)], own_files=False)
    assert again[1].moved == -1.0, "counted from its sentences, not from where it stood"


@given(st.lists(st.tuples(st.integers(2, 6), st.floats(0, 40, allow_nan=False)), min_size=1, max_size=8))
def test_pictures_never_overlap_and_last_long_enough(moves: list[tuple[int, float]]) -> None:
    rows = _rows(6)
    for shot, start in moves:
        rows = changed(rows, [Change(shot, start=round(start, 3))], own_files=False)
        assert rows[0].start == 0.0
        assert rows[-1].end == 30.0
        for row, following in zip(rows, rows[1:], strict=False):
            assert row.end == following.start
        assert all(row.end - row.start >= SHORTEST - 0.002 for row in rows)


def test_a_move_and_what_was_told_are_written_down_and_found_again() -> None:
    moves = [Change(2, start=6.5, alt="a red cup", trim=1.5, prompt="a cup")]
    plan = parse_plan(write_plan(changed(_rows(), moves, own_files=False)))
    row = Earlier(plan).take(Shot(7.0, 12.0, 0, "", "Sentence 1."))
    assert row is not None
    assert (row.start, row.moved, row.alt, row.trim, row.prompt) == (7.0, 1.5, "a red cup", 1.5, "a cup")


def test_the_first_picture_begins_with_the_video() -> None:
    with pytest.raises(InvalidInput, match="begins with the video"):
        changed(_rows(), [Change(1, start=1.0)], own_files=False)
    assert retimed([]) == []


def test_a_clip_begins_where_it_was_told_and_music_has_its_level() -> None:
    shot = Shot(0.0, 4.0, 0, "", "A cup.")
    said = SpokenSentence(
        Sentence("A cup."), 0, Path("a.wav"), 0.9, 2.0, (Word("A", 0.9, 1.2), Word("cup.", 1.2, 2.0)), 1.0
    )
    script = Script("Cups", "en", (Section("", (Sentence("A cup."),)),))
    look = Look(Frame(640, 360), palette_named("ocean"), "none", 1, music_level=-6)
    shown = Shown(shot, "video", "cup.mp4", (0.2, 0.3), (640, 360), trim=2.5)
    document = assemble(script, Narration((said,), 4.0, 1), look, Media("words.json", ["a.wav"], [shown], "m.wav"))
    tracks = {track.get("name"): track["clips"] for track in document["tracks"]}
    assert tracks["picture 1"][0]["trim"] == {"from": 2.5}
    assert tracks["music"][0]["volume"] == "-13dB"
    assert document["canvas"]["background"] == palette_named("ocean").deep
    read_document(json.dumps(document))
    with pytest.raises(InvalidInput, match="no palette"):
        palette_named("mud")
