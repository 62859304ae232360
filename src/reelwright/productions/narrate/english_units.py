"""Numbers with their units as English speakers say them."""

from __future__ import annotations

import re

from reelwright.productions.narrate.english_numbers import decimal

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
UNIT = r"°[CF]?|%|[A-Za-z]+[²³23]?(?:/[a-z]+)?"
SCALES = frozenset({"hundred", "thousand", "million", "billion", "trillion"})
_UNITS = {
    "km": "kilometre",
    "m": "metre",
    "cm": "centimetre",
    "mm": "millimetre",
    "kg": "kilogram",
    "g": "gram",
    "mg": "milligram",
    "l": "litre",
    "ml": "millilitre",
    "ha": "hectare",
    "ft": "foot",
    "lb": "pound",
    "lbs": "pound",
    "mi": "mile",
    "yd": "yard",
    "oz": "ounce",
    "tsp": "teaspoon",
    "tbsp": "tablespoon",
    "min": "minute",
    "mins": "minute",
    "hr": "hour",
    "hrs": "hour",
    "t": "tonne",
    "kb": "kilobyte",
    "gb": "gigabyte",
    "mb": "megabyte",
    "tb": "terabyte",
    "kw": "kilowatt",
    "mw": "megawatt",
    "gw": "gigawatt",
    "kwh": "kilowatt hour",
    "v": "volt",
    "km²": "square kilometre",
    "m²": "square metre",
    "m³": "cubic metre",
    "km2": "square kilometre",
    "m2": "square metre",
    "m3": "cubic metre",
    "ms": "millisecond",
    "°": "degree",
}
"""Units that take a plural."""
_FIXED_UNITS = {
    "%": "percent",
    "km/h": "kilometres per hour",
    "m/s": "metres per second",
    "mph": "miles per hour",
    "ghz": "gigahertz",
    "mhz": "megahertz",
    "khz": "kilohertz",
    "hz": "hertz",
    "k": "thousand",
    "bn": "billion",
    "tn": "trillion",
}
_DEGREES = {"°c": "Celsius", "°f": "Fahrenheit"}
_PLURALS = {"foot": "feet", "penny": "pence", "yen": "yen", "paisa": "paise"}


def is_unit(word: str) -> bool:
    """Whether a word, written out or not, is what numbers are counted in."""
    word = word.lower()
    if word in _UNITS or word in _FIXED_UNITS or word in SCALES:
        return True
    return any(word in (noun, many(noun)) for noun in _UNITS.values())


def many(noun: str) -> str:
    """The plural of a unit."""
    if noun.startswith(("square ", "cubic ")):
        kind, _, rest = noun.partition(" ")
        return f"{kind} {many(rest)}"
    return _PLURALS.get(noun, noun + "s")


def counted(number: str, noun: str) -> str:
    """``3`` and "kilometre" → "three kilometres"."""
    return f"{decimal(number)} {noun if number == '1' else many(noun)}"


def measured(number: str, unit: str) -> str | None:
    """A number with its unit, or None for a unit nobody knows."""
    lowered = unit.lower()
    if lowered in _DEGREES:
        return f"{counted(number, 'degree')} {_DEGREES[lowered]}"
    if lowered in _FIXED_UNITS:
        return f"{decimal(number)} {_FIXED_UNITS[lowered]}"
    return counted(number, _UNITS[lowered]) if lowered in _UNITS else None


def unit_after_number(core: str, before: str) -> str | None:
    """A unit that stands apart from its number (``20 km``)."""
    number = re.search(rf"(?:^|[–—-])({NUMBER})$", before)
    lowered = core.lower()
    if number is None or core in {"a", "A", "I"}:
        return None
    if lowered in _DEGREES:
        return f"degree{'' if before == '1' else 's'} {_DEGREES[lowered]}"
    if lowered in _FIXED_UNITS:
        return _FIXED_UNITS[lowered]
    if lowered in _UNITS:
        return _UNITS[lowered] if before == "1" else many(_UNITS[lowered])
    return None
