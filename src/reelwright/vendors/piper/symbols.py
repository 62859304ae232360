"""Sentences in the symbols of a Piper voice, and their numbers."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reelwright.speaking.phonemes import TIE, Clause, Phonemes
from reelwright.transcript.spoken_units import spoken_units

START, END, PAD = "^", "$", "_"
_LONGEST = 400
"""Symbols in one go; longer sentences are cut after a clause, so that memory stays bounded."""
_SIMILAR = {"—": ",", "…": ".", ":": ",", ";": ","}
"""Marks that not every voice knows, and those that all know."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """``symbols`` in NFD, ``units`` the owner of each, -1 for none."""

    symbols: str
    units: tuple[int, ...]


def sentences(clauses: Sequence[Clause], known: Mapping[str, Sequence[int]]) -> list[Sentence]:
    """One for each sentence, ended by a mark: marks stand at the end of clauses, with a space after those inside."""
    found: list[Sentence] = []
    symbols, units = "", ()
    for clause in clauses:
        text, owners = _decomposed(clause.symbols.replace(TIE, ""), _without_ties(clause))
        mark = clause.mark if clause.mark in known else _SIMILAR.get(clause.mark, "")
        gap = " " if symbols else ""
        symbols += gap + text + mark
        units += (-1,) * len(gap) + owners + (-1,) * len(mark)
        if clause.ends_sentence or len(symbols) > _LONGEST:
            found.append(Sentence(symbols, units))
            symbols, units = "", ()
    if symbols:
        found.append(Sentence(symbols, units) if symbols[-1] in ".!?" else Sentence(symbols + ".", (*units, -1)))
    return found


def letters(text: str) -> Phonemes:
    """A text whose letters are the symbols, for voices of the kind ``text``; one clause for each sentence or part of one."""
    units = tuple(unit for token in text.split() for unit in spoken_units(token))
    clauses: list[Clause] = []
    symbols, owners = "", ()
    for place, unit in enumerate(units):
        gap = " " if symbols else ""
        symbols += gap + unit.lower()
        owners += (place - 1 if gap else place,) * len(gap) + (place,) * len(unit.lower())
        if unit.endswith((".", "!", "?", "…")) or place == len(units) - 1:
            mark = symbols[-1] if symbols[-1] in ".!?…" else ""
            end = len(symbols) - len(mark)
            clauses.append(Clause(symbols[:end], owners[:end], mark))
            symbols, owners = "", ()
    return Phonemes(units, tuple(clauses))


def numbered(sentence: Sentence, known: Mapping[str, Sequence[int]]) -> tuple[list[int], tuple[int, ...]]:
    """The model's input, and the owner of each number: start, then each symbol followed by a pad, then end.

    Symbols the voice does not know are left out, as Piper does.
    """
    ids = [*known.get(START, ()), *known.get(PAD, ())]
    owners = [-1] * len(ids)
    for symbol, unit in zip(sentence.symbols, sentence.units, strict=True):
        if symbol in known:
            numbers = (*known[symbol], *known.get(PAD, ()))
            ids += numbers
            owners += [unit] * len(numbers)
    ends = known.get(END, ())
    return [*ids, *ends], (*owners, *(-1 for _ in ends))


def _without_ties(clause: Clause) -> Iterator[int]:
    return (unit for symbol, unit in zip(clause.symbols, clause.units, strict=True) if symbol != TIE)


def _decomposed(text: str, units: Iterator[int]) -> tuple[str, tuple[int, ...]]:
    symbols, owners = "", []
    for char, unit in zip(text, units, strict=True):
        parts = unicodedata.normalize("NFD", char)
        symbols += parts
        owners += [unit] * len(parts)
    return symbols, tuple(owners)
