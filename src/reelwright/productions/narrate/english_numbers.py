"""Numbers as English speakers say them."""

from __future__ import annotations

_ONES = [
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
_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
MOST = 10**15 - 1
"""The largest number said as a number; longer ones are read digit by digit."""


def cardinal(number: int) -> str:
    """``1204`` → "one thousand two hundred and four". Raises ``ValueError`` below zero or above ``MOST``."""
    if not 0 <= number <= MOST:
        raise ValueError(f"{number} is not read as a number")
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    size, name = next(scale for scale in _SCALES if number >= scale[0])
    rest = number % size
    joint = " and " if rest and rest < 100 else " "
    return f"{cardinal(number // size)} {name}" + (joint + cardinal(rest) if rest else "")


def ordinal(number: int) -> str:
    """``21`` → "twenty-first"."""
    words = cardinal(number)
    head, joint, last = words.rpartition("-") if "-" in words.split()[-1] else words.rpartition(" ")
    said = _ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return f"{head}{joint}{said}"


def year(number: int) -> str:
    """``1984`` → "nineteen eighty-four", ``1906`` → "nineteen oh six", ``2005`` → "two thousand and five"."""
    century, rest = divmod(number, 100)
    if not 1000 < number < 10_000 or (century % 10 == 0 and rest < 10):
        return cardinal(number)
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} " + (f"oh {cardinal(rest)}" if rest < 10 else cardinal(rest))


def decade(number: int) -> str:
    """``1990`` → "nineteen nineties", ``90`` → "nineties", ``1900`` → "nineteen hundreds"."""
    words = year(number)
    return words[:-1] + "ies" if words.endswith("y") else words + "s"


def digits(text: str) -> str:
    """``007`` → "zero zero seven"."""
    return " ".join(_ONES[int(digit)] for digit in text)


def decimal(text: str) -> str:
    """A written number, with or without thousands commas and a decimal point: ``1,200.05``."""
    whole, point, fraction = text.replace(",", "").partition(".")
    said = digits(whole) if (len(whole) > 1 and whole[0] == "0") or len(whole) > 15 else cardinal(int(whole or "0"))
    return f"{said} point {digits(fraction)}" if point and fraction else said
