"""Pictures a person moved in time: kept in their order, each long enough to be seen, and found again after the words changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.shots import Shot
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
