"""The text as an engine gets it, and the way back from a place in it to the written piece."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EngineText:
    """``text`` for the engine; ``starts[i]`` is where unit ``units[i]`` begins in it."""

    text: str
    units: tuple[int, ...]
    starts: tuple[int, ...]

    def unit_at(self, position: int) -> int:
        """The index of the written unit that a character position belongs to; a space belongs to the one before."""
        return self.units[max(0, bisect_right(self.starts, position) - 1)]


def engine_text(tokens: Sequence[Sequence[str]], clean: Callable[[str], str]) -> EngineText:
    """Whitespace tokens, each already cut into units, cleaned and joined by single spaces.

    Units that ``clean`` leaves empty are not in the text.
    """
    parts: list[str] = []
    units: list[int] = []
    starts: list[int] = []
    length = index = 0
    for token in tokens:
        opened = False
        for unit in token:
            said = clean(unit)
            if said:
                if not opened and parts:
                    parts.append(" ")
                    length += 1
                opened = True
                units.append(index)
                starts.append(length)
                parts.append(said)
                length += len(said)
            index += 1
    return EngineText("".join(parts), tuple(units), tuple(starts))


def speakable(unit: str) -> str:
    """Without control characters, lone surrogates, private and unassigned code points, which no engine can say."""
    return "".join(char for char in unit if unicodedata.category(char) not in ("Cc", "Cs", "Co", "Cn"))


def has_letters(text: str) -> bool:
    """Whether there is anything to say: a letter or a digit in any script."""
    return any(unicodedata.category(char)[0] in "LN" for char in text)


_ASCII = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-",
        "—": "-", "−": "-",
        "…": "...", "€": "euro", "£": "pound", "¥": "yen", "°": "degrees", "×": "times", "÷": "divided by",
        "±": "plus minus",
        "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ß": "ss", "ł": "l", "Ł": "L",
        "đ": "d", "Đ": "D",
        "ð": "th", "Ð": "Th", "þ": "th", "Þ": "Th", "ı": "i",
    }
)  # fmt: skip


def plain_ascii(unit: str) -> str:
    """The nearest spelling in ASCII: accents dropped, typographic marks made plain, anything else left out."""
    unfolded = unicodedata.normalize("NFKD", speakable(unit).translate(_ASCII))
    return "".join(char for char in unfolded if " " <= char <= "~").replace(" ", "-")
