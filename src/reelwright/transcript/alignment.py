"""Word times for a recording of a known text, found through other voices' readings of it whose times are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reelwright.transcript.mel_cepstrum import HOP_S, mel_cepstrum
from reelwright.transcript.sound_activity import fit_to_pauses
from reelwright.transcript.voice_energies import VoiceEnergies, voice_energies
from reelwright.transcript.voice_pauses import pause_likeness, pauses_of, without_pauses
from reelwright.transcript.warping import Rests, warping_path
from reelwright.transcript.words import Word

_HIGHEST_HZ = 7600.0
_BAND_SHARE = 0.2
_BAND_LEAST_S = 2.0
_ERROR_S = 0.12
_PAUSE_S = 0.09
_REST, _REST_IN_SPEECH = 1.0, 9.0
"""What a frame costs that is taken for a pause, where it is as weak as one, and as loud as speech. Matched frames of two voices cost
three to four. Found by measuring alignments, with and without music."""
_PART_OF_LOUDEST = 0.3
"""To which the floor of a band of the reading is raised at most."""


@dataclass(frozen=True, slots=True)
class Recording:
    """Mono ``samples`` at ``rate`` Hz: float32 in -1 to 1, or 16-bit."""

    samples: NDArray[np.float32] | NDArray[np.int16]
    rate: int

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


@dataclass(frozen=True, slots=True)
class Reading:
    """A recording of the text with the times of its words in seconds."""

    recording: Recording
    words: Sequence[Word]


@dataclass(frozen=True, slots=True)
class ReadEnergies:
    """What is compared of a reading."""

    energies: VoiceEnergies
    words: Sequence[Word]


def align_words(readings: Sequence[Reading], target: Recording) -> list[Word]:
    """The words at the times ``target`` says them; seconds, in order, inside the target.

    ``readings`` are of the text that ``target`` says, by other voices; the one that sounds most like it is used (a
    male and a female voice make a good pair). Pauses do not matter, and what goes on beneath the target's voice is taken out first.
    No readings, or no sound to compare, gives an empty list.
    """
    high_hz = highest_hz([target, *(each.recording for each in readings)])
    own = (ReadEnergies(energies_of(each.recording, high_hz), each.words) for each in readings)
    return align_energies(own, energies_of(target, high_hz), target.seconds)


def highest_hz(recordings: Sequence[Recording]) -> float:
    """Up to which all of them can be compared."""
    return min(_HIGHEST_HZ, *(0.48 * each.rate for each in recordings))


def energies_of(recording: Recording, high_hz: float) -> VoiceEnergies:
    return voice_energies(recording.samples, recording.rate, high_hz)


def align_energies(readings: Iterable[ReadEnergies], target: VoiceEnergies, seconds: float) -> list[Word]:
    """As ``align_words``, of what is compared; ``seconds`` is the target's length."""
    best: Match | None = None
    heard = without_pauses(target.sounds())
    for reading in readings:
        match = matched(reading, target, heard)
        if match is not None and (best is None or match.cost < best.cost):
            best = match
    if best is None:
        return []
    starts, ends = best.word_times()
    words = [
        Word(word.text, min(start, seconds), min(max(start, end), seconds))
        for word, start, end in zip(best.words, starts.tolist(), ends.tolist(), strict=True)
    ]
    return fit_to_pauses(words, pauses_of(target.sounds(), _PAUSE_S), slack_s=_ERROR_S)


@dataclass(frozen=True, slots=True)
class Match:
    """``first`` and ``last`` are the frames of the target that a kept frame of the reading met."""

    cost: float
    words: Sequence[Word]
    known: NDArray[np.intp]
    heard: NDArray[np.intp]
    first: NDArray[np.intp]
    last: NDArray[np.intp]
    mean: NDArray[np.float64]

    def word_times(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """When each word starts and ends in seconds: where a pause lies between two, one ends before it, and the other starts after."""
        count = len(self.known)
        places = np.interp([word.start / HOP_S for word in self.words], self.known, np.arange(count))
        rows = np.minimum(np.rint(places).astype(np.intp), count - 1)
        before = np.maximum(rows - 1, 0)  # the last of the word before: the pause may have been spent there
        rests, rests_before = (self.last[each] - self.first[each] > _MEETINGS for each in (rows, before))
        usual = np.interp(places, np.arange(count), self.mean)
        begins = np.where(rests, self.last[rows], np.where(rests_before, np.maximum(usual, self.last[before]), usual))
        starts = np.maximum.accumulate(self._seconds(begins))
        pauses = self._seconds(np.where(rests_before, self.first[before], np.where(rests, self.first[rows], begins)))
        end = (self.first if self.last[-1] - self.first[-1] > _MEETINGS else self.last)[-1:]
        return starts, np.append(np.minimum(pauses[1:], starts[1:]), self._seconds(end) + HOP_S)

    def _seconds(self, kept: NDArray[np.float64] | NDArray[np.intp]) -> NDArray[np.float64]:
        """From places among the kept frames of the target."""
        return np.interp(kept, np.arange(len(self.heard)), self.heard) * HOP_S


_MEETINGS = 2
"""Of one frame with the target's, beyond the first: more are a pause."""


def matched(reading: ReadEnergies, target: VoiceEnergies, heard: NDArray[np.intp]) -> Match | None:
    """The cheapest way through both. ``heard`` are the frames of the target that are compared."""
    known = without_pauses(reading.energies.sounds())
    if len(known) == 0 or len(heard) == 0 or not reading.words:
        return None
    first, second = cepstra(reading.energies, known, target, heard)
    places = np.searchsorted(known, [round(word.start / HOP_S) for word in reading.words])
    rests = Rests(between(places, len(known)), rest_costs(target)[heard])
    band = int(max(_BAND_SHARE * max(len(first), len(second)), _BAND_LEAST_S / HOP_S))
    path, cost = warping_path(first, second, band, rests)
    rows, columns = path[:, 0], path[:, 1]
    begins = np.searchsorted(rows, np.arange(len(known)))
    ends = np.searchsorted(rows, np.arange(len(known)), side="right") - 1
    mean = np.bincount(rows, weights=columns) / np.bincount(rows)
    return Match(cost, reading.words, known, heard, columns[begins], columns[ends], mean)


def cepstra(
    reading: VoiceEnergies, known: NDArray[np.intp], target: VoiceEnergies, heard: NDArray[np.intp]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Both sequences' frames as they are compared. What the target's background hides in a band is hidden in the reading, too:
    Klatt's noise masking (1976)."""
    own, other = reading.voice[known], target.voice[heard]
    floor = np.median(target.beneath, axis=0)
    loudest, own_loudest = (np.percentile(each, 95, axis=0) + 1e-12 for each in (other, own))
    own_floor = np.minimum(floor / loudest, _PART_OF_LOUDEST) * own_loudest
    return mel_cepstrum(own, own_floor.astype(np.float32)), mel_cepstrum(other, floor)


def rest_costs(target: VoiceEnergies) -> NDArray[np.float32]:
    """What it costs to take each frame for a pause."""
    return (_REST + (_REST_IN_SPEECH - _REST) * (1 - pause_likeness(target.levels()))).astype(np.float32)


def between(places: NDArray[np.intp], count: int) -> NDArray[np.bool_]:
    """The rows at which words begin and end: there a speaker may rest."""
    rows = np.zeros(count, np.bool_)
    rows[np.clip(np.concatenate((places, places - 1, [0, count - 1])), 0, count - 1)] = True
    return rows
