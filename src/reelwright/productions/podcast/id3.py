"""What an mp3 tells of itself: title, cover and chapters, as an ID3v2.3 tag with its chapter frames.

ID3v2 chapter frame addendum, version 1.0: CHAP and CTOC; times in milliseconds.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

_WHOLE_FILE = 0xFFFFFFFF
"""Of a chapter's offsets in bytes: only its times count."""
_TOP_AND_ORDERED = 0x03
_MOST_CHAPTERS = 255


@dataclass(frozen=True, slots=True)
class Chapter:
    """Times in seconds."""

    title: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Marks:
    """``cover`` is a JPEG. ``seconds`` is how long the recording is."""

    title: str
    artist: str
    album: str
    language: str
    seconds: float
    chapters: tuple[Chapter, ...] = ()
    cover: bytes = b""
    comment: str = ""


def marked(mp3: bytes, marks: Marks) -> bytes:
    """The recording with these marks in place of those it had."""
    return tag(marks) + mp3[_tag_length(mp3) :]


def tag(marks: Marks) -> bytes:
    frames = [_text("TIT2", marks.title), _text("TPE1", marks.artist), _text("TALB", marks.album)]
    frames += [_text("TLEN", str(round(marks.seconds * 1000))), _text("TCON", "Podcast")]
    if marks.comment:
        frames.append(_frame("COMM", b"\x01" + b"und" + _utf16("") + b"\0\0" + _utf16(marks.comment)))
    if marks.cover:
        frames.append(_frame("APIC", b"\0image/jpeg\0\x03\0" + marks.cover))
    frames += _chapters(marks.chapters[:_MOST_CHAPTERS])
    body = b"".join(frame for frame in frames if frame)
    return b"ID3\x03\0\0" + _syncsafe(len(body)) + body


def _chapters(chapters: Sequence[Chapter]) -> list[bytes]:
    if not chapters:
        return []
    names = [f"chp{number}".encode() + b"\0" for number in range(len(chapters))]
    contents = b"toc\0" + bytes([_TOP_AND_ORDERED, len(chapters)]) + b"".join(names)
    frames = [_frame("CTOC", contents)]
    for name, chapter in zip(names, chapters, strict=True):
        times = struct.pack(">IIII", round(chapter.start * 1000), round(chapter.end * 1000), _WHOLE_FILE, _WHOLE_FILE)
        frames.append(_frame("CHAP", name + times + _text("TIT2", chapter.title)))
    return frames


def _text(name: str, text: str) -> bytes:
    return _frame(name, b"\x01" + _utf16(text)) if text else b""


def _utf16(text: str) -> bytes:
    return b"\xff\xfe" + text.encode("utf-16-le")


def _frame(name: str, body: bytes) -> bytes:
    return name.encode() + struct.pack(">IH", len(body), 0) + body


def _syncsafe(number: int) -> bytes:
    return bytes((number >> shift) & 0x7F for shift in (21, 14, 7, 0))


def _tag_length(mp3: bytes) -> int:
    """Bytes of the ID3v2 tag a file begins with; 0 without one."""
    if mp3[:3] != b"ID3" or len(mp3) < 10:
        return 0
    size = sum((byte & 0x7F) << shift for byte, shift in zip(mp3[6:10], (21, 14, 7, 0), strict=True))
    return 10 + size + (10 if mp3[5] & 0x10 else 0)
