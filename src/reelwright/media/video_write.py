"""Encoding frames into chunk files, and what is said when a place cannot be written."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
from av.video.frame import VideoFrame

from reelwright.errors import OutputUnwritable
from reelwright.media.encoding import Encoding
from reelwright.media.pixel_layouts import laid_out
from reelwright.media.planar import Planar
from reelwright.media.video_read import Plane, plane_view

_BT709 = 1
_LIMITED = 1
_GLOBAL_HEADER = 1 << 22
MOVIE_TIMESCALE = "240000"
"""Ticks a second of an mp4's edit lists. Divides evenly into samples at 48 kHz and frames at every usual rate; the
default of 1000 would round a track's length to milliseconds."""
os.putenv("SVT_LOG", "1")  # SVT-AV1 greets on standard error, and can be told not to in this way only


class ChunkEncoder:
    """Encodes frames 0, 1, 2 … of one chunk into a file of packets that starts with a key frame.

    ``encode(picture)`` takes a frame of the encoding's size. Where ``lends_planes``, the frame may be built in ``planes`` (y, u, v: the memory of the
    frame to be encoded) and ``encode()`` takes what they hold.
    One thread per chunk: chunks are encoded side by side, which costs less than threads inside one encoder.
    """

    def __init__(self, path: Path, encoding: Encoding, fps: Fraction) -> None:
        self.encoding = encoding
        self._frame = VideoFrame(*encoding.size, encoding.pixels)
        self._count = 0
        options = {"fflags": "+bitexact"} if encoding.container == "matroska" else {}
        with writing(path):
            self._container = av.open(str(path), "w", format=encoding.container, options=options)
        rate = fps / encoding.step
        stream: Any = self._container.add_stream(encoding.encoder, rate=rate, options=dict(encoding.options))
        stream.width, stream.height, stream.pix_fmt = *encoding.size, encoding.pixels
        context = stream.codec_context
        context.time_base = 1 / rate
        context.framerate = rate
        if encoding.pixels.startswith(("yuv4", "yuva", "nv12")):
            context.colorspace = context.color_primaries = context.color_trc = _BT709
            context.color_range = _LIMITED
        if encoding.encoder not in ("png", "mjpeg"):
            context.flags |= _GLOBAL_HEADER  # parameter sets once, beside the packets
        if encoding.pixels == "yuva420p":
            stream.metadata["alpha_mode"] = "1"
        self._stream = stream
        self._time_base = 1 / rate
        self._path = path

    @property
    def lends_planes(self) -> bool:
        return self.encoding.pixels == "yuv420p"

    @property
    def planes(self) -> tuple[Plane, Plane, Plane]:
        return plane_view(self._frame, 0), plane_view(self._frame, 1), plane_view(self._frame, 2)

    def encode(self, picture: Planar | None = None) -> None:
        frame = self._frame
        if picture is not None:
            frame = laid_out(picture, self.encoding.pixels, self._frame)
        frame.pts = self._count
        frame.time_base = self._time_base
        self._count += 1
        with writing(self._path):
            for packet in self._stream.encode(frame):
                self._container.mux(packet)

    def close(self) -> None:
        with writing(self._path):
            for packet in self._stream.encode(None):
                self._container.mux(packet)
            self._container.close()


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system says about a place that cannot be written into what the user can do about it."""
    try:
        yield
    except (OSError, av.error.FFmpegError) as error:
        code = getattr(error, "errno", None)
        if code == errno.ENOSPC:
            raise OutputUnwritable(
                f"the disk is full while writing {path.name}",
                hint="free some space and run the same command again; finished parts are kept",
            ) from None
        if code in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise OutputUnwritable(
                f"{path.parent} may not be written to", hint="choose another place with -o"
            ) from None
        if code in (errno.ENOENT, errno.ENOTDIR):
            raise OutputUnwritable(
                f"the folder {path.parent} does not exist", hint="create it, or choose another place with -o"
            ) from None
        raise OutputUnwritable(f"cannot write {path}: {getattr(error, 'strerror', None) or error}") from None
