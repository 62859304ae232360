"""What is in a media file."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error

from reelwright.errors import MediaUnusable
from reelwright.media.opening import moving_stream, open_media
from reelwright.media.picture_read import MOST_PIXELS, picture_size
from reelwright.timeline.resolved import MediaFacts
from reelwright.units.time import half_up

MOST_SECONDS = 24 * 3600
_TICKS_LOST = Fraction(1, 4)
"""Parts of a frame by which a length may miss a whole number of them."""
PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"})


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
    if path.suffix.lower() in PICTURE_SUFFIXES and path.is_file():
        return _still(path)
    with open_media(path) as container:
        stream = moving_stream(container)
        sound = next(iter(container.streams.audio), None)
        if stream is None and sound is None:
            raise MediaUnusable(f"{path} holds neither pictures nor sound")
        video = None if stream is None else _video(container, stream)
        duration = _duration(container, stream, sound)
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
    if info.duration is None or info.video is None or not info.video.fps:
        return info.duration
    frames = info.duration * info.video.fps
    nearest = half_up(frames)
    return nearest / info.video.fps if nearest and abs(frames - nearest) < _TICKS_LOST else info.duration


def _still(path: Path) -> MediaInfo:
    width, height, kind = picture_size(path)
    video = VideoFacts(kind, width, height, None, "", 0, 0, 0, 1)
    return MediaInfo(path, kind, path.stat().st_size, None, video, None, None)


def _video(container: Any, stream: Any) -> VideoFacts:
    context = stream.codec_context
    try:
        frame = next(container.decode(stream))
    except (StopIteration, av.error.FFmpegError):
        raise MediaUnusable(f"{container.name} holds no picture that can be decoded", hint="export it again") from None
    rotation = int(-(frame.rotation or 0)) % 360
    turned = rotation in (90, 270)
    width, height = (frame.height, frame.width) if turned else (frame.width, frame.height)
    rate = stream.average_rate or stream.guessed_rate
    return VideoFacts(
        context.name, width, height, rate and Fraction(rate), frame.format.name, rotation,
        int(frame.colorspace), int(frame.color_range), stream.frames,
    )  # fmt: skip


def _duration(container: Any, stream: Any, sound: Any) -> Fraction | None:
    """The pictures' length, else the sound's, else the container's, else what the packets add up to."""
    for candidate in (stream, sound):
        if candidate is not None and candidate.duration:
            return Fraction(candidate.duration * candidate.time_base)
    if container.duration:
        return Fraction(container.duration, av.time_base)
    wanted = stream or sound
    container.seek(0)
    ends = [(p.pts + (p.duration or 0)) * p.time_base for p in container.demux(wanted) if p.pts is not None]
    return max(ends) - (wanted.start_time or 0) * wanted.time_base if ends else None
