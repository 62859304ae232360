"""What is in a media file."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error

from reelwright.errors import MediaUnusable
from reelwright.media.frame_source import decoded
from reelwright.media.opening import check_path, moving_stream, open_media, sound_stream
from reelwright.media.picture_header import MOST_PIXELS, is_animated_png
from reelwright.media.picture_read import picture_size
from reelwright.media.upright import turn_of
from reelwright.media.webp_animation import WebpFrames, is_animated_webp
from reelwright.timeline.resolved import MediaFacts
from reelwright.units.time import half_up

MOST_SECONDS = 24 * 3600
_TICKS_LOST = Fraction(1, 4)
"""Parts of a frame by which a length may miss a whole number of them."""
_OWN_TIMES = frozenset({"gif", "apng", "webp"})
"""Animations whose every frame says how long it stays: their rate is a mean."""
_THINNEST = Fraction(1, 8)
"""Pixels thinner or flatter than this are a fault in the file."""
_HEAD_BYTES = 100_000
PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".avif"})


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """``width`` and ``height`` as shown, after ``rotation`` (degrees clockwise) is applied; ``frames`` 0 when unknown."""

    codec: str
    width: int
    height: int
    fps: Fraction | None
    pixel_format: str
    rotation: int
    color_space: int
    color_range: int
    frames: int


@dataclass(frozen=True, slots=True)
class AudioFacts:
    codec: str
    sample_rate: int
    channels: int
    layout: str


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """``duration`` in exact seconds, ``None`` for a still picture."""

    path: Path
    format: str
    size: int
    duration: Fraction | None
    video: VideoFacts | None
    audio: AudioFacts | None
    title: str | None


def probe(path: Path) -> MediaInfo:
    """Look into a file. Raises ``MediaUnusable`` for anything that cannot be used as a source, or is over a limit."""
    check_path(path)
    if is_animated_webp(path):
        return _webp(path)
    if _is_still(path):
        return _still(path)
    with open_media(path) as container:
        stream, sound = moving_stream(container), sound_stream(container)
        if stream is None and sound is None:
            raise MediaUnusable(f"{path} holds neither pictures nor sound that can be decoded")
        if container.format.name == "gif" and stream is not None and stream.frames == 1:
            return _still(path)
        video = None if stream is None else _video(container, stream)
        duration = _duration(container, stream, sound) or _packets_length(path, "video" if stream else "audio")
        if video and video.width * video.height > MOST_PIXELS:
            raise MediaUnusable(
                f"{path} is {video.width} x {video.height} pixels; the limit is {MOST_PIXELS // 1_000_000} megapixels"
            )
        if duration is None or duration <= 0:
            raise MediaUnusable(f"{path} has no length: nothing in it can be played", hint="export it again")
        if duration > MOST_SECONDS:
            raise MediaUnusable(
                f"{path} lasts {float(duration) / 3600:.1f} hours; the limit is {MOST_SECONDS // 3600}",
                hint="cut it into parts",
            )
        audio = sound and _audio(sound)
        title = container.metadata.get("title")
        return MediaInfo(path, container.format.name, path.stat().st_size, duration, video, audio, title)


def _audio(stream: Any) -> AudioFacts | None:
    """``None`` for a stream that does not know its own rate or channels: nothing of it can be played."""
    if not stream.rate or not stream.channels or stream.layout is None:
        return None
    return AudioFacts(stream.codec_context.name, stream.rate, stream.channels, stream.layout.name)


def facts(path: Path) -> MediaFacts:
    """What resolving a document needs to know of a file."""
    info = probe(path)
    width, height = (info.video.width, info.video.height) if info.video else (0, 0)
    return MediaFacts(
        _whole_frames(info), width, height, info.video is not None and info.duration is not None, info.audio is not None
    )


def _whole_frames(info: MediaInfo) -> Fraction | None:
    """The length, put right when it misses a whole number of frames by a few ticks: some writers leave the last frame's out."""
    if info.duration is None or info.video is None or not info.video.fps or info.video.codec in _OWN_TIMES:
        return info.duration
    frames = info.duration * info.video.fps
    nearest = half_up(frames)
    return nearest / info.video.fps if nearest and abs(frames - nearest) < _TICKS_LOST else info.duration


def _is_still(path: Path) -> bool:
    if path.suffix.lower() not in PICTURE_SUFFIXES:
        return False
    with path.open("rb") as file:
        return not is_animated_png(file.read(_HEAD_BYTES))


def _still(path: Path) -> MediaInfo:
    width, height, kind = picture_size(path)
    video = VideoFacts(kind, width, height, None, "", 0, 0, 0, 1)
    return MediaInfo(path, kind, path.stat().st_size, None, video, None, None)


def _webp(path: Path) -> MediaInfo:
    frames = WebpFrames(path)
    duration = Fraction(frames.milliseconds, 1000)
    video = VideoFacts("webp", *frames.size, frames.count / duration, "bgra", 0, 0, 2, frames.count)
    return MediaInfo(path, "webp", path.stat().st_size, duration, video, None, None)


def _video(container: Any, stream: Any) -> VideoFacts:
    frame = next(decoded(container, stream), None)
    if frame is None:
        raise MediaUnusable(f"{container.name} holds no picture that can be decoded", hint="export it again")
    turn = turn_of(frame)
    width, height = turn.shown((_square_width(frame.width, stream), frame.height))
    rate = stream.average_rate or stream.guessed_rate
    return VideoFacts(
        stream.codec_context.name, width, height, Fraction(rate) if rate else None, frame.format.name, turn.degrees,
        int(frame.colorspace), int(frame.color_range), stream.frames,
    )  # fmt: skip


def _square_width(width: int, stream: Any) -> int:
    """The width with square pixels: DV and DVD store narrower or wider ones."""
    shape = stream.sample_aspect_ratio
    return half_up(width * Fraction(shape)) if shape and _THINNEST <= shape <= 1 / _THINNEST else width


def _duration(container: Any, stream: Any, sound: Any) -> Fraction | None:
    """The pictures' length, else the sound's, else the container's."""
    for candidate in (stream, sound):
        if candidate is not None and candidate.duration:
            return Fraction(candidate.duration * candidate.time_base)
    if container.duration:
        return Fraction(container.duration, av.time_base)
    return None


def _packets_length(path: Path, kind: str) -> Fraction | None:
    """By the stamps of all packets; of a bare stream without any, by their number. Opened anew: such files cannot be rewound."""
    first, end, count = None, None, 0
    with open_media(path) as container:
        stream = moving_stream(container) if kind == "video" else sound_stream(container)
        assert stream is not None
        with suppress(av.error.FFmpegError):  # the broken end of a file
            for packet in container.demux(stream):
                count += packet.size > 0
                if packet.pts is not None:
                    first = packet.pts if first is None else min(first, packet.pts)
                    end = max(end or first, packet.pts + (packet.duration or 0))
        if first is not None and end is not None and end > first:
            return (end - first) * stream.time_base
        rate = (stream.average_rate or stream.guessed_rate) if kind == "video" else None
    return count / Fraction(rate) if rate else None
