"""Dynamic time warping: the cheapest way to walk through two sequences of vectors together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Rests:
    """Where the second sequence may rest: at rows of ``first`` that are ``allowed``, an entry of ``second`` costs ``cost`` at most
    when it matches the same row as the one before."""

    allowed: NDArray[np.bool_]
    cost: NDArray[np.float32]


def warping_path(
    first: NDArray[np.float32], second: NDArray[np.float32], band: int, rests: Rests | None = None
) -> tuple[NDArray[np.intp], float]:
    """Matched index pairs from (0, 0) to both ends, shape (steps, 2), and their mean cost.

    Each step advances one index or both by 1. Cost is the Euclidean distance of the vectors; pairs further than
    ``band`` from the straight diagonal are not tried. Sakoe and Chiba (1978), worked anti-diagonal by anti-diagonal:
    time and memory are (n + m) * band.
    """
    n, m = len(first), len(second)
    if n == 0 or m == 0:
        return np.zeros((0, 2), dtype=np.intp), 0.0
    band = max(band, 2 + abs(n - m) // max(1, min(n, m)))
    slope = (n - 1) / max(1, n + m - 2)
    half = band / 2 + 1
    reversed_second = np.ascontiguousarray(second[::-1])
    reversed_rest = np.ascontiguousarray(rests.cost[::-1]) if rests else None
    lows = np.zeros(n + m - 1, dtype=np.intp)
    moves: list[NDArray[np.int8]] = []
    best = np.full(n + 2, np.inf)  # best[i + 1]: total cost of row i on the previous diagonal
    older = np.full(n + 2, np.inf)  # and on the one before
    for k in range(n + m - 1):
        low = max(0, k - m + 1, int(np.floor(k * slope - half)))
        high = min(n - 1, k, int(np.ceil(k * slope + half)))
        rows = slice(low, high + 1)
        columns = slice(m - 1 - k + low, m - k + high)
        gaps = first[rows] - reversed_second[columns]
        cost = np.sqrt(np.einsum("ij,ij->i", gaps, gaps))
        rest = cost
        if rests is not None and reversed_rest is not None:
            rest = np.where(rests.allowed[rows], np.minimum(cost, reversed_rest[columns]), cost)
        # from (i-1, j-1), (i-1, j), (i, j-1); both at once comes first, so it wins ties
        options = np.stack((older[low : high + 1] + cost, best[low : high + 1] + cost, best[low + 1 : high + 2] + rest))
        move = np.argmin(options, axis=0)
        total = np.full(n + 2, np.inf)
        total[low + 1 : high + 2] = options[move, np.arange(high - low + 1)] if k else cost
        lows[k] = low
        moves.append(move.astype(np.int8))
        older, best = best, total
    path: list[tuple[int, int]] = []
    i, j = n - 1, m - 1
    while True:
        path.append((i, j))
        if i == 0 and j == 0:
            return np.array(path[::-1], dtype=np.intp), float(best[n]) / len(path)
        move_here = moves[i + j][i - lows[i + j]]
        i, j = (i - 1, j - 1) if move_here == 0 else (i - 1, j) if move_here == 1 else (i, j - 1)
