"""Alignment of recordings of any length: roughly as a whole, then passage by passage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reelwright.transcript.alignment import (
    ReadEnergies,
    Reading,
    Recording,
    align_energies,
    align_words,
    between,
    cepstra,
    energies_of,
    highest_hz,
    rest_costs,
)
from reelwright.transcript.mel_cepstrum import HOP_S
from reelwright.transcript.voice_energies import VoiceEnergies
from reelwright.transcript.voice_pauses import without_pauses
from reelwright.transcript.warping import Rests, warping_path
from reelwright.transcript.words import Word

LONGEST_AT_ONCE_S = 150.0
"""Beyond, the table of one alignment would not fit into memory."""
_PASSAGE_S = 45.0
_AROUND_S = 4.0
"""Of the words before and after a passage that are aligned with it and left out again: its edges are only roughly known."""
_POOLED = 10
"""Frames of 10 ms that the rough alignment takes together."""
_BLOCK = 6000
"""Frames, a minute: brought to mean 0 and variance 1 by themselves."""
_BAND_SHARE = 0.2


def align_recording(readings: Sequence[Reading], target: Recording) -> list[Word]:
    """As ``align_words``, for recordings of hours.

    A rough alignment of 0.1 s steps says where the words lie in the target; then passages of about 45 s are aligned one by one,
    each with some words around it. Memory grows with the square of the length, slowly: an hour takes some 500 MB.
    """
    if target.seconds <= LONGEST_AT_ONCE_S:
        return align_words(readings, target)
    high_hz = highest_hz([target, *(each.recording for each in readings)])
    heard = energies_of(target, high_hz)
    own = (ReadEnergies(energies_of(each.recording, high_hz), each.words) for each in readings)
    return _aligned(own, heard, target.seconds)


def _aligned(readings: Iterable[ReadEnergies], target: VoiceEnergies, seconds: float) -> list[Word]:
    frames = without_pauses(target.sounds())
    best: tuple[float, NDArray[np.float64], ReadEnergies] | None = None
    for reading in readings:
        found = _rough_starts(reading, target, frames)
        if found is not None and (best is None or found[0] < best[0]):
            best = (*found, reading)
    return [] if best is None else _in_order([*_by_passage(best[2], best[1], target, seconds)])


def _rough_starts(
    reading: ReadEnergies, target: VoiceEnergies, heard: NDArray[np.intp]
) -> tuple[float, NDArray[np.float64]] | None:
    """The mean cost, and about when the target begins each word of the reading."""
    known = without_pauses(reading.energies.sounds())
    if len(known) == 0 or len(heard) == 0 or not reading.words:
        return None
    first, second = (_pooled(each) for each in _minute_by_minute(reading.energies, known, target, heard))
    words = np.searchsorted(known, [round(word.start / HOP_S) for word in reading.words])
    costs = _pooled(rest_costs(target)[heard][:, None])[:, 0]
    rests = Rests(between(words // _POOLED, len(first)), costs)
    path, cost = warping_path(first, second, int(_BAND_SHARE * max(len(first), len(second))), rests)
    last = np.zeros(len(first), np.intp)
    last[path[:, 0]] = path[:, 1]
    mean = np.bincount(path[:, 0], weights=path[:, 1]) / np.bincount(path[:, 0])
    rows = np.minimum(words // _POOLED, len(first) - 1)
    steps = np.where(last[rows] - mean[rows] > 1, last[rows], np.interp(words / _POOLED, np.arange(len(mean)), mean))
    return cost, np.maximum.accumulate(np.interp(steps * _POOLED, np.arange(len(heard)), heard) * HOP_S)


def _minute_by_minute(
    reading: VoiceEnergies, known: NDArray[np.intp], target: VoiceEnergies, heard: NDArray[np.intp]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Cepstra of both, each minute of both evened out by itself: voices and places change."""
    count = max(1, round(len(heard) / _BLOCK))
    pairs = [
        cepstra(reading, own, target, other)
        for own, other in zip(np.array_split(known, count), np.array_split(heard, count), strict=True)
        if len(own) and len(other)
    ]
    return np.concatenate([own for own, _ in pairs]), np.concatenate([other for _, other in pairs])


def _pooled(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    padded = np.concatenate((frames, np.repeat(frames[-1:], -len(frames) % _POOLED, axis=0)))
    return padded.reshape(-1, _POOLED, padded.shape[1]).mean(axis=1, dtype=np.float32)


def _by_passage(
    reading: ReadEnergies, starts: NDArray[np.float64], target: VoiceEnergies, seconds: float
) -> Iterator[Word]:
    bounds = [0, *_cuts(reading.words, starts), len(reading.words)]
    for first, last in pairwise(bounds):
        begin, end = (
            int(place) for place in np.searchsorted(starts, [starts[first] - _AROUND_S, starts[last - 1] + _AROUND_S])
        )
        begin, end = min(begin, first), max(end, last)
        edges = (
            float(starts[begin]) if begin else 0.0,
            min(seconds, float(starts[end])) if end < len(starts) else seconds,
        )
        yield from _passage(reading, (begin, end), target, edges)[first - begin : last - begin]


def _passage(
    reading: ReadEnergies, words: tuple[int, int], target: VoiceEnergies, edges: tuple[float, float]
) -> list[Word]:
    first, last = words
    rows = reading.words[first:last]
    begin = rows[0].start if first else 0.0
    end = reading.words[last].start if last < len(reading.words) else len(reading.energies) * HOP_S
    part = ReadEnergies(reading.energies.part(begin, end), [word.shifted(-begin) for word in rows])
    found = align_energies([part], target.part(*edges), edges[1] - edges[0])
    if not found:  # silence where words should be: they get no time of their own
        return [Word(word.text, edges[0], edges[0]) for word in rows]
    return [word.shifted(edges[0]) for word in found]


def _in_order(words: list[Word]) -> list[Word]:
    """Where two passages do not agree by a moment, the later word gives way, then the end of the one before."""
    starts = np.maximum.accumulate([word.start for word in words]).tolist()
    nexts = [*starts[1:], max(starts[-1], words[-1].end)]
    return [
        Word(word.text, start, min(max(start, word.end), after))
        for word, start, after in zip(words, starts, nexts, strict=True)
    ]


def _cuts(words: Sequence[Word], starts: NDArray[np.float64]) -> list[int]:
    """Words to begin a passage with: about every 45 s, after the longest pause of the reading nearby."""
    cuts: list[int] = []
    since = 0.0
    candidates: list[tuple[float, int]] = []
    for index in range(1, len(words)):
        passed = float(starts[index]) - since
        if passed >= _PASSAGE_S / 2:
            candidates.append((words[index].start - words[index - 1].end, index))
        if passed >= _PASSAGE_S and candidates:
            cut = max(candidates, key=lambda each: (each[0], each[1]))[1]
            cuts.append(cut)
            since = float(starts[cut])
            candidates = [
                each for each in candidates if each[1] > cut and float(starts[each[1]]) - since >= _PASSAGE_S / 2
            ]
    return cuts
