"""Encoding frames to H.264 chunks, and joining chunks and sound into an mp4."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
from av.packet import Packet
from av.video.frame import VideoFrame

from reelwright.errors import OutputUnwritable
from reelwright.media.video_read import Plane, plane_view

_BT709 = 1
_LIMITED = 1
MOVIE_TIMESCALE = "240000"
"""Ticks a second of an mp4's edit lists. Divides evenly into samples at 48 kHz and frames at every usual rate; the
default of 1000 would round a track's length to milliseconds."""
_SAME_BYTES = {"threads": "1", "x264-params": "cpu-independent=1"}
"""x264's output depends on its number of threads. And with one thread, too, equal frames gave other bytes in up to a fifth of
runs of a 320-pixel-wide video; not with `cpu-independent`, nor without AVX-512, nor without macroblock trees (0 of 140 runs
each). The likeliest cause is its AVX-512 macroblock-tree code; without processor-specific shortcuts it is not used."""
KEY_INTERVAL = 250
"""Most frames between key frames, x264's own default."""


class ChunkEncoder:
    """Encodes frames 0, 1, 2 … of one chunk into a file of packets that starts with a key frame.

    ``planes`` are the memory of the frame being built (y, u, v); ``encode()`` takes what they hold.
    One thread per chunk: chunks are encoded side by side, which costs less than threads inside one encoder.
    """

    def __init__(self, path: Path, size: tuple[int, int], fps: Fraction, settings: dict[str, str]) -> None:
        self._frame = VideoFrame(*size, "yuv420p")
        self._count = 0
        with writing(path):
            self._container = av.open(str(path), "w", format="nut")
        stream: Any = self._container.add_stream(
            "libx264", rate=fps, options=_SAME_BYTES | {"g": str(KEY_INTERVAL)} | settings
        )
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        context = stream.codec_context
        context.time_base = 1 / fps
        context.framerate = fps
        context.colorspace = context.color_primaries = context.color_trc = _BT709
        context.color_range = _LIMITED
        context.flags |= 1 << 22  # global header: parameter sets once, beside the packets
        self._stream = stream
        self._time_base = 1 / fps
        self._path = path

    @property
    def planes(self) -> tuple[Plane, Plane, Plane]:
        return plane_view(self._frame, 0), plane_view(self._frame, 1), plane_view(self._frame, 2)

    def encode(self) -> None:
        self._frame.pts = self._count
        self._frame.time_base = self._time_base
        self._count += 1
        with writing(self._path):
            for packet in self._stream.encode(self._frame):
                self._container.mux(packet)

    def close(self) -> None:
        with writing(self._path):
            for packet in self._stream.encode(None):
                self._container.mux(packet)
            self._container.close()


def join(
    chunks: Sequence[tuple[Path, int]], sound: Path | None, output: Path, fps: Fraction, facts: dict[str, Any]
) -> None:
    """Write the mp4: the chunks' packets, renumbered to start at their first frame, beside the sound's packets.

    ``chunks`` are (file, first frame) in order. ``facts`` may hold ``title`` and ``chapters`` [(title, start, end)].
    Raises ``OutputUnwritable``.
    """
    with (
        writing(output),
        av.open(
            str(output), "w", format="mp4", options={"movflags": "+faststart", "movie_timescale": MOVIE_TIMESCALE}
        ) as target,
    ):
        if facts.get("title"):
            target.metadata["title"] = facts["title"]
        with av.open(str(chunks[0][0])) as first:
            video = target.add_stream_from_template(first.streams.video[0])
        video.time_base = 1 / fps
        video_packets = _video_packets(chunks, video, fps)
        if sound is None:
            for packet in video_packets:
                target.mux(packet)
        else:
            with av.open(str(sound)) as source:
                audio = target.add_stream_from_template(source.streams.audio[0])
                _set_chapters(target, facts)
                _interleave(target, video_packets, _audio_packets(source, audio))
            return
        _set_chapters(target, facts)


def _set_chapters(target: Any, facts: dict[str, Any]) -> None:
    chapters = [
        {
            "id": index + 1,
            "start": int(start * 1000),
            "end": int(end * 1000),
            "time_base": Fraction(1, 1000),
            "metadata": {"title": title},
        }
        for index, (title, start, end) in enumerate(facts.get("chapters", ()))
    ]
    if chapters:
        target.set_chapters(chapters)


def _video_packets(chunks: Sequence[tuple[Path, int]], stream: Any, fps: Fraction) -> Iterator[Packet]:
    """Packets with whole-frame time stamps. Decode times count packets, less the reordering delay of the encoder."""
    decoded = 0
    for path, first in chunks:
        with av.open(str(path)) as chunk:
            source: Any = chunk.streams.video[0]
            delay = source.codec_context.reorder_depth
            shown_first = None
            for packet in chunk.demux(source):
                if packet.pts is None or packet.size == 0:
                    continue
                ticks = round(packet.pts * packet.time_base * fps)
                shown_first = (
                    ticks if shown_first is None else shown_first
                )  # a chunk's first packet is its first picture
                packet.stream = stream
                packet.time_base = 1 / fps
                packet.pts, packet.dts, packet.duration = first + ticks - shown_first, decoded - delay, 1
                decoded += 1
                yield packet


def _audio_packets(source: Any, stream: Any) -> Iterator[Packet]:
    for packet in source.demux(source.streams.audio[0]):
        if packet.dts is None:
            continue
        packet.stream = stream
        yield packet


def _interleave(target: Any, first: Iterator[Packet], second: Iterator[Packet]) -> None:
    """Hand both streams to the muxer in order of decode time, so that it has nothing to buffer."""
    one, two = next(first, None), next(second, None)
    while one is not None or two is not None:
        if two is None or (one is not None and _seconds(one) <= _seconds(two)):
            assert one is not None
            target.mux(one)
            one = next(first, None)
        else:
            target.mux(two)
            two = next(second, None)


def _seconds(packet: Packet) -> Fraction:
    return (packet.dts or 0) * (packet.time_base or Fraction(1))


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
