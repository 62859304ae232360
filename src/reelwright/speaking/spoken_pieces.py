"""From pieces of sound with the lengths of their phonemes to one speech with the times of its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reelwright.providers.speech import Speech
from reelwright.speaking.finish import finished
from reelwright.transcript.anchoring import place_units


@dataclass(frozen=True, slots=True)
class Piece:
    """``sound`` is float, shape (samples,). ``units`` name the written unit of each symbol that was sent, -1 for none;
    ``lengths`` are how long each lasts, in any unit of time, or nothing when the model does not tell."""

    sound: NDArray[np.float32]
    units: tuple[int, ...]
    lengths: tuple[float, ...] = ()


def spoken(pieces: Sequence[Piece], units: Sequence[str], rate: int, engine: str) -> Speech:
    """The pieces one after the other. Times are exact when every piece has lengths; else units share their piece's time."""
    anchors: list[tuple[int, float]] = []
    start = 0.0
    for piece in pieces:
        anchors += _anchors(piece, start, rate)
        start += len(piece.sound) / rate
    sound = np.concatenate([piece.sound for piece in pieces]) if pieces else np.zeros(0, np.float32)
    loudest = float(np.max(np.abs(sound), initial=0.0))
    if loudest > 1:  # a model may overshoot; clipping would crackle
        sound = sound / loudest
    pcm = np.rint(np.nan_to_num(sound) * 32767).astype("<i2").tobytes()
    exact = all(piece.lengths for piece in pieces)
    return finished(pcm, rate, place_units(units, anchors, start), engine, exact_times=exact)


def moved_in_pitch(sound: NDArray[np.float32], factor: float) -> NDArray[np.float32]:
    """Played ``factor`` times as fast: higher and shorter by it, band-limited (resampled by Fourier transform)."""
    length = max(1, round(len(sound) / factor))
    if length == len(sound) or not len(sound):
        return sound
    spectrum = np.fft.rfft(sound)
    wanted = length // 2 + 1
    kept = np.zeros(wanted, dtype=spectrum.dtype)
    kept[: min(wanted, len(spectrum))] = spectrum[: min(wanted, len(spectrum))]
    return (np.fft.irfft(kept, length) * (length / len(sound))).astype(np.float32)


def _anchors(piece: Piece, start: float, rate: int) -> list[tuple[int, float]]:
    """Where units begin: at the symbol that is first theirs. Without lengths only the piece's first unit has a time."""
    named = [unit for unit in piece.units if unit >= 0]
    if not named:
        return []
    if len(piece.lengths) != len(piece.units) or sum(piece.lengths) <= 0:
        return [(named[0], start)]
    seconds = len(piece.sound) / rate / sum(piece.lengths)
    found: dict[int, float] = {}
    at = start
    for unit, length in zip(piece.units, piece.lengths, strict=True):
        if unit >= 0 and unit not in found:
            found[unit] = at
        at += length * seconds
    return list(found.items())
