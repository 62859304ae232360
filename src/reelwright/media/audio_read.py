"""Reading sound: any file as float32 stereo at 48 kHz, by exact sample."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import av.error
import numpy as np
import numpy.typing as npt

from reelwright.errors import MediaUnusable
from reelwright.media.opening import open_media, zero_seconds
from reelwright.units.time import SAMPLE_RATE

Samples = npt.NDArray[np.float32]
"""(samples, 2): left, right; full scale is 1."""

_PREROLL_SECONDS = 0.5
"""Decoded and thrown away after a seek: compressed sound needs what came before it."""
_SEEK_AHEAD = 5 * SAMPLE_RATE


class AudioReader:
    """One file, best read forward. Samples count from the file's zero (see ``zero_seconds``); beyond its ends is silence."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._container: Any = open_media(path)
        self._stream: Any = next(iter(self._container.streams.audio), None)
        if self._stream is None:
            raise MediaUnusable(f"{path} has no sound")
        self._zero = zero_seconds(self._container)
        self._blocks: Iterator[tuple[int, Samples]] = self._decoded(None)
        self._held = np.zeros((0, 2), np.float32)
        self._position = 0
        self._ended = False

    def close(self) -> None:
        self._container.close()

    def read(self, start: int, count: int) -> Samples:
        """(count, 2) samples from ``start``."""
        if start < self._position or start > self._position + len(self._held) + _SEEK_AHEAD:
            self._seek(start)
        while not self._ended and self._position + len(self._held) < start + count:
            self._take(start)
        result = np.zeros((count, 2), np.float32)
        left, right = max(start, self._position), min(start + count, self._position + len(self._held))
        if right > left:
            result[left - start : right - start] = self._held[left - self._position : right - self._position]
        return result

    def _take(self, start: int) -> None:
        block = next(self._blocks, None)
        if block is None:
            self._ended = True
            return
        at, samples = block
        if not len(self._held):
            self._position = at
        gap = at - (self._position + len(self._held))
        pieces = [self._held, np.zeros((max(0, gap), 2), np.float32), samples[max(0, -gap) :]]
        self._held = np.concatenate(pieces)
        drop = min(max(0, start - self._position), len(self._held))
        self._held = self._held[drop:]
        self._position += drop

    def _seek(self, start: int) -> None:
        self._blocks = self._decoded(max(0.0, start / SAMPLE_RATE - _PREROLL_SECONDS))
        self._held, self._position, self._ended = np.zeros((0, 2), np.float32), start, False

    def _decoded(self, seconds: float | None) -> Iterator[tuple[int, Samples]]:
        """Blocks with the sample they start at, from a little before ``seconds`` on (``None``: from the beginning)."""
        if seconds is not None:
            target = (seconds + self._zero) if seconds > 0 else self._zero
            try:
                self._container.seek(int(target / self._stream.time_base), backward=True, stream=self._stream)
            except av.error.FFmpegError:
                self._container.seek(0)
        resampler = self._resampler(self._stream.channels or 2)
        position: int | None = None
        for frame in self._frames():
            if position is None:
                stamp = frame.pts * frame.time_base if frame.pts is not None else self._zero
                position = round((float(stamp) - self._zero) * SAMPLE_RATE)
            frame.pts = None
            try:
                blocks = resampler.resample(frame)
            except av.error.FFmpegError:  # a frame that says impossible things of itself
                resampler = self._resampler(self._stream.channels or 2)
                continue
            except ValueError:  # the layout or rate changes in the middle
                resampler = self._resampler(frame.layout.nb_channels)
                blocks = resampler.resample(frame)
            for samples in map(_stereo, blocks):
                yield position, samples
                position += len(samples)
        if position is not None:
            for samples in map(_stereo, resampler.resample(None)):
                yield position, samples
                position += len(samples)

    @staticmethod
    def _resampler(channels: int) -> Any:
        return av.AudioResampler(format="flt", layout="mono" if channels == 1 else "stereo", rate=SAMPLE_RATE)

    def _frames(self) -> Iterator[Any]:
        """Decoded frames; what is broken is passed over."""
        packets = self._container.demux(self._stream)
        while True:
            try:
                frames = next(packets).decode()
            except (StopIteration, av.error.EOFError):
                return
            except av.error.FFmpegError:
                continue
            yield from frames


def _stereo(frame: Any) -> Samples:
    """One channel plays on both sides at its own level (libswresample would lower it by 3 dB)."""
    flat = frame.to_ndarray().reshape(-1)
    if frame.layout.name == "mono":
        return np.repeat(flat[:, None], 2, axis=1).astype(np.float32, copy=False)
    return flat.reshape(-1, 2).astype(np.float32, copy=False)
