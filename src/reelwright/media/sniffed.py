"""What a file was found to be by its content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SniffedKind = Literal["video", "audio", "image", "font", "document", "captions", "svg", "lottie", "lut", "unknown"]


@dataclass(frozen=True, slots=True)
class Sniffed:
    """``content_type`` to serve it as and ``suffix`` (with its dot) to keep it under.

    ``document`` is what a video is made from: a timeline, another tool's edit, an article, data. ``unknown`` is what
    nothing here reads; its content type says what it is, as far as that can be told.
    """

    kind: SniffedKind
    content_type: str
    suffix: str


UNKNOWN = Sniffed("unknown", "application/octet-stream", ".bin")
EXECUTABLE = Sniffed("unknown", "application/x-executable", ".bin")
SCRIPT = Sniffed("unknown", "text/x-script", ".txt")
HTML = Sniffed("unknown", "text/html", ".html")
XML = Sniffed("unknown", "application/xml", ".xml")
PLAYLIST = Sniffed("unknown", "application/vnd.apple.mpegurl", ".m3u8")
ZIP = Sniffed("unknown", "application/zip", ".zip")
OFFICE = Sniffed("unknown", "application/x-office-document", ".bin")
PDF = Sniffed("unknown", "application/pdf", ".pdf")
LOTTIE_ARCHIVE = Sniffed("lottie", "application/zip+dotlottie", ".lottie")
