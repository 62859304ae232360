"""Ducking: when the sounds above are heard, and how far the one below steps back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

STEP = 480
"""Samples between envelope points: 10 ms."""
_THRESHOLD = 10 ** (-42 / 20)
"""Root mean square above which a sound counts as heard."""
_HOLD_SECONDS = 0.45
"""Pauses shorter than this are kept quiet through, so that music does not pump between words."""

Envelope = npt.NDArray[np.float64]


def heard(levels: npt.NDArray[np.float32]) -> list[tuple[float, float]]:
    """Stretches (start, end in seconds) in which root-mean-square ``levels``, one per ``STEP``, are above the threshold."""
    above = np.concatenate([[False], levels > _THRESHOLD, [False]])
    edges = np.flatnonzero(above[1:] != above[:-1]) * (STEP / 48_000)
    stretches: list[tuple[float, float]] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if stretches and start - stretches[-1][1] < _HOLD_SECONDS:
            stretches[-1] = (stretches[-1][0], float(end))
        else:
            stretches.append((float(start), float(end)))
    return [(start, end) for start, end in stretches if end - start >= 0.03]


def duck_points(
    stretches: Sequence[tuple[float, float]], attack: float, release: float
) -> tuple[list[float], list[float]]:
    """Breakpoints (seconds, amount 0..1) of the step back: fully down when a stretch begins, up again after its hold.

    Between stretches too close for a full return it comes back as far as there is time for.
    """
    times, amounts = [0.0], [0.0]

    def add(time: float, amount: float) -> None:
        if time > times[-1]:
            times.append(time)
            amounts.append(amount)
        else:
            amounts[-1] = max(amounts[-1], amount)

    for index, (start, end) in enumerate(stretches):
        add(start - attack, amounts[-1] if index and start - attack < times[-1] else 0.0)
        add(start, 1.0)
        hold_end = end + _HOLD_SECONDS / 2
        following = stretches[index + 1][0] - attack if index + 1 < len(stretches) else float("inf")
        if following <= hold_end:
            continue
        add(hold_end, 1.0)
        back = min(hold_end + release, following)
        add(back, max(0.0, 1.0 - (back - hold_end) / release))
    return times, amounts
