"""Reading footage: the frame shown at an exact time, as planar YUV the compositor can use at once."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from av.video.frame import VideoFrame

from reelwright.errors import MediaUnusable
from reelwright.media.frame_source import open_frames
from reelwright.media.yuv_picture import PictureMaker, Plane, YuvPicture, plane_view
from reelwright.units.time import half_up

__all__ = ["Plane", "VideoReader", "YuvPicture", "plane_view"]

_SEEK_AHEAD_SECONDS = 3
"""Decoding on is cheaper than seeking for anything nearer than this."""
_MOST_BEHIND = 48
_MOST_BYTES_BEHIND = 100_000_000
"""What is kept for reading backwards: so many pictures, or as many as fit."""
_LEAST_BEHIND = 4


class VideoReader:
    """One file, best read forward; read backwards, it keeps what it decodes on the way to a frame for the frames before it.

    ``size`` (width, height) asks for scaled pictures, upright as they are shown. Times are counted from the stream's first
    frame. A time shows the newest frame that has begun; past the end the last frame stays. Not for use by several threads at
    once.
    """

    def __init__(self, path: Path, size: tuple[int, int] | None = None) -> None:
        self.path = path
        self._source = open_frames(path)
        self._maker = PictureMaker(size)
        self._frames: Iterator[VideoFrame] = iter(())
        self._now: VideoFrame | None = None
        self._next: VideoFrame | None = None
        self._ended = False
        self._shown: tuple[int, YuvPicture] | None = None
        self._behind: deque[tuple[int, YuvPicture]] = deque(maxlen=_MOST_BEHIND)
        self._asked = 0
        self._fell = False
        self.decoded = 0
        """Frames decoded so far."""
        self._rewind(None)

    def close(self) -> None:
        self._source.close()

    def picture_at(self, seconds: Fraction) -> YuvPicture:
        """The picture shown at a time. Equal frames give the same object."""
        # Half a tick of tolerance: containers store rounded times (33 ms for 1/30 s), and frame n must still be frame n.
        wanted = half_up(seconds / self._source.time_base) + self._source.zero
        falls, fell = wanted < self._asked, self._fell
        if wanted != self._asked:
            self._asked, self._fell = wanted, falls
        kept = self._kept(wanted)
        if kept is None:
            kept = self._backward_to(wanted) if falls and fell else self._forward_to(wanted)
        self._shown = kept
        return kept[1]

    def _kept(self, wanted: int) -> tuple[int, YuvPicture] | None:
        """The picture shown at a stamp, if it is among those kept; the last of them stands until the one after it, unknown."""
        stamps = [stamp for stamp, _ in self._behind]
        place = bisect_right(stamps, wanted) - 1
        is_inside = 0 <= place < len(stamps) - 1 or (stamps and wanted == stamps[-1])
        return self._behind[place] if is_inside else None

    def _forward_to(self, wanted: int) -> tuple[int, YuvPicture]:
        self._seek_if_needed(wanted)
        while self._next is not None and (self._next.pts or 0) <= wanted:
            self._advance()
        return self._made(self._current())

    def _backward_to(self, wanted: int) -> tuple[int, YuvPicture]:
        """Decode to the frame and keep the pictures before it, which are likely to be asked for next."""
        self._behind.clear()
        self._seek_if_needed(wanted)
        count = self._most_behind()
        first = wanted - count * self._source.frame_ticks
        kept: deque[tuple[int, YuvPicture]] = deque(maxlen=count)
        while self._next is not None and (self._next.pts or 0) <= wanted:
            if self._now is not None and (self._now.pts or 0) >= first:
                kept.append(self._made(self._now))
            self._advance()
        found = self._made(self._current())
        self._behind.extend(kept)
        self._behind.append(found)
        return found

    def _most_behind(self) -> int:
        size = self._shown[1].bytes if self._shown else 1
        return max(_LEAST_BEHIND, min(_MOST_BEHIND - 1, _MOST_BYTES_BEHIND // size))

    def _made(self, frame: VideoFrame) -> tuple[int, YuvPicture]:
        stamp = frame.pts or 0
        return self._shown if self._shown and self._shown[0] == stamp else (stamp, self._maker.picture(frame))

    def _current(self) -> VideoFrame:
        if self._now is None:
            raise MediaUnusable(
                f"{self.path} has no picture that can be decoded", hint="convert it again, or replace the file"
            )
        return self._now

    def _seek_if_needed(self, wanted: int) -> None:
        if self._now is not None and (wanted < (self._now.pts or 0) or self._is_far(wanted)):
            self._rewind(wanted)

    def _is_far(self, wanted: int) -> bool:
        reached = self._next if self._next is not None else self._now
        return (
            not self._ended
            and reached is not None
            and (wanted - (reached.pts or 0)) * self._source.time_base > _SEEK_AHEAD_SECONDS
        )

    def _rewind(self, wanted: int | None) -> None:
        """Start decoding at or before a time stamp; an index that lies is met by trying further back."""
        for back in (0, 5, 30, None):
            start = None if wanted is None or back is None else wanted - int(back / self._source.time_base)
            self._frames = self._source.frames_from(start)
            self._ended = False
            self._now, self._next = None, None
            self._advance()
            self._advance()
            if start is None or (self._now is not None and (self._now.pts or 0) <= (wanted or 0)):
                return

    def _advance(self) -> None:
        following = next(self._frames, None)
        if following is None:
            self._ended = True
        else:
            self.decoded += 1
        if self._next is not None:
            self._now = self._next
        self._next = following
