"""Subtitles inside a video file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import av.error

from reelwright.media.opening import open_media

_ASS_FIELDS = re.compile(r"^(?:[^,]*,){8}")
_ASS_TAG = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Subtitle:
    """Lines of text from ``start`` to ``end`` seconds."""

    start: float
    end: float
    lines: tuple[str, ...]


def read_subtitles(path: Path) -> list[Subtitle]:
    """The first text subtitle stream, nothing when there is none. Raises ``MediaUnusable``."""
    found: list[Subtitle] = []
    with open_media(path) as container:
        if not container.streams.subtitles:
            return []
        stream = container.streams.subtitles[0]
        for packet in container.demux(stream):
            if packet.pts is None or not packet.duration:
                continue
            start = float(packet.pts * packet.time_base)
            try:
                texts = [getattr(line, "ass", b"") or getattr(line, "text", b"") for line in packet.decode()]
            except av.error.FFmpegError:
                continue
            lines = [piece for text in texts for piece in _plain(text)]
            found.append(Subtitle(start, start + float(packet.duration * packet.time_base), tuple(lines)))
    return found


def _plain(text: bytes | str) -> list[str]:
    written = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return [line.strip() for line in _ASS_TAG.sub("", _ASS_FIELDS.sub("", written)).replace("\\N", "\n").splitlines()]
