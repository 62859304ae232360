"""Reading sound: any file as float32 stereo at 48 kHz, by exact sample."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import av.error
import numpy as np
import numpy.typing as npt

from reelwright.errors import MediaUnusable
from reelwright.media.downmix import to_stereo
from reelwright.media.frame_source import decoded
from reelwright.media.opening import open_media, sound_stream, zero_seconds
from reelwright.units.time import SAMPLE_RATE

Samples = npt.NDArray[np.float32]
"""(samples, 2): left, right; full scale is 1."""

_PREROLL_SECONDS = 0.5
"""Decoded and thrown away after a seek: compressed sound needs what came before it."""
_SEEK_AHEAD = 5 * SAMPLE_RATE
_GAP = SAMPLE_RATE // 10
"""Time stamps that run ahead of the samples by more than this mean that samples are missing."""


class AudioReader:
    """One file, best read forward. Samples count from the file's zero (see ``zero_seconds``); beyond its ends is silence."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._container: Any = open_media(path)
        self._stream: Any = sound_stream(self._container)
        if self._stream is None:
            self._container.close()
            raise MediaUnusable(f"{path} has no sound")
        self._zero = zero_seconds(self._container)
        self._blocks: Iterator[tuple[int, Samples]] = self._decoded(None)
        self._held: deque[tuple[int, Samples]] = deque()
        self._from = 0
        """Nothing before this sample is held any more."""
        self._reached = 0
        self._ended = False

    def close(self) -> None:
        self._held.clear()
        self._blocks = iter(
            ()
        )  # what decodes holds this reader, and would keep both until the next collection of garbage
        self._container.close()

    def read(self, start: int, count: int) -> Samples:
        """(count, 2) samples from ``start``."""
        if start < self._from or start > self._reached + _SEEK_AHEAD:
            self._seek(start)
        while not self._ended and self._reached < start + count:
            self._take()
        while self._held and self._held[0][0] + len(self._held[0][1]) <= start:
            self._held.popleft()
        self._from = start
        result = np.zeros((count, 2), np.float32)
        for at, samples in self._held:
            left, right = max(start, at), min(start + count, at + len(samples))
            if right > left:
                result[left - start : right - start] = samples[left - at : right - at]
        return result

    def _take(self) -> None:
        block = next(self._blocks, None)
        if block is None:
            self._ended = True
            return
        self._held.append(block)
        self._reached = block[0] + len(block[1])
        while len(self._held) > 1 and self._reached < self._from:  # the way from where a seek has landed
            self._held.popleft()

    def _seek(self, start: int) -> None:
        self._blocks = self._decoded(max(0.0, start / SAMPLE_RATE - _PREROLL_SECONDS))
        self._held.clear()
        self._from = self._reached = start
        self._ended = False

    def _decoded(self, seconds: float | None) -> Iterator[tuple[int, Samples]]:
        """Blocks that follow each other with the sample they start at, from a little before ``seconds`` on (``None``: all)."""
        if seconds is not None:
            self._go_to((seconds + self._zero) if seconds > 0 else self._zero)
        resampler, setup = None, None
        position: int | None = None
        for frame in decoded(self._container, self._stream):
            stamp = frame.pts * frame.time_base if frame.pts is not None and frame.time_base else None
            due = None if stamp is None else round((float(stamp) - self._zero) * SAMPLE_RATE)
            is_late = due is not None and position is not None and due - position > _GAP
            if is_late or setup != (frame.format.name, frame.layout.name, frame.sample_rate):
                for samples in _resampled(resampler, None):
                    yield position or 0, samples
                    position = (position or 0) + len(samples)
                setup = (frame.format.name, frame.layout.name, frame.sample_rate)
                resampler = av.AudioResampler(format="flt", rate=SAMPLE_RATE)
            if position is None or is_late:
                position = due or 0
            frame.pts = None
            for samples in _resampled(resampler, frame):
                yield position, samples
                position += len(samples)
        for samples in _resampled(resampler, None):
            yield position or 0, samples
            position = (position or 0) + len(samples)

    def _go_to(self, seconds: float) -> None:
        try:
            self._container.seek(int(seconds / self._stream.time_base), backward=True, stream=self._stream)
        except (av.error.FFmpegError, OverflowError):  # a bare stream cannot be rewound
            self._container.close()
            self._container = open_media(self.path)
            self._stream = sound_stream(self._container)


def _resampled(resampler: Any, frame: Any) -> Iterator[Samples]:
    if resampler is None:
        return
    try:
        frames = resampler.resample(frame)
    except (av.error.FFmpegError, ValueError):  # a frame that contradicts itself
        return
    for ready in frames:
        if ready.samples:
            yield to_stereo(ready.to_ndarray().reshape(ready.samples, -1), [c.name for c in ready.layout.channels])
