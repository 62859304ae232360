"""Word times for a recording of a known text, found through another voice's reading of it whose times are known."""

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


def align_words(reference: Recording, words: Sequence[Word], target: Recording) -> list[Word]:
    """The reference's ``words`` at the times ``target`` says them; seconds, in order, inside the target.

    Both must be readings of the same text; silence at the ends does not matter. Mel cepstra are matched by dynamic
    time warping in a band of 20 % of the length (2 s at least), then fitted to the target's sound.
    """
    if not words:
        return []
    known, known_start = _trimmed(reference)
    heard, heard_start = _trimmed(target)
    if len(known.samples) == 0 or len(heard.samples) == 0:
        return [Word(word.text, 0.0, 0.0) for word in words]
    high_hz = min(_HIGHEST_HZ, 0.48 * known.rate, 0.48 * heard.rate)
    first = mel_cepstrum(known.samples, known.rate, high_hz)
    second = mel_cepstrum(heard.samples, heard.rate, high_hz)
    band = int(max(_BAND_SHARE * max(len(first), len(second)), _BAND_LEAST_S / HOP_S))
    path = warping_path(first, second, band)
    frames = np.unique(path[:, 0])
    matched = np.array([0.0] * len(frames))
    np.add.at(matched, path[:, 0], path[:, 1])
    matched = matched / np.bincount(path[:, 0]) * HOP_S
    starts = np.interp([w.start - known_start for w in words], frames * HOP_S, matched) + heard_start
    end = heard_start + len(heard.samples) / heard.rate
    stops = [*starts[1:].tolist(), end]
    placed = [Word(w.text, float(s), max(float(s), e)) for w, s, e in zip(words, starts, stops, strict=True)]
    return fit_to_sound(placed, target.samples, target.rate, slack_s=_ERROR_S)


def _trimmed(recording: Recording) -> tuple[Recording, float]:
    """Without silence at the ends, and the seconds taken off the front."""
    start, end = sounding_span(recording.samples, recording.rate)
    return Recording(recording.samples[start:end], recording.rate), start / recording.rate
