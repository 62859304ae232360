"""What each output format may carry: file suffixes, codecs (the usual one first), transparency."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

FormatName = Literal["mp4", "webm", "mov", "gif", "png", "jpg", "mp3", "m4a", "wav", "flac", "hls"]
VideoCodec = Literal["h264", "h265", "vp9", "av1", "prores", "prores4444"]
AudioCodec = Literal["aac", "opus", "pcm", "mp3", "flac"]


@dataclass(frozen=True, slots=True)
class Format:
    """``video`` and ``audio`` codecs it may hold, the usual one first; ``alpha`` are those that keep transparency."""

    suffixes: tuple[str, ...]
    video: tuple[str, ...] = ()
    audio: tuple[str, ...] = ()
    alpha: tuple[str, ...] = ()


FORMATS: dict[str, Format] = {
    "mp4": Format((".mp4", ".m4v"), ("h264", "h265", "av1"), ("aac",)),
    "webm": Format((".webm",), ("vp9", "av1"), ("opus",), ("vp9",)),
    "mov": Format((".mov",), ("prores", "prores4444", "h264", "h265"), ("pcm", "aac"), ("prores4444",)),
    "gif": Format((".gif",), ("gif",), (), ("gif",)),
    "png": Format((".png",), ("png",), (), ("png",)),
    "jpg": Format((".jpg", ".jpeg"), ("jpg",)),
    "mp3": Format((".mp3",), (), ("mp3",)),
    "m4a": Format((".m4a",), (), ("aac",)),
    "wav": Format((".wav",), (), ("pcm",)),
    "flac": Format((".flac",), (), ("flac",)),
    "hls": Format((".m3u8",), ("h264", "h265"), ("aac",)),
}
"""Every format, by name."""

PRESETS: dict[str, tuple[str, ...]] = {
    "h264": ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"),
    "h265": ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"),
    "vp9": tuple(str(speed) for speed in range(9)),
    "av1": tuple(str(speed) for speed in range(14)),
}
"""The speeds an encoder knows; of numbers, higher is faster."""

MOST_CRF: dict[str, float] = {"h264": 51, "h265": 51, "vp9": 63, "av1": 63}
"""The worst picture an encoder makes. 0 is the best."""

HARDWARE: dict[str, tuple[str, ...]] = {
    "nvenc": ("h264", "h265", "av1"),
    "qsv": ("h264", "h265"),
    "vaapi": ("h264", "h265"),
}
"""Encoders in hardware, and the codecs they make."""


def format_of_path(path: PurePath) -> str | None:
    """The format a file's suffix names; ``None`` for a suffix of no format, and for a folder."""
    suffix = path.suffix.lower()
    return next((name for name, form in FORMATS.items() if suffix in form.suffixes), None)
