"""From writing to saying: symbols, addresses and abbreviations as a speaker reads them, each word still known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.transcript import Word
from reelwright.transcript.pieces import split_words

_URL = re.compile(r"(?:https?://|(?=www\.))((?:[\w-]+\.)+[a-z]{2,})(?:[/?#:]\S*)?", re.IGNORECASE)
_MARKUP = re.compile(r"[*_`~#|<>\\^{}\[\]]+")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d\u2190-\u21ff]+")
_ENGLISH = {
    "&": "and", "+": "plus", "=": "equals", "e.g.": "for example", "e.g.,": "for example,", "i.e.": "that is", "i.e.,": "that is,",
    "vs.": "versus", "vs": "versus", "etc.": "et cetera.", "approx.": "approximately", "no.": "number", "w/": "with", "w/o": "without",
}  # fmt: skip
_ENGLISH_UNITS = {
    "km": "kilometres", "m": "metres", "cm": "centimetres", "mm": "millimetres", "kg": "kilograms", "g": "grams", "mg": "milligrams",
    "l": "litres", "ml": "millilitres", "ha": "hectares", "km/h": "kilometres per hour", "mph": "miles per hour", "°c": "degrees Celsius",
    "°f": "degrees Fahrenheit", "%": "percent", "°": "degrees", "gb": "gigabytes", "mb": "megabytes", "tb": "terabytes", "ghz": "gigahertz",
    "kw": "kilowatts", "mw": "megawatts", "kwh": "kilowatt hours", "hz": "hertz", "ft": "feet", "lb": "pounds", "lbs": "pounds",
}  # fmt: skip
_NUMBER_UNIT = re.compile(r"([\d.,]*\d)(°[CFcf]?|%|[A-Za-z/]+)([.,;:!?)]*)")
_RANGE = re.compile(r"(\d[\d.,]*)[–—-](\d[\d.,]*\d|\d)(\S*)")


@dataclass(frozen=True, slots=True)
class SpokenText:
    """``text`` to speak; ``counts`` says how many of its pieces each written piece became (0: it is not said)."""

    text: str
    written: tuple[str, ...]
    counts: tuple[int, ...]

    def times_of_written(self, spoken: Sequence[Word]) -> tuple[Word, ...]:
        """The written pieces with the times of what was said for them. Unspoken ones take no time, where the next begins."""
        words: list[Word] = []
        at = 0
        for piece, count in zip(self.written, self.counts, strict=True):
            said = spoken[at : at + count]
            at += count
            if said:
                words.append(Word(piece, said[0].start, said[-1].end))
            else:
                moment = spoken[at].start if at < len(spoken) else spoken[-1].end
                words.append(Word(piece, moment, moment))
        return tuple(words)


def spoken_form(text: str, language: str) -> SpokenText:
    """How a text is said. English is spelt out; in other languages only what no voice can read is taken out."""
    written = split_words(text)
    english = language.lower().startswith("en")
    said = [_said(piece, written[i - 1] if i else "", english) for i, piece in enumerate(written)]
    counts = tuple(len(split_words(piece)) for piece in said)
    spaced = _spaced_like(text, written, said)
    return SpokenText(spaced, tuple(written), counts)


def _said(piece: str, before: str, english: bool) -> str:
    piece = _EMOJI.sub("", _MARKUP.sub("", piece))
    if "@" in piece and english:
        piece = piece.replace("@", " at ").replace(".", " dot ", max(0, piece.count(".") - piece.endswith(".")))
        return " ".join(piece.split())
    core = piece.rstrip(".,;:!?)")
    address = _URL.fullmatch(core)
    if address:
        host = address.group(1).removeprefix("www.")
        return (host.replace(".", " dot ") if english else host) + piece[len(core) :]
    if not english:
        return piece if any(char.isalnum() for char in piece) else ""
    lowered = piece.lower()
    if lowered in _ENGLISH:
        return _ENGLISH[lowered]
    bare = lowered.rstrip(".,;:!?)")
    if before[-1:].isdigit() and bare in _ENGLISH_UNITS:
        return _ENGLISH_UNITS[bare] + piece[len(bare) :]
    found = _RANGE.fullmatch(piece)
    if found and not re.fullmatch(r"\d{3}[–—-]\d{4}.*", piece):
        return f"{found.group(1)} to {_with_unit(found.group(2) + found.group(3))}"
    piece = _with_unit(piece)
    return piece if any(char.isalnum() for char in piece) else ""


def _with_unit(piece: str) -> str:
    match = _NUMBER_UNIT.fullmatch(piece)
    if match and match.group(2).lower() in _ENGLISH_UNITS:
        return f"{match.group(1)} {_ENGLISH_UNITS[match.group(2).lower()]}{match.group(3)}"
    return piece


def _spaced_like(text: str, written: Sequence[str], said: Sequence[str]) -> str:
    """The said pieces with a space where the writer had one."""
    result, at = "", 0
    for piece, spoken in zip(written, said, strict=True):
        found = text.index(piece, at)
        gap = text[at:found]
        at = found + len(piece)
        if spoken:
            result += (" " if result and gap else "") + spoken
    return " ".join(result.split())
