"""The media type of a file we made, by its name."""

from __future__ import annotations

import mimetypes
from pathlib import Path

_OURS = {
    ".md": "text/markdown", ".srt": "application/x-subrip", ".vtt": "text/vtt", ".ass": "text/x-ssa", ".webp": "image/webp",
    ".m4a": "audio/mp4", ".m3u8": "application/vnd.apple.mpegurl", ".ts": "video/mp2t", ".wav": "audio/wav", ".otio": "application/json",
    ".m4s": "video/iso.segment", ".flac": "audio/flac", ".mkv": "video/x-matroska",
}  # fmt: skip


def content_type_of(path: Path) -> str:
    """Never guesses from content: for files of our own making only."""
    return _OURS.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
