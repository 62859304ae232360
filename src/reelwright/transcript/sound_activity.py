"""Where a recording of speech sounds and where it is silent; word times moved to the sound."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reelwright.transcript.words import Word

FRAME_S = 0.005
_QUIET_DB = 45.0
"""Below the loud parts by this much is silence; a weak f or th lies some 30 dB below a vowel."""
_NOISE_MARGIN_DB = 8.0
SHORTEST_PAUSE_S = 0.06
_TAIL_S = 0.02


def active_frames(samples: NDArray[np.float32], rate: int) -> NDArray[np.bool_]:
    """Whether each 5 ms frame sounds, for float32 mono in -1 to 1. Steady noise under the voice counts as silence."""
    hop = max(1, round(rate * FRAME_S))
    count = len(samples) // hop + (len(samples) % hop > 0)
    if count == 0:
        return np.zeros(0, dtype=np.bool_)
    padded = np.zeros(count * hop, dtype=np.float64)
    padded[: len(samples)] = samples
    power = np.mean(padded.reshape(count, hop) ** 2, axis=1)
    loud = float(np.percentile(power, 95))
    noise = float(np.percentile(power, 5))
    floor = max(loud * 10 ** (-_QUIET_DB / 10), min(noise * 10 ** (_NOISE_MARGIN_DB / 10), loud * 0.01), 1e-9)
    return power > floor


def sounding_span(samples: NDArray[np.float32], rate: int) -> tuple[int, int]:
    """First sounding sample and one past the last, to 5 ms; ``(0, 0)`` for silence."""
    active = np.flatnonzero(active_frames(samples, rate))
    if len(active) == 0:
        return 0, 0
    hop = max(1, round(rate * FRAME_S))
    return int(active[0]) * hop, min(len(samples), (int(active[-1]) + 1) * hop)


def fit_to_sound(
    words: Sequence[Word], samples: NDArray[np.float32], rate: int, *, slack_s: float = 0.02
) -> list[Word]:
    """``fit_to_pauses`` with the silences of a recording."""
    if not words:
        return []
    pauses = silences(active_frames(samples, rate), rate, max(SHORTEST_PAUSE_S, 0.75 * slack_s))
    return fit_to_pauses(words, pauses, slack_s=slack_s)


def fit_to_pauses(words: Sequence[Word], pauses: Sequence[tuple[float, float]], *, slack_s: float) -> list[Word]:
    """Words that touch their neighbours, with the pauses between them taken out.

    Where two words meet within ``slack_s`` of a pause, the first ends 20 ms into it and the second starts where it
    ends. Silences inside a word (the closure of a p, t or k) are further from its edges and stay. Give the error of
    the times as slack; only pauses of 60 ms or three quarters of the slack should be given. Order is kept.
    """
    if not words:
        return []
    starts = [word.start for word in words]
    ends = [word.end for word in words]
    for pause_start, pause_end in pauses:
        near = [
            (abs(min(max(word.start, pause_start), pause_end) - word.start), index)
            for index, word in enumerate(words)
            if pause_start - slack_s <= word.start <= pause_end + slack_s
        ]
        if near:
            gap = min(near)[0]
            for index in (index for distance, index in near if distance == gap):
                starts[index] = max(starts[index - 1] if index else 0.0, pause_end)
                if index:
                    ends[index - 1] = min(pause_start + _TAIL_S, pause_end)
        if words[-1].end <= pause_end + slack_s and pause_start > words[-1].start:
            ends[-1] = min(ends[-1], pause_start + _TAIL_S)
    return _in_order([Word(w.text, s, e) for w, s, e in zip(words, starts, ends, strict=True)])


def silences(active: NDArray[np.bool_], rate: int, shortest_s: float) -> list[tuple[float, float]]:
    """Start and end in seconds of every silent run that is at least so long, from ``active_frames``."""
    frame_s = max(1, round(rate * FRAME_S)) / rate
    edges = np.flatnonzero(np.diff(np.concatenate(([False], ~active, [False])).astype(np.int8)))
    runs = edges.reshape(-1, 2) * frame_s
    return [(float(a), float(b)) for a, b in runs if b - a >= shortest_s]


def _in_order(words: list[Word]) -> list[Word]:
    """Starts never run backwards, a word ends at the latest where the next begins."""
    fixed: list[Word] = []
    stop = words[-1].end
    for word in reversed(words):
        start = min(word.start, stop)
        end = min(max(word.end, start), fixed[-1].start if fixed else stop)
        fixed.append(Word(word.text, start, end))
        stop = start
    return fixed[::-1]
