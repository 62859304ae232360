"""Reading footage: the frame shown at an exact time, as planar YUV the compositor can use at once."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
import cv2
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation

from reelwright.errors import MediaUnusable
from reelwright.media.downscale import can_shrink, shrunk
from reelwright.media.matrix_change import high_definition
from reelwright.media.opening import moving_stream, open_media
from reelwright.units.time import half_up

Plane = npt.NDArray[np.uint8]

_SEEK_AHEAD_SECONDS = 3
"""Decoding on is cheaper than seeking for anything nearer than this."""
_MOST_BEHIND = 48
"""Frames kept behind a jump backwards."""
_HD_LINES = 720
"""Untagged sources with at least so many lines are BT.709, smaller ones BT.601 (what players assume)."""


@dataclass(frozen=True, slots=True)
class YuvPicture:
    """8-bit 4:2:0, BT.709, limited range: ``y`` is (height, width), ``u`` and ``v`` half of it each way, rounded up."""

    y: Plane
    u: Plane
    v: Plane


class VideoReader:
    """One file, read forward. ``size`` (width, height) asks for scaled frames, before rotation is applied.

    Times are counted from the stream's first frame. A time shows the newest frame that has begun; past the end the last
    frame stays. Not for use by several threads at once.
    """

    def __init__(self, path: Path, size: tuple[int, int] | None = None) -> None:
        self.path = path
        self._container: Any = open_media(path)
        self._stream: Any = moving_stream(self._container)
        if self._stream is None:
            raise MediaUnusable(f"{path} has no moving picture")
        self._stream.thread_type = "NONE"  # chunks are rendered side by side; threads inside one decoder only cost
        self._time_base: Fraction = self._stream.time_base
        self._zero: int = self._stream.start_time or 0
        self._size = size
        self._frames: Iterator[VideoFrame] = iter(())
        self._now: VideoFrame | None = None
        self._next: VideoFrame | None = None
        self._behind: deque[VideoFrame] = deque(maxlen=_MOST_BEHIND)
        self._ended = False
        self._shown: tuple[int, YuvPicture] | None = None
        self._rewind(None)

    def close(self) -> None:
        self._container.close()

    def picture_at(self, seconds: Fraction) -> YuvPicture:
        """The picture shown at a time. Equal frames give the same object."""
        frame = self._frame_at(seconds)
        stamp = frame.pts or 0
        if self._shown is None or self._shown[0] != stamp:
            self._shown = (stamp, self._converted(frame))
        return self._shown[1]

    def _frame_at(self, seconds: Fraction) -> VideoFrame:
        # Half a tick of tolerance: containers store rounded times (33 ms for 1/30 s), and frame n must still be frame n.
        wanted = half_up(seconds / self._time_base) + self._zero
        goes_back = self._now is not None and wanted < (self._now.pts or 0)
        if goes_back:
            kept = self._behind_at(wanted)
            if kept is not None:
                return kept
            self._behind.clear()
        if goes_back or (self._now is not None and self._is_far(wanted)):
            self._rewind(wanted)
        while self._next is not None and (self._next.pts or 0) <= wanted:
            if goes_back and self._now is not None:
                self._behind.append(self._now)
            self._advance()
        if goes_back and self._now is not None:
            self._behind.append(self._now)
        if self._now is None:
            raise MediaUnusable(
                f"{self.path} has no picture that can be decoded", hint="convert it again, or replace the file"
            )
        return self._now

    def _behind_at(self, wanted: int) -> VideoFrame | None:
        """The frame shown at a stamp, among those kept when decoding last went back: a clip that runs backwards would
        otherwise decode from the key frame on for every frame."""
        stamps = [frame.pts or 0 for frame in self._behind]
        place = bisect_right(stamps, wanted) - 1
        return self._behind[place] if 0 <= place < len(stamps) - 1 or (stamps and wanted == stamps[-1]) else None

    def _is_far(self, wanted: int) -> bool:
        reached = self._next if self._next is not None else self._now
        return (
            not self._ended
            and reached is not None
            and (wanted - (reached.pts or 0)) * self._time_base > _SEEK_AHEAD_SECONDS
        )

    def _rewind(self, wanted: int | None) -> None:
        """Start decoding at or before a time stamp; an index that lies is met by trying further back."""
        for back in (0, 5, 30, None):
            start = None if wanted is None or back is None else wanted - int(back / self._time_base)
            try:
                self._container.seek(start if start is not None else self._zero, backward=True, stream=self._stream)
            except av.error.FFmpegError:
                if start is not None:
                    continue
                self._container.seek(0)
            self._frames = self._decoded()
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
        if self._next is not None:
            self._now = self._next
        self._next = following

    def _decoded(self) -> Iterator[VideoFrame]:
        """Frames in order of time; what cannot be decoded is passed over, so a broken tail costs only itself."""
        last = None
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets)
                frames = packet.decode()
            except (StopIteration, av.error.EOFError):
                return
            except av.error.FFmpegError:
                continue
            for frame in frames:
                stamp = frame.pts if frame.pts is not None else frame.dts
                if stamp is None:
                    stamp = (last or 0) + 1
                if last is not None and stamp <= last:
                    continue
                frame.pts = last = stamp
                yield frame

    def _converted(self, frame: VideoFrame) -> YuvPicture:
        width, height = self._size or (frame.width, frame.height)
        same_size = (width, height) == (frame.width, frame.height)
        matrix = _matrix(frame)
        full = frame.color_range == ColorRange.JPEG or frame.format.name.startswith("yuvj")
        plain = frame.format.name == "yuv420p" and not full and matrix in (Colorspace.ITU601, Colorspace.ITU709)
        quick = plain and can_shrink((frame.width, frame.height), (width, height))
        if not quick and not (plain and same_size and matrix == Colorspace.ITU709):
            frame = frame.reformat(
                width=width, height=height, format="yuv420p", src_colorspace=matrix, dst_colorspace=Colorspace.ITU709,
                src_color_range=ColorRange.JPEG if full else ColorRange.MPEG, dst_color_range=ColorRange.MPEG,
                interpolation=Interpolation.BICUBIC if same_size else Interpolation.AREA if width < frame.width else Interpolation.BICUBIC,
            )  # fmt: skip
        planes = (plane_view(frame, 0), plane_view(frame, 1), plane_view(frame, 2))
        if quick and not same_size:
            planes = shrunk(planes, (width, height))
        picture = YuvPicture(*(high_definition(*planes) if quick and matrix == Colorspace.ITU601 else planes))
        turns = (-int(frame.rotation or 0) // 90) % 4
        return _turned(picture, turns) if turns else picture


def plane_view(frame: VideoFrame, index: int) -> Plane:
    """The plane's own memory as (height, width), without its padding; it keeps the frame alive."""
    plane: Any = frame.planes[index]
    rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
    return rows[: plane.height, : plane.width]


def _matrix(frame: VideoFrame) -> Colorspace:
    """The colour matrix of a frame, as tagged, or as players assume."""
    known = {
        1: Colorspace.ITU709,
        5: Colorspace.ITU601,
        6: Colorspace.ITU601,
        4: Colorspace.FCC,
        7: Colorspace.SMPTE240M,
    }
    tagged = known.get(int(frame.colorspace))
    if tagged is not None:
        return tagged
    return Colorspace.ITU709 if frame.height >= _HD_LINES else Colorspace.ITU601


def _turned(picture: YuvPicture, quarter_turns: int) -> YuvPicture:
    code = {1: cv2.ROTATE_90_CLOCKWISE, 2: cv2.ROTATE_180, 3: cv2.ROTATE_90_COUNTERCLOCKWISE}[quarter_turns]
    return YuvPicture(*(np.asarray(cv2.rotate(plane, code), np.uint8) for plane in (picture.y, picture.u, picture.v)))
