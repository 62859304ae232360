"""A media file's streams in the words of ffprobe, for clients that expect them."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error

from reelwright.errors import MediaUnusable
from reelwright.media.frame_source import decoded
from reelwright.media.opening import open_media
from reelwright.media.upright import turn_of

Json = dict[str, Any]


def stream_facts(path: Path, name: str) -> Json:
    """``streams``, ``chapters`` and ``format`` as ``ffprobe -show_streams -show_chapters -show_format -of json`` has them.

    ``name`` is shown as the file's. Numbers that ffprobe writes as text are text. What the file does not tell is left out.
    Raises ``MediaUnusable`` for a file without pictures and sound.
    """
    with open_media(path) as container:
        if not container.streams.video and not container.streams.audio:
            raise MediaUnusable("the file holds neither pictures nor sound")
        turned = _rotations(container)
        streams = [_stream(stream, turned.get(stream.index, 0)) for stream in container.streams]
        return {
            "streams": streams,
            "chapters": [_chapter(chapter) for chapter in container.chapters()],
            "format": _format(container, path, name),
        }


def _format(container: Any, path: Path, name: str) -> Json:
    size = path.stat().st_size
    return _known(
        filename=name,
        nb_streams=len(container.streams),
        format_name=container.format.name,
        format_long_name=container.format.long_name,
        start_time=_seconds(container.start_time, Fraction(1, av.time_base)),
        duration=_seconds(container.duration, Fraction(1, av.time_base)),
        size=str(size),
        bit_rate=str(container.bit_rate) if container.bit_rate else None,
        tags=dict(container.metadata) or None,
    )


def _stream(stream: Any, rotation: int) -> Json:
    context = stream.codec_context
    facts = _known(
        index=stream.index,
        codec_name=context.codec.canonical_name if context else None,
        codec_long_name=context.codec.long_name if context else None,
        profile=stream.profile if context else None,
        codec_type=stream.type,
        time_base=_ratio(stream.time_base),
        start_pts=stream.start_time,
        start_time=_seconds(stream.start_time, stream.time_base),
        duration_ts=stream.duration,
        duration=_seconds(stream.duration, stream.time_base),
        bit_rate=str(context.bit_rate) if context and context.bit_rate else None,
        nb_frames=str(stream.frames) if stream.frames else None,
        tags=dict(stream.metadata) or None,
    )
    if stream.type == "video" and context:
        facts |= _pictures(stream, context, rotation)
    if stream.type == "audio" and context:
        facts |= _sound(stream, context)
    return facts


def _pictures(stream: Any, context: Any, rotation: int) -> Json:
    return _known(
        width=context.width,
        height=context.height,
        sample_aspect_ratio=_ratio(stream.sample_aspect_ratio, ":"),
        display_aspect_ratio=_ratio(stream.display_aspect_ratio, ":"),
        pix_fmt=context.pix_fmt,
        r_frame_rate=_ratio(stream.base_rate) or "0/0",
        avg_frame_rate=_ratio(stream.average_rate) or "0/0",
        side_data_list=[{"side_data_type": "Display Matrix", "rotation": rotation}] if rotation else None,
    )


def _sound(stream: Any, context: Any) -> Json:
    return _known(
        sample_fmt=context.format.name if context.format else None,
        sample_rate=str(context.sample_rate) if context.sample_rate else None,
        channels=context.channels or None,
        channel_layout=context.layout.name if context.layout else None,
        r_frame_rate="0/0",
        avg_frame_rate="0/0",
    )


def _chapter(chapter: Any) -> Json:
    base = chapter["time_base"]
    return {
        "id": chapter["id"], "time_base": _ratio(base), "start": chapter["start"], "start_time": _seconds(chapter["start"], base),
        "end": chapter["end"], "end_time": _seconds(chapter["end"], base), "tags": dict(chapter["metadata"]),
    }  # fmt: skip


def _rotations(container: Any) -> dict[int, int]:
    """Degrees, as ffprobe counts them (counter-clockwise, -180 to 180), by the number of the first video stream."""
    for stream in container.streams.video[:1]:
        with suppress(av.error.FFmpegError, MediaUnusable):
            frame = next(decoded(container, stream), None)
            degrees = turn_of(frame).degrees if frame is not None else 0
            return {stream.index: {0: 0, 90: -90, 180: -180, 270: 90}[degrees]}
    return {}


def _seconds(ticks: int | None, base: Fraction | None) -> str | None:
    return None if ticks is None or base is None else f"{float(ticks * base):.6f}"


def _ratio(value: Fraction | None, mark: str = "/") -> str | None:
    return None if not value else f"{value.numerator}{mark}{value.denominator}"


def _known(**facts: Any) -> Json:
    return {name: value for name, value in facts.items() if value is not None}
