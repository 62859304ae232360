from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reelwright.transcript import Word
from reelwright.transcript.anchoring import place_units


def test_each_reported_start_is_kept_and_a_word_lasts_until_the_next():
    assert place_units(["a", "b", "c"], [(0, 0.0), (1, 0.5), (2, 0.75)], 1.0) == [
        Word("a", 0.0, 0.5),
        Word("b", 0.5, 0.75),
        Word("c", 0.75, 1.0),
    ]


def test_only_the_first_report_of_a_unit_counts():
    words = place_units(["cost", "$1,250", "now"], [(0, 0.0), (1, 0.5), (1, 0.75), (1, 1.5), (2, 2.0)], 3.0)
    assert [word.start for word in words] == [0.0, 0.5, 2.0]


def test_units_without_a_report_share_the_time_by_their_letters_and_marks_take_none():
    words = place_units(["ab", "—", "abcdef"], [(0, 1.0)], 5.0)
    assert [(word.start, word.end) for word in words] == [(1.0, 2.0), (2.0, 2.0), (2.0, 5.0)]


def test_units_before_the_first_report_share_with_it():
    words = place_units(["“", "aa", "bb"], [(2, 0.0)], 2.0)
    assert [(word.start, word.end) for word in words] == [(0.0, 0.0), (0.0, 1.0), (1.0, 2.0)]


def test_a_report_that_goes_back_in_the_text_is_dropped():
    words = place_units(list("abcde"), [(0, 0.0), (4, 0.25), (1, 1.0), (2, 2.0), (3, 3.0)], 4.0)
    assert [word.start for word in words] == [0.0, 1.0, 2.0, 3.0, 3.5]


def test_without_reports_all_share_the_whole():
    assert [word.end for word in place_units(["a", "b"], [], 1.0)] == [0.5, 1.0]
    assert place_units([], [(0, 0.0)], 1.0) == []


@given(
    st.lists(st.text(max_size=4), min_size=1, max_size=10),
    st.lists(st.tuples(st.integers(-2, 12), st.floats(-1, 6)), max_size=15),
    st.floats(0, 5),
)
def test_words_are_in_order_and_end_in_time_whatever_is_reported(
    units: list[str], anchors: list[tuple[int, float]], end: float
):
    words = place_units(units, anchors, end)
    edges = [edge for word in words for edge in (word.start, word.end)]
    assert [word.text for word in words] == units
    assert all(b >= a - 1e-9 for a, b in pairwise(edges))
    assert edges[0] >= 0
    assert edges[-1] <= end + 1e-9
