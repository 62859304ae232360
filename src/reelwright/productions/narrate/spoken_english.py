"""English as it is said: numbers, dates, money, units and abbreviations in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from reelwright.productions.narrate.english_money import money_in, scale_of_money
from reelwright.productions.narrate.english_numbers import cardinal, decade, decimal, ordinal, year
from reelwright.productions.narrate.english_units import NUMBER, UNIT, is_unit, measured, unit_after_number

_ABBREVIATIONS = {
    "&": "and",
    "+": "plus",
    "=": "equals",
    "×": "by",
    "e.g.": "for example",
    "i.e.": "that is",
    "vs.": "versus",
    "vs": "versus",
    "etc.": "et cetera",
    "approx.": "approximately",
    "w/": "with",
    "w/o": "without",
    "dr.": "Doctor",
    "mr.": "Mister",
    "mrs.": "Missus",
    "prof.": "Professor",
    "24/7": "twenty-four seven",
}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_YEAR_WORDS = frozenset(
    [
        "in",
        "since",
        "from",
        "by",
        "until",
        "till",
        "before",
        "after",
        "during",
        "around",
        "circa",
        "early",
        "late",
        "mid",
        "between",
        "of",
        "year",
        "spring",
        "summer",
        "autumn",
        "fall",
        "winter",
    ]
) | {month.lower() for month in _MONTHS}
_COUNTED_BY_ROMAN = frozenset({"war", "chapter", "part", "section", "volume", "phase", "act", "book", "type"})
_ROMAN = {
    numeral: value
    for value, numeral in enumerate(
        [
            "I",
            "II",
            "III",
            "IV",
            "V",
            "VI",
            "VII",
            "VIII",
            "IX",
            "X",
            "XI",
            "XII",
            "XIII",
            "XIV",
            "XV",
            "XVI",
            "XVII",
            "XVIII",
            "XIX",
            "XX",
        ],
        1,
    )
}
_VULGAR = {"½": "half", "⅓": "third", "¼": "quarter", "¾": "three quarters", "⅔": "two thirds"}
_FRACTIONS = {(1, 2): "one half", (1, 4): "one quarter", (3, 4): "three quarters"}

_EDGES = re.compile(r"([(\[\"'“‘«]*)(.*?)((?:['’]s)?[.,;:!?)\]\"'”’»…]*)", re.DOTALL)


def say_english(pieces: Sequence[str]) -> list[str]:
    """What is said for each written piece, punctuation kept. A piece may become several words, or none."""
    said = [_said(pieces, place) for place in range(len(pieces))]
    return [text if any(char.isalnum() for char in text) else "" for text in said]


def _with_fraction(core: str, before: str) -> str:
    """``1½``, or ``½`` by itself or after its number."""
    part = _VULGAR[core[-1]] if " " in _VULGAR[core[-1]] else f"a {_VULGAR[core[-1]]}"
    if len(core) > 1:
        return f"{cardinal(int(core[:-1]))} and {part}"
    return f"and {part}" if before.isdigit() else part


def _said(pieces: Sequence[str], place: int) -> str:
    piece = pieces[place]
    before = pieces[place - 1] if place else ""
    after = pieces[place + 1] if place + 1 < len(pieces) else ""
    known = _abbreviation(piece, before, after)
    if known is not None:
        return known
    match = _EDGES.fullmatch(piece)
    opening, core, closing = match.groups() if match else ("", piece, "")
    if not core:
        return piece
    money = money_in(core, after if not closing else "")
    if money is None:
        money = scale_of_money(core, before)
    if money is not None:
        return f"{opening}{money}{closing}"
    if core[-1] in _VULGAR and (len(core) == 1 or core[:-1].isdigit()):
        return f"{opening}{_with_fraction(core, before)}{closing}"
    unit = unit_after_number(core, before.lstrip('(["“‘'))
    if unit is not None:
        return f"{opening}{unit}{closing}"
    if core in _ROMAN and before.lower() in _COUNTED_BY_ROMAN:
        return f"{opening}{cardinal(_ROMAN[core])}{closing}"
    for pattern, say in _SHAPES:
        found = pattern.fullmatch(core)
        if found:
            words = say(found)
            if words:
                return f"{opening}{words}{closing}"
    if re.fullmatch(NUMBER, core):
        return f"{opening}{_plain_number(core, before, after)}{closing}"
    return piece


def _abbreviation(piece: str, before: str, after: str) -> str | None:
    lowered = piece.lower()
    bare = lowered.rstrip(",;:)")
    opening = "(" if bare.startswith("(") else ""
    bare = bare.removeprefix("(")
    if bare == "no." and after[:1].isdigit():
        return f"{opening}number"
    if bare == "st." and after[:1].isupper():
        return f"{opening}Saint" if not before[:1].isupper() else None
    if bare in _ABBREVIATIONS:
        stop = "." if bare == "etc." and not after else ""
        return opening + _ABBREVIATIONS[bare] + stop + lowered[len(opening) + len(bare) :]
    return None


def _plain_number(core: str, before: str, after: str) -> str:
    """A bare number: four digits without a comma are a year where one is meant, else a count."""
    if re.fullmatch(r"[12]\d{3}", core):
        number = int(core)
        word = before.lower().strip("(,.")
        is_dated = (
            word in _YEAR_WORDS or before[:1] == "(" or re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", word) is not None
        )
        if not is_unit(after.rstrip(".,;:!?)")) and (is_dated or 1500 <= number <= 2099):
            return year(number)
    return decimal(core)


def _range(found: re.Match[str]) -> str | None:
    low, high, unit = found.groups()
    both_years = all(re.fullmatch(r"1[1-9]\d\d|20\d\d", text) for text in (low, high))
    short_year = re.fullmatch(r"1[1-9]\d\d|20\d\d", low) and len(high) == 2 and int(high) > int(low[2:])
    if not unit and both_years:
        return f"{year(int(low))} to {year(int(high))}"
    if not unit and short_year:
        return f"{year(int(low))} to {year(int(low[:2] + high))}"
    if not unit and len(low) == 3 and len(high) == 4:  # a telephone number
        return None
    upper = measured(high, unit) if unit else decimal(high)
    return f"{decimal(low)} to {upper}" if upper else None


def _time(found: re.Match[str]) -> str | None:
    hour, minute, half = int(found[1]), int(found[2]), found[3]
    if hour > 24 or minute > 59:
        return None
    minutes = (
        ("o'clock" if not half else "")
        if minute == 0
        else f"oh {cardinal(minute)}"
        if minute < 10
        else cardinal(minute)
    )
    return " ".join(filter(None, [cardinal(hour), minutes, f"{half[0].lower()} m" if half else ""]))


def _date(found: re.Match[str]) -> str | None:
    number, month, day = (int(part) for part in found.groups())
    return f"{_MONTHS[month - 1]} {ordinal(day)} {year(number)}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def _fraction(found: re.Match[str]) -> str | None:
    over, under = int(found[1]), int(found[2])
    if (over, under) in _FRACTIONS:
        return _FRACTIONS[over, under]
    return (
        f"{cardinal(over)} {ordinal(under)}{'' if over == 1 else 's'}" if 0 < over < under <= 10 and under > 2 else None
    )


def _compound(found: re.Match[str]) -> str:
    number, rest = found.groups()
    is_year = re.fullmatch(r"1[5-9]\d\d|20\d\d", number)
    return f"{year(int(number)) if is_year else decimal(number)}{rest}"


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)"), _date),
    (re.compile(r"(\d{1,2}):(\d\d)([ap]\.?m)?", re.IGNORECASE), _time),
    (
        re.compile(r"(\d+)(?:st|nd|rd|th)", re.IGNORECASE),
        lambda found: ordinal(int(found[1])) if len(found[1]) < 10 else None,
    ),
    (
        re.compile(r"((?:[a-z]+-)?)['’]?((?:1\d|20)?\d0)['’]?s", re.IGNORECASE),
        lambda found: found[1] + decade(int(found[2])),
    ),
    (re.compile(rf"({NUMBER})[–—-]({NUMBER})({UNIT})?"), _range),
    (re.compile(rf"[-−–]({NUMBER})({UNIT})?"), lambda found: _signed("minus", found)),
    (re.compile(rf"\+({NUMBER})({UNIT})?"), lambda found: _signed("plus", found)),
    (re.compile(rf"[~≈]({NUMBER})({UNIT})?"), lambda found: _signed("about", found)),
    (re.compile(r"#(\d{1,6})"), lambda found: f"number {cardinal(int(found[1]))}"),
    (re.compile(rf"({NUMBER})[x×]", re.IGNORECASE), lambda found: f"{decimal(found[1])} times"),
    (
        re.compile(rf"({NUMBER})[x×]({NUMBER})", re.IGNORECASE),
        lambda found: f"{decimal(found[1])} by {decimal(found[2])}",
    ),
    (re.compile(r"(\d{1,2})/(\d{1,2})"), _fraction),
    (re.compile(rf"({NUMBER})({UNIT})"), lambda found: measured(found[1], found[2])),
    (re.compile(rf"({NUMBER})((?:-[A-Za-z]+)+)"), _compound),
)


def _signed(word: str, found: re.Match[str]) -> str | None:
    number, unit = found.groups()
    said = measured(number, unit) if unit else decimal(number)
    return f"{word} {said}" if said else None
