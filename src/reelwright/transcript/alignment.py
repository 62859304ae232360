"""Word times for a recording of a known text, found through other voices' readings of it whose times are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reelwright.transcript.mel_cepstrum import HOP_S, mel_cepstrum
from reelwright.transcript.sound_activity import fit_to_sound, sounding_span
from reelwright.transcript.warping import warping_path
from reelwright.transcript.words import Word

_HIGHEST_HZ = 7600.0
_BAND_SHARE = 0.2
_BAND_LEAST_S = 2.0
_ERROR_S = 0.12


@dataclass(frozen=True, slots=True)
class Recording:
    """Mono float32 ``samples`` in -1 to 1 at ``rate`` Hz."""

    samples: NDArray[np.float32]
    rate: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A recording of the text with the times of its words in seconds."""

    recording: Recording
    words: Sequence[Word]


def align_words(readings: Sequence[Reading], target: Recording) -> list[Word]:
    """The words at the times ``target`` says them; seconds, in order, inside the target.

    ``readings`` are of the text that ``target`` says, by other voices; the one that sounds most like it is used (a
    male and a female voice make a good pair). Silence at the ends does not matter. Mel cepstra are matched by dynamic
    time warping in a band of 20 % of the length (2 s at least), then words are fitted to the target's sound. No
    readings, or no sound to compare, gives an empty list.
    """
    heard, heard_start = _trimmed(target)
    matches = [
        (cost, index, starts)
        for index, reading in enumerate(readings)
        if (match := _matched_starts(reading, heard)) is not None
        for starts, cost in [match]
    ]
    if not matches:
        return []
    _, index, starts = min(matches, key=lambda match: match[:2])
    begin, end = heard_start, heard_start + len(heard.samples) / heard.rate
    starts = np.maximum.accumulate(np.clip(starts + begin, begin, end)).tolist()
    stops = [*starts[1:], end]
    words = readings[index].words
    placed = [Word(word.text, start, stop) for word, start, stop in zip(words, starts, stops, strict=True)]
    return fit_to_sound(placed, target.samples, target.rate, slack_s=_ERROR_S)


def _matched_starts(reading: Reading, heard: Recording) -> tuple[NDArray[np.float64], float] | None:
    """When ``heard`` begins each word of the reading, in seconds, and the mean cost of the match."""
    known, known_start = _trimmed(reading.recording)
    if len(known.samples) == 0 or len(heard.samples) == 0 or not reading.words:
        return None
    high_hz = min(_HIGHEST_HZ, 0.48 * known.rate, 0.48 * heard.rate)
    first = mel_cepstrum(known.samples, known.rate, high_hz)
    second = mel_cepstrum(heard.samples, heard.rate, high_hz)
    band = int(max(_BAND_SHARE * max(len(first), len(second)), _BAND_LEAST_S / HOP_S))
    path, cost = warping_path(first, second, band)
    meetings = np.bincount(path[:, 0])
    matched = np.bincount(path[:, 0], weights=path[:, 1]) / meetings * HOP_S
    wanted = [word.start - known_start for word in reading.words]
    return np.interp(wanted, np.arange(len(meetings)) * HOP_S, matched), cost


def _trimmed(recording: Recording) -> tuple[Recording, float]:
    """Without silence at the ends, and the seconds taken off the front."""
    start, end = sounding_span(recording.samples, recording.rate)
    return Recording(recording.samples[start:end], recording.rate), start / recording.rate
