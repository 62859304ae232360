"""English as it is said: numbers, dates, money, units and abbreviations in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from reelwright.productions.narrate.english_numbers import cardinal, decade, decimal, ordinal, year

_ABBREVIATIONS = {
    "&": "and", "+": "plus", "=": "equals", "×": "by", "e.g.": "for example", "i.e.": "that is", "vs.": "versus", "vs": "versus",
    "etc.": "et cetera", "approx.": "approximately", "w/": "with", "w/o": "without", "dr.": "Doctor", "mr.": "Mister", "mrs.": "Missus",
    "prof.": "Professor", "24/7": "twenty-four seven",
}  # fmt: skip
_UNITS = {
    "km": "kilometre", "m": "metre", "cm": "centimetre", "mm": "millimetre", "kg": "kilogram", "g": "gram", "mg": "milligram",
    "l": "litre", "ml": "millilitre", "ha": "hectare", "ft": "foot", "lb": "pound", "lbs": "pound", "mi": "mile", "t": "tonne",
    "kb": "kilobyte", "gb": "gigabyte", "mb": "megabyte", "tb": "terabyte", "kw": "kilowatt", "mw": "megawatt", "gw": "gigawatt",
    "kwh": "kilowatt hour", "v": "volt", "km²": "square kilometre", "m²": "square metre", "m³": "cubic metre", "km2": "square kilometre",
    "m2": "square metre", "m3": "cubic metre", "ms": "millisecond", "°": "degree",
}  # fmt: skip
"""Units that take a plural."""
_FIXED_UNITS = {
    "%": "percent", "km/h": "kilometres per hour", "m/s": "metres per second", "mph": "miles per hour", "ghz": "gigahertz", "mhz": "megahertz",
    "khz": "kilohertz", "hz": "hertz", "k": "thousand", "bn": "billion", "tn": "trillion",
}  # fmt: skip
_DEGREES = {"°c": "Celsius", "°f": "Fahrenheit"}
_MONEY = {"$": ("dollar", "cent"), "€": ("euro", "cent"), "£": ("pound", "penny"), "¥": ("yen", ""), "₹": ("rupee", "paisa")}
_MONEY_SCALES = {"k": "thousand", "m": "million", "b": "billion", "bn": "billion", "tn": "trillion", "t": "trillion"}
_SCALES = frozenset({"hundred", "thousand", "million", "billion", "trillion"})
_MONTHS = "January February March April May June July August September October November December".split()
_YEAR_WORDS = frozenset(
    "in since from by until till before after during around circa early late mid between of year spring summer autumn fall winter".split()
) | {month.lower() for month in _MONTHS}
_COUNTED_BY_ROMAN = frozenset({"war", "chapter", "part", "section", "volume", "phase", "act", "book", "type"})
_ROMAN = {numeral: value for value, numeral in enumerate("I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split(), 1)}
_FRACTIONS = {(1, 2): "one half", (1, 4): "one quarter", (3, 4): "three quarters"}
_PLURALS = {"foot": "feet", "penny": "pence", "yen": "yen", "paisa": "paise"}

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_EDGES = re.compile(r"([(\[\"'“‘«]*)(.*?)((?:['’]s)?[.,;:!?)\]\"'”’»…]*)", re.DOTALL)
_UNIT = r"°[CF]?|%|[A-Za-z]+[²³23]?(?:/[a-z]+)?"


def say_english(pieces: Sequence[str]) -> list[str]:
    """What is said for each written piece, punctuation kept. A piece may become several words, or none."""
    said = [_said(pieces, place) for place in range(len(pieces))]
    return [text if any(char.isalnum() for char in text) else "" for text in said]


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
    money = _money(core, after if not closing else "")
    if money is None:
        money = _scale_of_money(core, before)
    if money is not None:
        return f"{opening}{money}{closing}"
    unit = _unit_after_number(core, before)
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
    if re.fullmatch(_NUMBER, core):
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
        is_dated = word in _YEAR_WORDS or before[:1] == "(" or re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", word) is not None
        unit = after.rstrip(".,;:!?)").lower()
        is_counted = unit in _UNITS or unit in _FIXED_UNITS or unit in _SCALES or f"{unit}" in _measures()
        if not is_counted and (is_dated or 1500 <= number <= 2099):
            return year(number)
    return decimal(core)


def _measures() -> frozenset[str]:
    return frozenset(word for unit in _UNITS.values() for word in (unit, _many(unit)))


def _many(noun: str) -> str:
    if noun.startswith(("square ", "cubic ")):
        kind, _, rest = noun.partition(" ")
        return f"{kind} {_many(rest)}"
    return _PLURALS.get(noun, noun + "s")


def _counted(number: str, noun: str) -> str:
    return f"{decimal(number)} {noun if number == '1' else _many(noun)}"


def _measured(number: str, unit: str) -> str | None:
    """A number with its unit, or None for a unit nobody knows."""
    lowered = unit.lower()
    if lowered in _DEGREES:
        return f"{_counted(number, 'degree')} {_DEGREES[lowered]}"
    if lowered in _FIXED_UNITS:
        return f"{decimal(number)} {_FIXED_UNITS[lowered]}"
    return _counted(number, _UNITS[lowered]) if lowered in _UNITS else None


def _unit_after_number(core: str, before: str) -> str | None:
    """A unit that stands apart from its number (``20 km``)."""
    number = re.search(rf"(?:^|[–—-])({_NUMBER})$", before)
    lowered = core.lower()
    if number is None or core in {"a", "A", "I"}:
        return None
    if lowered in _DEGREES:
        return f"degree{'' if before == '1' else 's'} {_DEGREES[lowered]}"
    if lowered in _FIXED_UNITS:
        return _FIXED_UNITS[lowered]
    if lowered in _UNITS:
        return _UNITS[lowered] if before == "1" else _many(_UNITS[lowered])
    return None


def _money(core: str, after: str) -> str | None:
    match = re.fullmatch(rf"([-−]?)([$€£¥₹])({_NUMBER})(k|m|bn?|tn?)?(?:[–-][$€£¥₹]?({_NUMBER})(k|m|bn?|tn?)?)?", core, re.IGNORECASE)
    if match is None:
        return None
    sign, symbol, number, scale, upper, upper_scale = match.groups()
    noun, part = _MONEY[symbol]
    minus = "minus " if sign else ""
    if after.lower().rstrip(".,;:!?)") in _SCALES:  # the noun follows the scale word
        return minus + decimal(number) + (f" to {decimal(upper)}" if upper else "")
    said = decimal(number) + (f" {_MONEY_SCALES[scale.lower()]}" if scale else "")
    if upper:
        return f"{minus}{said} to {decimal(upper)}" + (f" {_MONEY_SCALES[upper_scale.lower()]}" if upper_scale else "") + f" {_many(noun)}"
    whole, point, cents = number.replace(",", "").partition(".")
    if point and len(cents) == 2 and part and not scale:
        coins = _counted(str(int(cents)), part) if int(cents) else ""
        if int(whole) == 0 and coins:
            return minus + coins
        return minus + _counted(str(int(whole)), noun) + (f" and {coins}" if coins else "")
    return f"{minus}{said} {noun if number == '1' and not scale else _many(noun)}"


def _scale_of_money(core: str, before: str) -> str | None:
    """``billion`` after ``$3.5``: here the currency is said."""
    match = re.search(rf"([$€£¥₹])(?:{_NUMBER})(?:[–-](?:{_NUMBER}))?$", before)
    return f"{core} {_many(_MONEY[match.group(1)][0])}" if match and core.lower() in _SCALES else None


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
    upper = _measured(high, unit) if unit else decimal(high)
    return f"{decimal(low)} to {upper}" if upper else None


def _time(found: re.Match[str]) -> str | None:
    hour, minute, half = int(found[1]), int(found[2]), found[3]
    if hour > 24 or minute > 59:
        return None
    minutes = ("o'clock" if not half else "") if minute == 0 else f"oh {cardinal(minute)}" if minute < 10 else cardinal(minute)
    return " ".join(filter(None, [cardinal(hour), minutes, f"{half[0].lower()} m" if half else ""]))


def _date(found: re.Match[str]) -> str | None:
    number, month, day = (int(part) for part in found.groups())
    return f"{_MONTHS[month - 1]} {ordinal(day)} {year(number)}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def _fraction(found: re.Match[str]) -> str | None:
    over, under = int(found[1]), int(found[2])
    if (over, under) in _FRACTIONS:
        return _FRACTIONS[over, under]
    return f"{cardinal(over)} {ordinal(under)}{'' if over == 1 else 's'}" if 0 < over < under <= 10 and under > 2 else None


def _compound(found: re.Match[str]) -> str:
    number, rest = found.groups()
    is_year = re.fullmatch(r"1[5-9]\d\d|20\d\d", number)
    return f"{year(int(number)) if is_year else decimal(number)}{rest}"


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)"), _date),
    (re.compile(r"(\d{1,2}):(\d\d)([ap]\.?m)?", re.IGNORECASE), _time),
    (re.compile(r"(\d+)(?:st|nd|rd|th)", re.IGNORECASE), lambda found: ordinal(int(found[1])) if len(found[1]) < 10 else None),
    (re.compile(r"((?:[a-z]+-)?)['’]?((?:1\d|20)?\d0)['’]?s", re.IGNORECASE), lambda found: found[1] + decade(int(found[2]))),
    (re.compile(rf"({_NUMBER})[–—-]({_NUMBER})({_UNIT})?"), _range),
    (re.compile(rf"[-−–]({_NUMBER})({_UNIT})?"), lambda found: _signed("minus", found)),
    (re.compile(rf"\+({_NUMBER})({_UNIT})?"), lambda found: _signed("plus", found)),
    (re.compile(rf"[~≈]({_NUMBER})({_UNIT})?"), lambda found: _signed("about", found)),
    (re.compile(r"#(\d{1,6})"), lambda found: f"number {cardinal(int(found[1]))}"),
    (re.compile(rf"({_NUMBER})[x×]", re.IGNORECASE), lambda found: f"{decimal(found[1])} times"),
    (re.compile(rf"({_NUMBER})[x×]({_NUMBER})", re.IGNORECASE), lambda found: f"{decimal(found[1])} by {decimal(found[2])}"),
    (re.compile(r"(\d{1,2})/(\d{1,2})"), _fraction),
    (re.compile(rf"({_NUMBER})({_UNIT})"), lambda found: _measured(found[1], found[2])),
    (re.compile(rf"({_NUMBER})((?:-[A-Za-z]+)+)"), _compound),
)


def _signed(word: str, found: re.Match[str]) -> str | None:
    number, unit = found.groups()
    said = _measured(number, unit) if unit else decimal(number)
    return f"{word} {said}" if said else None
