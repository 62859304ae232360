"""Clauses in phonemes to pieces that the model can say in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.speaking.phonemes import Clause
from reelwright.vendors.kokoro.vocabulary import LONGEST, kokoro_symbols


@dataclass(frozen=True, slots=True)
class Sentence:
    """``symbols`` of the model's alphabet; ``units`` their owners, -1 for marks and the spaces after them."""

    symbols: str
    units: tuple[int, ...]


def sentences(clauses: Sequence[Clause], letter: str) -> list[Sentence]:
    """A piece for each sentence; one that is too long is cut between clauses, or between words where it must."""
    pieces: list[Sentence] = []
    open_piece = Sentence("", ())
    for clause in clauses:
        symbols, units = kokoro_symbols(clause.symbols, clause.units, letter)
        for part in _cut(Sentence(symbols + clause.mark, units + (-1,) * len(clause.mark))):
            gap = " " if open_piece.symbols else ""
            if len(open_piece.symbols) + len(gap) + len(part.symbols) > LONGEST:
                pieces.append(open_piece)
                open_piece, gap = Sentence("", ()), ""
            open_piece = Sentence(
                open_piece.symbols + gap + part.symbols, open_piece.units + (-1,) * len(gap) + part.units
            )
        if clause.ends_sentence and open_piece.symbols:
            pieces.append(open_piece)
            open_piece = Sentence("", ())
    return [*pieces, open_piece] if open_piece.symbols else pieces


def _cut(sentence: Sentence) -> list[Sentence]:
    parts: list[Sentence] = []
    rest = sentence
    while len(rest.symbols) > LONGEST:
        space = rest.symbols.rfind(" ", 1, LONGEST)
        end = space if space > 0 else LONGEST
        parts.append(Sentence(rest.symbols[:end], rest.units[:end]))
        begin = end + (space > 0)
        rest = Sentence(rest.symbols[begin:], rest.units[begin:])
    return [*parts, rest] if rest.symbols else parts
