"""Parts of a sound taken out by a mask over its spectrum, block by block: memory does not grow with the length.

Short-time Fourier transform with square roots of Hann windows, which overlap by three quarters and add up to one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from reelwright.media.audio_read import Samples

WINDOW = 4096
HOP = 1024
BINS = WINDOW // 2 + 1
_FRAMES = 188
"""In one piece: about four seconds."""

Spectra = NDArray[np.complex64]
"""(frames, bins, channels): left, right, and what else the mask is to see."""
Mask = Callable[[Spectra, slice], NDArray[np.float32]]
"""Of spectra with those around them, and which of them are wanted: gains (frames, bins) or (frames, bins, 2), 0 to 1."""


def masked(blocks: Iterable[Samples], mask: Mask, context: int = 0, channels: int = 2) -> Iterator[Samples]:
    """What a mask lets through of left and right, at least as long as what comes in.

    Blocks are (samples, ``channels``). The mask sees ``context`` frames before and after.
    """
    window = np.asarray(np.sqrt(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)), np.float32)
    tail = np.zeros((WINDOW - HOP, 2), np.float32)
    skip = WINDOW - HOP
    for spectra, wanted in _with_context(_spectra(blocks, window, channels), context):
        if not wanted.stop - wanted.start:
            continue
        gains = mask(spectra, wanted)
        kept = spectra[wanted, :, :2] * (gains[..., None] if gains.ndim == 2 else gains)
        frames = np.fft.irfft(kept, WINDOW, axis=1).astype(np.float32) * window[None, :, None]
        result = np.zeros(((len(frames) - 1) * HOP + WINDOW, 2), np.float32)
        for number, frame in enumerate(frames):
            result[number * HOP : number * HOP + WINDOW] += frame
        result *= np.float32(2 * HOP / WINDOW)
        result[: len(tail)] += tail
        tail = result[len(frames) * HOP :].copy()
        ready = result[: len(frames) * HOP]
        taken, skip = ready[skip:], max(0, skip - len(ready))
        if len(taken):
            yield taken


def cut_to(blocks: Iterable[Samples], count: int) -> Iterator[Samples]:
    """The first so many samples."""
    for block in blocks:
        if count <= 0:
            return
        yield block[:count]
        count -= len(block)


def _spectra(blocks: Iterable[Samples], window: NDArray[np.float32], channels: int) -> Iterator[Spectra]:
    """Pieces of the transform; silence before the beginning and after the end, so that every sample is seen four times."""
    held: Samples = np.zeros((WINDOW - HOP, channels), np.float32)
    for block in blocks:
        held = np.concatenate([held, block])
        while len(held) >= (_FRAMES - 1) * HOP + WINDOW:
            yield _transformed(held[: (_FRAMES - 1) * HOP + WINDOW], window)
            held = held[_FRAMES * HOP :]
    held = np.concatenate([held, np.zeros((WINDOW + HOP - len(held) % HOP, channels), np.float32)])
    yield _transformed(held, window)


def _transformed(samples: Samples, window: NDArray[np.float32]) -> Spectra:
    framed = np.lib.stride_tricks.sliding_window_view(samples, WINDOW, axis=0)[::HOP]
    return np.fft.rfft(framed * window, axis=2).transpose(0, 2, 1).astype(np.complex64)


def _with_context(pieces: Iterator[Spectra], context: int) -> Iterator[tuple[Spectra, slice]]:
    """Each piece between the frames around it."""
    before: Spectra | None = None
    held: Spectra | None = None
    for piece in pieces:
        before = piece[:0] if before is None else before
        if held is not None and len(piece) < context:
            held = np.concatenate([held, piece])  # a short rest at the end
            continue
        if held is not None:
            whole: Spectra = np.concatenate([before, held, piece[:context]])
            yield whole, slice(len(before), len(before) + len(held))
            before = np.concatenate([before, held])[-context:] if context else before
        held = piece
    if held is not None and before is not None:
        whole = np.concatenate([before, held])
        yield whole, slice(len(before), len(whole))
