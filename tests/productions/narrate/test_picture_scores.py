"""Scores of stock pictures."""

from __future__ import annotations

from dataclasses import replace

from reelwright.productions.narrate.frame import Frame
from reelwright.productions.narrate.picture_scores import scored, worth_after
from reelwright.providers.pictures import Credit, StockCandidate

WIDE = Frame(1920, 1080)
ONE = StockCandidate("pexels", "1", "picture", 1920, 1080, "a red boat on a lake", Credit("by A", "A"))


def test_words_shape_and_size_each_count() -> None:
    others = [
        replace(ONE, id="2", words="a bicycle"),
        replace(ONE, id="3", width=1080, height=1500),
        replace(ONE, id="4", width=1000, height=563),
    ]
    for other in others:
        rows = scored([other, ONE], "a boat on the lake", WIDE, 4)
        assert rows[0].candidate.id == "1" or other.id != "2"
        assert rows[-1].score < rows[0].score
    best = scored([ONE], "a boat on the lake", WIDE, 4)[0]
    assert best.parts == {"words": 1.0, "rank": 1.0, "shape": 1.0, "size": 1.0, "length": 1.0}
    assert best.score == 1.0


def test_what_is_far_too_small_or_tall_is_left_out_unless_it_is_the_users_own() -> None:
    bad = [replace(ONE, width=320, height=180), replace(ONE, width=1080, height=4000)]
    assert scored(bad, "boat", WIDE, 4) == []
    assert len(scored(bad, "boat", WIDE, 4, keeps_all=True)) == 2


def test_a_video_shorter_than_its_shot_loses() -> None:
    short, long = (replace(ONE, kind="video", seconds=seconds) for seconds in (2.0, 9.0))
    rows = scored([short, long], "boat lake red", WIDE, 8)
    assert {row.candidate.seconds: row.parts["length"] for row in rows} == {2.0: 0.25, 9.0: 1.0}


def test_a_picture_like_the_last_ones_is_worth_less() -> None:
    row = scored([ONE], "boat", WIDE, 4)[0]
    same, other = replace(ONE, id="9"), replace(ONE, id="8", words="a tower", credit=Credit("by B", "B"))
    assert worth_after(row, [same]) < worth_after(row, [other]) <= row.score
