"""Sums of money as English speakers say them."""

from __future__ import annotations

import re

from reelwright.productions.narrate.english_numbers import decimal
from reelwright.productions.narrate.english_units import NUMBER, SCALES, counted, many

_MONEY = {
    "$": ("dollar", "cent"),
    "€": ("euro", "cent"),
    "£": ("pound", "penny"),
    "¥": ("yen", ""),
    "₹": ("rupee", "paisa"),
}
_MONEY_SCALES = {"k": "thousand", "m": "million", "b": "billion", "bn": "billion", "tn": "trillion", "t": "trillion"}


def money_in(core: str, after: str) -> str | None:
    """``$1.50`` → "one dollar and fifty cents"; before a scale word (``$3.5 billion``) the number alone; else None."""
    match = re.fullmatch(
        rf"([-−]?)([$€£¥₹])({NUMBER})(k|m|bn?|tn?)?(?:[–-][$€£¥₹]?({NUMBER})(k|m|bn?|tn?)?)?", core, re.IGNORECASE
    )
    if match is None:
        return None
    sign, symbol, number, scale, upper, upper_scale = match.groups()
    noun, part = _MONEY[symbol]
    minus = "minus " if sign else ""
    if after.lower().rstrip(".,;:!?)") in SCALES:  # the noun follows the scale word
        return minus + decimal(number) + (f" to {decimal(upper)}" if upper else "")
    said = decimal(number) + (f" {_MONEY_SCALES[scale.lower()]}" if scale else "")
    if upper:
        return (
            f"{minus}{said} to {decimal(upper)}"
            + (f" {_MONEY_SCALES[upper_scale.lower()]}" if upper_scale else "")
            + f" {many(noun)}"
        )
    whole, point, cents = number.replace(",", "").partition(".")
    if point and len(cents) == 2 and part and not scale:
        coins = counted(str(int(cents)), part) if int(cents) else ""
        if int(whole) == 0 and coins:
            return minus + coins
        return minus + counted(str(int(whole)), noun) + (f" and {coins}" if coins else "")
    return f"{minus}{said} {noun if number == '1' and not scale else many(noun)}"


def scale_of_money(core: str, before: str) -> str | None:
    """``billion`` after ``$3.5``: here the currency is said."""
    match = re.search(rf"([$€£¥₹])(?:{NUMBER})(?:[–-](?:{NUMBER}))?$", before)
    return f"{core} {many(_MONEY[match.group(1)][0])}" if match and core.lower() in SCALES else None
