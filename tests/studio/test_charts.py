"""Charts drawn on the server."""

from __future__ import annotations

import pytest

from reelwright.studio.charts import HEIGHT, Series, columns, round_top


@pytest.mark.parametrize(
    ("most", "is_whole", "top"), [(0, True, 2), (3, True, 4), (5, True, 6), (61, True, 100), (0, False, 1), (0.37, False, 0.4), (1000, False, 1000)]
)  # fmt: skip
def test_the_axis_ends_at_a_round_number(most: float, is_whole: bool, top: float) -> None:
    assert round_top(most, is_whole=is_whole) == pytest.approx(top)


def test_columns_stack_to_their_sum_and_stay_inside() -> None:
    chart = columns("Jobs", ["1 May", "2 May"], [Series("good", "good", [3, 0]), Series("bad", "bad", [1, 0])])
    good, bad = chart.bars
    assert bad.y + bad.height == pytest.approx(good.y, abs=0.02)
    assert good.height == pytest.approx(3 * bad.height, abs=0.05)
    assert bad.y >= 0
    assert good.y + good.height < HEIGHT
    assert [mark.text for mark in chart.marks] == ["0", "2", "4"]
    assert chart.rows == [["1 May", "3", "1"], ["2 May", "0", "0"]]
    assert chart.summary == "good: 3 in all, bad: 1 in all"


def test_nothing_is_said_to_be_nothing() -> None:
    assert columns("Jobs", ["1 May"], [Series("good", "good", [0])]).is_empty
    assert columns("Jobs", [], [Series("good", "good", [])]).is_empty


def test_who_came_on_several_days_is_not_added_up() -> None:
    chart = columns("People", ["1 May", "2 May"], [Series("people", "main", [3, 2])], adds_up=False)
    assert chart.summary == "people: 3 at most"
