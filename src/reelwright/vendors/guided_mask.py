"""Voices taken out of a recording by a rendering of them that a vendor sent: coded, moved in time, louder or softer.

The rendering says which part of each band is voice; that part is taken of the recording itself. So what remains is the
recording's own sound, and small shifts of the rendering leave no echo of the voice in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reelwright.media.audio_read import AudioReader, Samples
from reelwright.media.spectral_mask import Spectra, masked
from reelwright.units.time import SAMPLE_RATE

_COMPARED = 20 * SAMPLE_RATE
"""Samples by which the rendering is placed."""
_MOST_SHIFT = SAMPLE_RATE // 4
_MOST_GAIN = 4.0


@dataclass(frozen=True, slots=True)
class Placed:
    """The rendering lies ``shift`` samples later than the recording, which has it ``gain`` times as loud."""

    shift: int
    gain: float


def by_rendering(sound: Path, rendering: Path, blocks: Iterable[Samples]) -> Iterator[Samples]:
    """The voices of ``sound``, whose samples are ``blocks``."""
    placed = placement(sound, rendering)
    reader = AudioReader(rendering)
    try:
        yield from masked(_beside(blocks, reader, placed), _share_of_rendering, channels=4)
    finally:
        reader.close()


def placement(sound: Path, rendering: Path) -> Placed:
    """Where the two are most alike (cross-correlation), listened to where the rendering is loudest in its first minutes."""
    own, sent = AudioReader(sound), AudioReader(rendering)
    try:
        start = _loudest(sent)
        first = own.read(start, _COMPARED).mean(axis=1).astype(np.float64)
        second = sent.read(start, _COMPARED).mean(axis=1).astype(np.float64)
    finally:
        own.close()
        sent.close()
    energy = float((second**2).sum())
    if energy < 1e-6:
        return Placed(0, 1.0)
    size = 1 << (2 * _COMPARED - 1).bit_length()
    alike = np.fft.irfft(np.fft.rfft(second, size) * np.conj(np.fft.rfft(first, size)), size)
    around = np.concatenate([alike[-_MOST_SHIFT:], alike[: _MOST_SHIFT + 1]])
    shift = int(np.argmax(around)) - _MOST_SHIFT
    gain = float(around.max()) / energy
    return Placed(shift, min(max(gain, 1 / _MOST_GAIN), _MOST_GAIN))


def _loudest(reader: AudioReader) -> int:
    """The start of the loudest stretch among the first six."""
    powers = [float((reader.read(number * _COMPARED, _COMPARED) ** 2).sum()) for number in range(6)]
    return int(np.argmax(powers)) * _COMPARED


def _beside(blocks: Iterable[Samples], rendering: AudioReader, placed: Placed) -> Iterator[Samples]:
    at = 0
    for block in blocks:
        first = max(0, at + placed.shift)
        count = max(0, at + placed.shift + len(block) - first)
        guide = np.zeros_like(block)
        if count:
            guide[len(block) - count :] = rendering.read(first, count)
        yield np.concatenate([block, guide * np.float32(placed.gain)], axis=1)
        at += len(block)


def _share_of_rendering(spectra: Spectra, wanted: slice) -> NDArray[np.float32]:
    """Wiener's filter (1949), with the rendering for the voice's power and what is above it for the rest's."""
    power = np.abs(spectra[wanted]) ** 2
    whole, voice = power[..., :2], power[..., 2:]
    return np.asarray(np.clip(voice / np.maximum(whole, 1e-12), 0, 1), np.float32)
