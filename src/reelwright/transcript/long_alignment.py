"""Alignment of recordings of any length: roughly as a whole, then passage by passage."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reelwright.transcript.alignment import Reading, Recording, align_words
from reelwright.transcript.mel_cepstrum import HOP_S, mel_cepstrum
from reelwright.transcript.short_pauses import Shortened, with_short_pauses
from reelwright.transcript.sound_activity import active_frames, silences
from reelwright.transcript.warping import warping_path
from reelwright.transcript.words import Word

LONGEST_AT_ONCE_S = 150.0
"""Beyond, the table of one alignment would not fit into memory."""
_PASSAGE_S = 45.0
_POOLED = 10
"""Frames of 10 ms that the rough alignment takes together."""
_BLOCK_S = 60.0
_BAND_SHARE = 0.2
_HIGHEST_HZ = 7600.0
_NEAR_S = 2.5
"""So far from where the rough alignment puts a cut, a pause is looked for."""


def align_recording(readings: Sequence[Reading], target: Recording) -> list[Word]:
    """As ``align_words``, for recordings of hours.

    A rough alignment of 0.1 s steps says where the pauses of the reading lie in the target; it is cut at about every 45 s,
    and each passage aligned by itself. Memory grows with the square of the length, slowly: an hour takes some 500 MB.
    """
    if len(target.samples) / target.rate <= LONGEST_AT_ONCE_S:
        return align_words(readings, target)
    heard = with_short_pauses(target.samples, target.rate)
    if len(heard.samples) == 0:
        return []
    features = _rough(heard.samples, target.rate)
    best: tuple[float, NDArray[np.float64], Reading] | None = None
    for reading in readings:
        matched = _rough_starts(reading, features, heard)
        if matched is not None and (best is None or matched[0] < best[0]):
            best = (*matched, reading)
    return [] if best is None else _by_passage(best[2], best[1], target)


def _rough_starts(
    reading: Reading, features: NDArray[np.float32], heard: Shortened
) -> tuple[float, NDArray[np.float64]] | None:
    """The mean cost, and about when the target begins each word of the reading."""
    known = with_short_pauses(reading.recording.samples, reading.recording.rate)
    if len(known.samples) == 0 or not reading.words:
        return None
    own = _rough(known.samples, reading.recording.rate)
    path, cost = warping_path(own, features, int(_BAND_SHARE * max(len(own), len(features))))
    meetings = np.bincount(path[:, 0])
    step = HOP_S * _POOLED
    matched = np.bincount(path[:, 0], weights=path[:, 1]) / meetings * step
    wanted = known.in_short(np.array([word.start for word in reading.words]))
    return cost, heard.in_original(np.interp(wanted, np.arange(len(meetings)) * step, matched))


def _rough(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Cepstra pooled to 0.1 s, each minute brought to mean 0 and variance 1 by itself."""
    size = round(_BLOCK_S * rate)
    high_hz = min(_HIGHEST_HZ, 0.48 * rate)
    blocks = [mel_cepstrum(samples[at : at + size], rate, high_hz)[:-1] for at in range(0, len(samples), size)]
    frames = np.concatenate([block for block in blocks if len(block)] or [np.zeros((1, 13), np.float32)])
    padded = np.concatenate((frames, np.repeat(frames[-1:], -len(frames) % _POOLED, axis=0)))
    return padded.reshape(-1, _POOLED, padded.shape[1]).mean(axis=1).astype(np.float32)


def _by_passage(reading: Reading, starts: NDArray[np.float64], target: Recording) -> list[Word]:
    pauses = silences(active_frames(target.samples, target.rate), target.rate, 0.15)
    total = len(target.samples) / target.rate
    cuts = _cuts(reading.words, starts)
    edges = [0.0]
    for cut in cuts:
        edges.append(max(edges[-1], _pause_near(float(starts[cut]), pauses)))
    edges.append(total)
    placed: list[Word] = []
    bounds = [0, *cuts, len(reading.words)]
    for number, (first, last) in enumerate(pairwise(bounds)):
        placed += _passage(reading, (first, last), target, (edges[number], edges[number + 1]))
    return placed


def _passage(reading: Reading, words: tuple[int, int], target: Recording, edges: tuple[float, float]) -> list[Word]:
    first, last = words
    rows = reading.words[first:last]
    rate = reading.recording.rate
    begin = rows[0].start if first else 0.0
    end = reading.words[last].start if last < len(reading.words) else len(reading.recording.samples) / rate
    part = Recording(reading.recording.samples[round(begin * rate) : round(end * rate)], rate)
    heard = Recording(target.samples[round(edges[0] * target.rate) : round(edges[1] * target.rate)], target.rate)
    found = align_words([Reading(part, [word.shifted(-begin) for word in rows])], heard)
    if not found:  # silence where words should be: they get no time of their own
        return [Word(word.text, edges[0], edges[0]) for word in rows]
    return [word.shifted(edges[0]) for word in found]


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


def _pause_near(moment: float, pauses: Sequence[tuple[float, float]]) -> float:
    """The end of the pause after which the moment's word begins, or the moment itself where there is none."""
    near = [(abs(end - moment), end, end - start) for start, end in pauses if abs(end - moment) <= _NEAR_S]
    if not near:
        return moment
    _, end, length = min(near, key=lambda each: each[0] - 2 * each[2])
    return end - min(0.1, length / 2)
