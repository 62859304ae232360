import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.storage.range_request import Part, Unsatisfiable, Whole, requested_range


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-499", Part(0, 499 + 1)),
        ("bytes=500-999", Part(500, 500)),
        ("bytes=-500", Part(9500, 500)),
        ("bytes=9500-", Part(9500, 500)),
        ("bytes=0-0", Part(0, 1)),
        ("bytes=-1", Part(9999, 1)),
        ("BYTES=0-0", Part(0, 1)),
        ("bytes=0-99999999999999999999", Part(0, 10_000)),
        ("bytes=-10001", Part(0, 10_000)),
        ("bytes= 3-4 ,", Part(3, 2)),
        ("bytes=10000-,0-0", Part(0, 1)),
        ("bytes=10000-", Unsatisfiable()),
        ("bytes=-0", Unsatisfiable()),
        ("bytes=10000-10001, 20000-", Unsatisfiable()),
        ("bytes=0-0,-1", Whole()),
        ("bytes=5-4", Whole()),
        ("bytes=0-1,5-4", Whole()),
        ("bytes=", Whole()),
        ("bytes=-", Whole()),
        ("bytes=,", Whole()),
        ("bytes=a-b", Whole()),
        ("bytes=٠-١", Whole()),
        ("bytes=+1-2", Whole()),
        ("bytes=1--2", Whole()),
        ("bytes 0-1", Whole()),
        ("seconds=0-1", Whole()),
        ("", Whole()),
        (None, Whole()),
        ("bytes=" + "0-1," * 1000, Whole()),
        ("bytes=" + "9" * 900 + "-", Whole()),
    ],
)
def test_a_header_asks_for_what_the_standard_says(header: str | None, expected: object) -> None:
    assert requested_range(header, 10_000) == expected


@pytest.mark.parametrize(("header", "expected"), [("bytes=0-", Unsatisfiable()), ("bytes=-5", Whole())])
def test_an_empty_file_has_no_first_byte(header: str, expected: object) -> None:
    assert requested_range(header, 0) == expected


@pytest.mark.parametrize(
    ("if_range", "expected"),
    [('"a"', Part(0, 1)), ('"b"', Whole()), ('W/"a"', Whole()), ("Tue, 01 Jul 2025 00:00:00 GMT", Whole())],
)
def test_a_range_of_another_version_is_the_whole_file(if_range: str, expected: object) -> None:
    assert requested_range("bytes=0-0", 10, if_range=if_range, etag='"a"') == expected


@given(st.text(max_size=40) | st.from_regex(r"bytes=[0-9, -]{0,30}"), st.integers(0, 10**6))
def test_any_header_gets_an_answer_within_the_file(header: str, size: int) -> None:
    answer = requested_range(header, size)
    if isinstance(answer, Part):
        assert 0 <= answer.start < answer.start + answer.length <= size


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_a_part_is_the_slice_of_the_content(size: int, first: int, last: int) -> None:
    content = bytes(index % 256 for index in range(size))
    answer = requested_range(f"bytes={first}-{last}", size)
    if last < first:
        assert answer == Whole()
    elif first >= size:
        assert answer == Unsatisfiable()
    else:
        assert isinstance(answer, Part)
        assert content[answer.start : answer.start + answer.length] == content[first : last + 1]
