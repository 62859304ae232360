"""Joining chunks of pictures and the sound into one file, without encoding anything again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.packet import Packet

from reelwright.media.video_write import MOVIE_TIMESCALE, writing

Chunks = Sequence[tuple[Path, int]]
"""Files with the number of their first frame, in order."""
Chapter = tuple[str, Fraction, Fraction]
"""Title, start and end in seconds."""

_MOVIE = {"movflags": "+faststart", "movie_timescale": MOVIE_TIMESCALE}
CONTAINERS: dict[str, dict[str, str]] = {
    "mp4": _MOVIE,
    "mov": _MOVIE,
    "webm": {"fflags": "+bitexact", "cues_to_front": "1"},  # otherwise each file is given a random name of its own
}
"""Options of each container."""


@dataclass(frozen=True)
class Tags:
    """What a file says about itself."""

    title: str | None = None
    chapters: tuple[Chapter, ...] = ()


def join(chunks: Chunks, sound: Path | None, output: Path, fps: Fraction, tags: Tags, container: str = "mp4") -> None:
    """Write ``output``: the chunks' packets, renumbered to start at their first frame, beside the sound's packets.

    Raises ``OutputUnwritable``.
    """
    with (
        writing(output),
        av.open(str(output), "w", format=container, options=CONTAINERS[container]) as target,
    ):
        if tags.title:
            target.metadata["title"] = tags.title
        video = video_stream(target, chunks[0][0], fps)
        packets = video_packets(chunks, video, fps)
        if sound is None:
            _set_chapters(target, tags)
            for packet in packets:
                target.mux(packet)
            return
        with av.open(str(sound)) as source:
            audio = target.add_stream_from_template(source.streams.audio[0])
            _set_chapters(target, tags)
            _interleave(target, packets, audio_packets(source, audio))


def video_stream(target: Any, chunk: Path, fps: Fraction) -> Any:
    """A stream for the pictures of chunks like ``chunk``."""
    with av.open(str(chunk)) as first:
        source = first.streams.video[0]
        is_av1 = source.codec_context.name == "libdav1d"  # which has no encoder of that name to make a stream like it
        video: Any = target.add_stream_from_template(source, opaque=is_av1)
        if source.codec_context.name == "hevc" and target.format.name in ("mp4", "mov"):
            video.codec_context.codec_tag = "hvc1"  # Apple's players refuse the other tag, hev1
        if source.metadata.get("ALPHA_MODE", source.metadata.get("alpha_mode")) == "1":
            video.metadata["alpha_mode"] = "1"
    if target.format.name == "webm":  # it counts milliseconds, and states the exact rate beside them
        video.codec_context.framerate = fps
    video.time_base = 1 / fps
    return video


def _set_chapters(target: Any, tags: Tags) -> None:
    chapters = [
        {
            "id": index + 1,
            "start": int(start * 1000),
            "end": int(end * 1000),
            "time_base": Fraction(1, 1000),
            "metadata": {"title": title},
        }
        for index, (title, start, end) in enumerate(tags.chapters)
    ]
    if chapters:
        target.set_chapters(chapters)


def video_packets(chunks: Chunks, stream: Any, fps: Fraction) -> Iterator[Packet]:
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


def audio_packets(source: Any, stream: Any) -> Iterator[Packet]:
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
