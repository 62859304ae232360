"""Captions of an MP4 or MOV that players do not show unasked: libav's muxer turns the first track of every kind on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_ENABLED = 1
"""The lowest bit of a track header's flags (ISO/IEC 14496-12, 8.3.2)."""
_CAPTIONS = (b"sbtl", b"text", b"subt")
Box = tuple[bytes, int, int]
"""Its kind, and where its content begins and ends."""


def leave_captions_off(path: Path) -> None:
    """Turn the caption tracks off. The file is changed in place, a byte for each track."""
    with path.open("r+b") as file:
        file.seek(0, 2)
        for _, begin, end in _kind(_boxes(file, 0, file.tell()), b"moov"):
            tracks = [track for track in _kind(_boxes(file, begin, end), b"trak") if _is_captions(file, track)]
            for _, first, last in tracks:
                for _, header, _ in _kind(_boxes(file, first, last), b"tkhd"):
                    file.seek(header + 3)
                    flags = file.read(1)[0]
                    file.seek(header + 3)
                    file.write(bytes([flags & ~_ENABLED]))


def _is_captions(file: BinaryIO, track: Box) -> bool:
    for _, begin, end in _kind(_boxes(file, track[1], track[2]), b"mdia"):
        for _, handler, _ in _kind(_boxes(file, begin, end), b"hdlr"):
            file.seek(handler + 8)
            return file.read(4) in _CAPTIONS
    return False


def _boxes(file: BinaryIO, begin: int, end: int) -> Iterator[Box]:
    while begin + 8 <= end:
        file.seek(begin)
        size, kind = int.from_bytes(file.read(4), "big"), file.read(4)
        head = 8
        if size == 1:
            size, head = int.from_bytes(file.read(8), "big"), 16
        stop = end if size == 0 else begin + size
        if stop <= begin or stop > end:
            return
        yield kind, begin + head, stop
        begin = stop


def _kind(boxes: Iterator[Box], kind: bytes) -> list[Box]:
    return [box for box in boxes if box[0] == kind]
