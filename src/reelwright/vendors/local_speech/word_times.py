"""Word times from what a synthesizer tells and from the sound itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from reelwright.transcript import Word
from reelwright.transcript.pieces import split_words

_FRAME_SECONDS = 0.005
_SILENCE = 10 ** (-45 / 20)
"""Relative to the loudest frame."""


def piece_spans(text: str) -> list[tuple[str, int, int]]:
    """Each piece of a text with the characters it covers: (piece, first, last + 1)."""
    spans: list[tuple[str, int, int]] = []
    at = 0
    for piece in split_words(text):
        at = text.index(piece, at)
        spans.append((piece, at, at + len(piece)))
        at += len(piece)
    return spans


def starts_from_events(spans: Sequence[tuple[str, int, int]], events: Sequence[tuple[int, float]], seconds: float) -> list[float]:
    """A start for every piece: its first event's time; without one, in proportion to length between its neighbours.

    ``events`` are (character position, seconds). A number gives several events, a language switch spurious ones: only the
    first per piece that does not run backwards counts.
    """
    known: dict[int, float] = {}
    for position, time in events:
        piece = next((i for i, (_, first, last) in enumerate(spans) if first <= position < last), None)
        earlier = max((t for i, t in known.items() if piece is not None and i < piece), default=0.0)
        if piece is not None and piece not in known and time >= earlier:
            known[piece] = min(time, seconds)
    anchors = {0: known.get(0, 0.0)} | known | {len(spans): seconds}
    lengths = np.cumsum([0.0] + [last - first + 1.0 for _, first, last in spans])
    indices = sorted(anchors)
    return [float(np.interp(lengths[i], [lengths[j] for j in indices], [anchors[j] for j in indices])) for i in range(len(spans))]


def words_with_ends(spans: Sequence[tuple[str, int, int]], starts: Sequence[float], samples: npt.NDArray[np.float32], rate: int) -> tuple[Word, ...]:
    """Words that end where their sound ends: at the next word, or before the pause that precedes it."""
    loud = _loud_frames(samples, rate)
    seconds = len(samples) / rate
    words: list[Word] = []
    for index, ((piece, _, _), start) in enumerate(zip(spans, starts, strict=True)):
        limit = starts[index + 1] if index + 1 < len(starts) else seconds
        first, last = int(start / _FRAME_SECONDS), max(int(limit / _FRAME_SECONDS), int(start / _FRAME_SECONDS) + 1)
        sounding = np.flatnonzero(loud[first:last])
        end = limit if not sounding.size else min(limit, (first + int(sounding[-1]) + 1) * _FRAME_SECONDS)
        words.append(Word(piece, round(start, 4), round(max(end, start), 4)))
    return tuple(words)


def _loud_frames(samples: npt.NDArray[np.float32], rate: int) -> npt.NDArray[np.bool_]:
    size = max(1, round(rate * _FRAME_SECONDS))
    padded = np.pad(samples, (0, -len(samples) % size))
    levels = np.sqrt(np.mean(padded.reshape(-1, size) ** 2, axis=1)) if len(padded) else np.zeros(0, np.float32)
    return np.asarray(levels > _SILENCE * max(float(levels.max(initial=0.0)), 1e-6))


def sounding_part(samples: npt.NDArray[np.float32], rate: int) -> tuple[int, int]:
    """First and last + 1 sample of the sound, with 10 ms left at each end."""
    loud = np.flatnonzero(_loud_frames(samples, rate))
    if not loud.size:
        return 0, len(samples)
    size, margin = max(1, round(rate * _FRAME_SECONDS)), round(rate * 0.01)
    return max(0, int(loud[0]) * size - margin), min(len(samples), (int(loud[-1]) + 1) * size + margin)


def cut_to_sound(samples: npt.NDArray[np.float32], rate: int, words: Sequence[Word]) -> tuple[npt.NDArray[np.float32], tuple[Word, ...]]:
    """The sound without silence at its ends, and its words moved along."""
    first, last = sounding_part(samples, rate)
    seconds = (last - first) / rate
    moved = [Word(w.text, _within(w.start - first / rate, seconds), _within(w.end - first / rate, seconds)) for w in words]
    return samples[first:last], tuple(moved)


def _within(time: float, seconds: float) -> float:
    return round(min(max(time, 0.0), seconds), 4)
