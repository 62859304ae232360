"""Which written unit each phoneme of a clause belongs to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def owners(symbols: str, units: Sequence[tuple[int, str]]) -> tuple[int, ...]:
    """A unit for each symbol, in order of the text. ``units`` are (name, the unit's phonemes when it is said alone).

    Where there are as many words as units, each word is its unit's. Else (numbers become several words, ``of the`` one)
    the symbols are matched with those of the units said alone, by least changes (Wagner and Fischer, 1974).
    """
    words = symbols.split(" ")
    if len(words) == len(units):
        found: list[int] = []
        for (name, _), word in zip(units, words, strict=True):
            found += [name] * (len(word) + 1)
        return tuple(found[: len(symbols)])
    alone = [(name, char) for name, text in units for char in text.replace(" ", "")]
    if not alone:
        return (units[0][0],) * len(symbols)
    return _matched(symbols, alone)


def _matched(symbols: str, alone: Sequence[tuple[int, str]]) -> tuple[int, ...]:
    cost = _costs(symbols.replace(" ", ""), [char for _, char in alone])
    row, column = cost.shape[0] - 1, cost.shape[1] - 1
    names = [alone[-1][0]] * row
    said = symbols.replace(" ", "")
    while row > 0:
        if column > 0 and cost[row, column] == cost[row - 1, column - 1] + (said[row - 1] != alone[column - 1][1]):
            row, column = row - 1, column - 1
            names[row] = alone[column][0]
        elif column > 0 and cost[row, column] == cost[row, column - 1] + 1:
            column -= 1
        else:
            row -= 1
            names[row] = alone[min(column, len(alone) - 1)][0]
    spread: list[int] = []
    waiting = iter(names)
    for char in symbols:
        spread.append(spread[-1] if char == " " else next(waiting))
    return tuple(spread)


def _costs(said: str, alone: Sequence[str]) -> np.ndarray:
    """Changes between every two beginnings, shape (symbols + 1, symbols alone + 1)."""
    cost = np.zeros((len(said) + 1, len(alone) + 1), dtype=np.int32)
    cost[0] = np.arange(len(alone) + 1)
    steps = np.arange(len(alone) + 1)
    other = np.array([ord(char) for char in alone])
    for row, char in enumerate(said, start=1):
        best = np.minimum(cost[row - 1, 1:] + 1, cost[row - 1, :-1] + (other != ord(char)))
        line = np.concatenate(([row], best)) - steps
        cost[row] = np.minimum.accumulate(line) + steps  # each gap to the left costs one more
    return cost
