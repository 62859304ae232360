"""A file's frames in order of time, from any place on: what footage is read from."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

import av.error
from av.video.frame import VideoFrame

from reelwright.errors import MediaUnusable
from reelwright.media.opening import moving_stream, open_media
from reelwright.media.webp_animation import WebpFrames, is_animated_webp
from reelwright.units.time import half_up

_USUAL_RATE = 25


class FrameSource(Protocol):
    """``time_base`` is the unit of every stamp, in seconds; ``zero`` the first frame's stamp; ``frame_ticks`` a frame's usual length."""

    time_base: Fraction
    zero: int
    frame_ticks: int

    def frames_from(self, stamp: int | None) -> Iterator[VideoFrame]:
        """Frames with rising stamps, from one at or before ``stamp`` on if the file's index can be trusted; ``None``: all."""
        ...

    def close(self) -> None: ...


def open_frames(path: Path) -> FrameSource:
    """Raises ``MediaUnusable`` when nothing in the file moves."""
    return WebpFrames(path) if is_animated_webp(path) else DecodedFrames(path)


class DecodedFrames:
    """Frames that libav decodes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._has_times = True
        self._open()
        self.time_base: Fraction = self._stream.time_base
        self.zero: int = self._stream.start_time or 0
        rate = self._stream.average_rate or self._stream.guessed_rate or _USUAL_RATE
        self.frame_ticks = max(1, half_up(1 / (Fraction(rate) * self.time_base)))

    def close(self) -> None:
        self._container.close()

    def frames_from(self, stamp: int | None) -> Iterator[VideoFrame]:
        try:
            if self._has_times:
                self._container.seek(self.zero if stamp is None else stamp, backward=True, stream=self._stream)
                return self._decoded()
        except (av.error.FFmpegError, OverflowError):
            if stamp is not None:
                return iter(())
        self._container.close()  # a bare stream cannot be rewound
        self._open()
        return self._decoded()

    def _open(self) -> None:
        self._container: Any = open_media(self._path)
        self._stream: Any = moving_stream(self._container)
        if self._stream is None:
            self._container.close()
            raise MediaUnusable(f"{self._path} has no moving picture")
        self._stream.thread_type = "NONE"  # chunks are rendered side by side; threads inside one decoder only cost

    def _decoded(self) -> Iterator[VideoFrame]:
        """What cannot be decoded is passed over, so a broken tail costs only itself."""
        last: int | None = None
        for frame in decoded(self._container, self._stream):
            stamp = frame.pts if frame.pts is not None else frame.dts
            if stamp is None:
                self._has_times = False
                stamp = self.zero if last is None else last + self.frame_ticks
            if last is not None and stamp <= last:
                continue
            frame.pts = last = stamp
            yield frame


def decoded(container: Any, stream: Any) -> Iterator[Any]:
    """Frames of a stream as they come; broken packets are passed over."""
    packets = container.demux(stream)
    while True:
        try:
            frames = next(packets).decode()
        except (StopIteration, av.error.EOFError):
            return
        except av.error.FFmpegError:
            continue
        yield from frames
