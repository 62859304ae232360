"""Word times for a recording of a known text, found through other voices' readings of it whose times are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reelwright.transcript.mel_cepstrum import HOP_S, mel_cepstrum
from reelwright.transcript.short_pauses import with_short_pauses
from reelwright.transcript.sound_activity import fit_to_sound
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
    male and a female voice make a good pair). Pauses do not matter. Mel cepstra are matched by dynamic time warping
    in a band of 20 % of the length (2 s at least), then words are fitted to the target's sound. No readings, or no
    sound to compare, gives an empty list.
    """
    heard = with_short_pauses(target.samples, target.rate)
    best: tuple[float, NDArray[np.float64], Sequence[Word]] | None = None
    for reading in readings:
        matched = _matched_starts(reading, heard.samples, target.rate)
        if matched is not None and (best is None or matched[0] < best[0]):
            best = (*matched, reading.words)
    if best is None:
        return []
    _, moments, words = best
    starts = np.maximum.accumulate(heard.in_original(moments)).tolist()
    end = float(heard.original[-1])
    placed = [
        Word(word.text, min(start, end), min(max(start, stop), end))
        for word, start, stop in zip(words, starts, [*starts[1:], end], strict=True)
    ]
    return fit_to_sound(placed, target.samples, target.rate, slack_s=_ERROR_S)


def _matched_starts(
    reading: Reading, heard: NDArray[np.float32], rate: int
) -> tuple[float, NDArray[np.float64]] | None:
    """The mean cost of the match, and when ``heard`` begins each word of the reading, in seconds."""
    known = with_short_pauses(reading.recording.samples, reading.recording.rate)
    if len(known.samples) == 0 or len(heard) == 0 or not reading.words:
        return None
    high_hz = min(_HIGHEST_HZ, 0.48 * reading.recording.rate, 0.48 * rate)
    first = mel_cepstrum(known.samples, reading.recording.rate, high_hz)
    second = mel_cepstrum(heard, rate, high_hz)
    band = int(max(_BAND_SHARE * max(len(first), len(second)), _BAND_LEAST_S / HOP_S))
    path, cost = warping_path(first, second, band)
    meetings = np.bincount(path[:, 0])
    matched = np.bincount(path[:, 0], weights=path[:, 1]) / meetings * HOP_S
    wanted = known.in_short(np.array([word.start for word in reading.words]))
    return cost, np.interp(wanted, np.arange(len(meetings)) * HOP_S, matched)
