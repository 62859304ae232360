"""Numbers worth showing large: found in a sentence, with the words that say what they count."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reelwright.captions.breaking import is_small_word

_NUMBER = re.compile(
    r"(?<![\w.:/+$€£¥₹,'’-])((?:(?<![^\s(])[-−])?[$€£¥₹]?\d(?:[\d.,]*\d)?)(?![\d:/^]|[.,]\d)"
    r"([–-]\d[\d.,]*(?!\d))?(?![:/-]\d)(x\b|\s*(?:%|°[CF]?))?(?![^\W_]*\d)"
)
"""Not a part of a date, a time, a fraction, a version or a telephone number."""
_ROUND_WORDS = '.,;:!?)"”’»…،؛؟۔।、。，！？；：'
_MONEY = frozenset("$€£¥₹")
_SCALES = frozenset(
    [
        "hundred",
        "thousand",
        "million",
        "billion",
        "trillion",
        "millones",
        "millón",
        "mil",
        "miles",
        "mille",
        "millions",
        "milliard",
        "milliards",
        "millionen",
        "milliarden",
        "million",
        "milioni",
        "miliardi",
        "milhões",
        "bilhões",
        "लाख",
        "करोड़",
        "млн",
        "млрд",
        "mio",
        "mrd",
        "مليون",
        "مليار",
    ]
)


@dataclass(frozen=True, slots=True)
class Figure:
    """``number`` as written with its unit sign and scale (``500 million``); ``label`` is the word or two after it."""

    number: str
    label: str


def figure_in(text: str) -> Figure | None:
    """The figure of a sentence, or ``None``: years and lone small numbers tell nothing."""
    for match in _NUMBER.finditer(text):
        words = text[match.end() :].split()
        scale = words.pop(0) if words and words[0].strip(_ROUND_WORDS).lower() in _SCALES else ""
        money = words.pop(0).strip(_ROUND_WORDS) if words and words[0].strip(_ROUND_WORDS) in _MONEY else ""
        sign = (match.group(3) or "").strip()
        digits = match.group(1)
        plain = re.sub(r"\D", "", digits)
        is_year = len(plain) == 4 and plain == digits and 1000 <= int(plain) <= 2100
        is_money = bool(money) or digits.lstrip("-−")[0] in _MONEY
        label = _label([] if money else words, match.end() + len(scale) < len(text))
        if (is_year and not (sign or scale)) or not (sign or scale or label or is_money):
            continue
        if len(plain) == 1 and not (sign or scale or is_money or match.group(2)):
            continue
        number = f"{digits}{match.group(2) or ''}{sign}" + (f" {_bare_scale(scale)}" if scale else "")
        number += f" {money}" if money else ""
        return Figure(number, label)
    return None


def _bare_scale(scale: str) -> str:
    """The scale without what closes a clause; the dot of ``Mio.`` is its own."""
    bare = scale.strip(_ROUND_WORDS)
    return f"{bare}." if bare in ("Mio", "Mrd") and f"{bare}." in scale else bare


def _label(words: list[str], is_inside: bool) -> str:
    """The next word or two, up to a pause or a small word."""
    label: list[str] = []
    for word in words[:3] if is_inside else []:
        bare = word.strip(_ROUND_WORDS)
        if not bare[:1].isalpha() or is_small_word(bare) or (label and (len(bare) < 4 or label[0].endswith("s"))):
            break  # after a plural the thing counted has been named
        label.append(bare)
        if word != bare or len(label) == 2:
            break
    return " ".join(label)
