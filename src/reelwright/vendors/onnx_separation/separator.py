"""Spleeter's two stems in ONNX, as sherpa-onnx publishes them: a model for voices and one for the rest, each from magnitudes to
magnitudes (channels, pieces, 512 frames, 1024 bins) at 44.1 kHz; the two together make a mask (Hennequin et al., 2020).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reelwright.errors import ProviderFailed
from reelwright.media.audio_read import Samples
from reelwright.providers.access import Access
from reelwright.providers.separation import Separated
from reelwright.speaking.onnx_session import OnnxModel, fingerprint, onnx_model, thread_count
from reelwright.vendors.separated_files import separated

_FRAMES, _BINS, _WINDOW, _HOP = 512, 1024, 4096, 1024
_STEPS = 3587
"""Of 160 samples at 48 kHz and 147 at 44.1 kHz: what fits into 512 frames, just under twelve seconds."""
_WIDE, _NARROW = 160 * _STEPS, 147 * _STEPS
_OVERLAP = 48_000
"""Samples that pieces share, and over which one fades into the next."""


class OnnxSeparation:
    """The same recording and models give the same files."""

    name = "onnx-separation"

    def __init__(self, vocals: Path, accompaniment: Path, threads: int = 0) -> None:
        self._voices, self._rest = onnx_model(vocals, threads), onnx_model(accompaniment, threads)
        self.version = f"1/{fingerprint(vocals)}/{fingerprint(accompaniment)}"

    def separate(self, sound: Path, folder: Path) -> Separated:
        """See ``providers.separation.SourceSeparation``."""
        return separated(sound, folder, self._voices_of, is_rough=False)

    def _voices_of(self, blocks: Iterable[Samples]) -> Iterator[Samples]:
        """Piece after piece, each faded into the next."""
        ramp = np.linspace(0, 1, _OVERLAP, dtype=np.float32)[:, None]
        before = np.zeros((_OVERLAP, 2), np.float32)
        is_first = True
        for piece in _pieces(blocks):
            voice = self._voice(piece)
            if is_first:
                is_first = False
            else:
                voice[:_OVERLAP] = before * (1 - ramp) + voice[:_OVERLAP] * ramp
            before = voice[-_OVERLAP:].copy()
            yield voice[:-_OVERLAP]
        yield before

    def _voice(self, piece: Samples) -> Samples:
        spectra = _transformed(_resized(piece, _NARROW))
        seen = np.abs(spectra[:, :, :_BINS]).astype(np.float32)[:, None]
        voices, rest = (_magnitudes(model, seen) ** 2 for model in (self._voices, self._rest))
        gains = np.zeros(spectra.shape, np.float32)
        gains[:, :, :_BINS] = ((voices + 5e-11) / (voices + rest + 1e-10))[:, 0]
        return _resized(_sounding(spectra * gains), _WIDE)


def connect(access: Access) -> OnnxSeparation:
    """See ``providers.manifest.Offer``. Raises ``ProviderNeeded`` for models that are not there."""
    vocals, accompaniment = (Path(access.option(name)).expanduser() for name in ("vocals", "accompaniment"))
    return OnnxSeparation(vocals, accompaniment, thread_count(access.number("threads")))


def _magnitudes(model: OnnxModel, seen: NDArray[np.float32]) -> NDArray[np.float32]:
    outputs = model.run({next(iter(model.inputs)): seen})
    if outputs[0].shape != seen.shape:
        raise ProviderFailed(
            f"the separation model answers {outputs[0].shape} for {seen.shape}",
            hint="give Spleeter's two-stem models as sherpa-onnx publishes them",
        )
    return outputs[0].astype(np.float32)


def _pieces(blocks: Iterable[Samples]) -> Iterator[Samples]:
    """(573920, 2), each beginning a second before the last one's end; the last is filled up with silence."""
    held = np.zeros((0, 2), np.float32)
    for block in blocks:
        held = np.concatenate([held, block])
        while len(held) > _WIDE:
            yield held[:_WIDE]
            held = held[_WIDE - _OVERLAP :]
    yield np.concatenate([held, np.zeros((_WIDE - len(held), 2), np.float32)])


def _resized(sound: Samples, count: int) -> Samples:
    """The same sound in so many samples, by its spectrum: exact but at the ends, which are faded over."""
    spectrum = np.fft.rfft(sound, axis=0)
    kept = np.zeros((count // 2 + 1, 2), np.complex128)
    shared = min(len(spectrum), len(kept))
    kept[:shared] = spectrum[:shared]
    return np.asarray(np.fft.irfft(kept, count, axis=0) * (count / len(sound)), np.float32)


def _transformed(sound: Samples) -> NDArray[np.complex128]:
    """(channels, 512, bins)."""
    padded = np.zeros(((_FRAMES - 1) * _HOP + _WINDOW, 2), np.float32)
    padded[: len(sound)] = sound
    framed = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW, axis=0)[::_HOP]
    return np.fft.rfft(framed * _hann(), axis=2).transpose(1, 0, 2)


def _sounding(spectra: NDArray[np.complex128]) -> Samples:
    """(samples, 2), each frame windowed again and their sum evened."""
    frames = np.fft.irfft(spectra, _WINDOW, axis=2) * _hann()
    total = np.zeros((2, (_FRAMES - 1) * _HOP + _WINDOW))
    weight = np.full(total.shape[1], 1e-9)
    for number in range(_FRAMES):
        place = slice(number * _HOP, number * _HOP + _WINDOW)
        total[:, place] += frames[:, number]
        weight[place] += _hann() ** 2
    return np.asarray((total / weight).T[:_NARROW], np.float32)


def _hann() -> NDArray[np.float32]:
    return np.asarray(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_WINDOW) / _WINDOW), np.float32)
