import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.productions.narrate.english_numbers import MOST, cardinal, decade, decimal, ordinal, year

_VALUES = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    word: 10 * tens
    for tens, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def _number_said(words: str) -> int:
    """What a listener understands: the way back, written independently of the way there."""
    total = group = 0
    for word in words.replace("-", " ").split():
        if word == "hundred":
            group *= 100
        elif word in _SCALES:
            total, group = total + group * _SCALES[word], 0
        elif word != "and":
            group += _VALUES[word]
    return total + group


@given(st.integers(0, MOST))
def test_a_number_is_understood_as_what_was_written(number: int) -> None:
    assert _number_said(cardinal(number)) == number


@given(st.integers(0, 999_999), st.text("0123456789", max_size=4))
def test_a_decimal_is_read_with_its_digits_one_by_one(whole: int, fraction: str) -> None:
    said = decimal(f"{whole:,}" + (f".{fraction}" if fraction else ""))
    integer, _, digits = said.partition(" point ")
    assert _number_said(integer) == whole
    assert "".join(str(_VALUES[word]) for word in digits.split()) == fraction


@pytest.mark.parametrize("number", [-1, MOST + 1])
def test_a_number_beyond_reading_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="not read"):
        cardinal(number)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1984, "nineteen eighty-four"),
        (1906, "nineteen oh six"),
        (1900, "nineteen hundred"),
        (2000, "two thousand"),
        (2005, "two thousand and five"),
        (2024, "twenty twenty-four"),
        (1066, "ten sixty-six"),
    ],
)
def test_a_year_is_read_in_pairs(number: int, said: str) -> None:
    assert year(number) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "first"),
        (2, "second"),
        (3, "third"),
        (5, "fifth"),
        (8, "eighth"),
        (12, "twelfth"),
        (20, "twentieth"),
        (21, "twenty-first"),
        (100, "one hundredth"),
        (103, "one hundred and third"),
    ],
)
def test_an_ordinal_ends_as_english_ordinals_do(number: int, said: str) -> None:
    assert ordinal(number) == said


def test_a_decade_is_a_plural() -> None:
    assert [decade(1990), decade(90), decade(1900)] == ["nineteen nineties", "nineties", "nineteen hundreds"]
