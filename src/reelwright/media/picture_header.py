"""The size of a still picture by its first bytes, before anything is decoded: a small file may claim to be enormous."""

from __future__ import annotations

import struct
from collections.abc import Iterator

MOST_PIXELS = 100_000_000

_JPEG_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_TIFF_WIDTH, _TIFF_HEIGHT, _TIFF_TILE_WIDTH, _TIFF_TILE_HEIGHT = 256, 257, 322, 323


def stored_size(data: bytes) -> tuple[str, int, int] | None:
    """Kind, width and height as stored; ``None`` for what is no PNG, JPEG, GIF, WebP, BMP, TIFF or AVIF."""
    try:
        if data[:8] == b"\x89PNG\r\n\x1a\n":
            return "png", *struct.unpack(">II", data[16:24])
        if data[:3] == b"\xff\xd8\xff":
            return _jpeg(data)
        if data[:6] in (b"GIF87a", b"GIF89a"):
            return "gif", *struct.unpack("<HH", data[6:10])
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
        if data[:2] == b"BM":
            width, height = struct.unpack("<ii", data[18:26])
            return "bmp", abs(width), abs(height)
        if data[:4] in (b"II*\0", b"MM\0*"):
            return _tiff(data)
        if data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis"):
            sizes = [struct.unpack(">II", data[at + 8 : at + 16]) for at in _places(data, b"ispe")]
            return ("avif", *max(sizes, key=lambda size: size[0] * size[1])) if sizes else None
    except (struct.error, IndexError):
        return None
    return None


def is_animated_png(data: bytes) -> bool:
    """Whether a PNG announces more than one frame before its first pixels."""
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        return False
    at = 8
    while at + 12 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if name == b"acTL":
            return int.from_bytes(data[at + 8 : at + 12], "big") > 1
        if name == b"IDAT":
            return False
        at += 12 + length
    return False


def _jpeg(data: bytes) -> tuple[str, int, int] | None:
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            at += 1
            continue
        marker = data[at + 1]
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return "jpeg", width, height
        stands_alone = marker in (0xFF, 0x01) or 0xD0 <= marker <= 0xD8
        at += 1 if marker == 0xFF else 2 if stands_alone else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _webp(data: bytes) -> tuple[str, int, int] | None:
    kind = data[12:16]
    if kind == b"VP8X":
        return "webp", 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return "webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", data[26:30])
    return "webp", width & 0x3FFF, height & 0x3FFF


def _tiff(data: bytes) -> tuple[str, int, int] | None:
    """The largest size any directory names, tiles included."""
    order = "<" if data[:2] == b"II" else ">"
    found: dict[int, int] = {}
    (at,) = struct.unpack(f"{order}I", data[4:8])
    (count,) = struct.unpack(f"{order}H", data[at : at + 2])
    for number in range(count):
        entry = data[at + 2 + 12 * number : at + 14 + 12 * number]
        tag, kind = struct.unpack(f"{order}HH", entry[:4])
        if tag in (_TIFF_WIDTH, _TIFF_HEIGHT, _TIFF_TILE_WIDTH, _TIFF_TILE_HEIGHT):
            value = struct.unpack(f"{order}{'H' if kind == 3 else 'I'}", entry[8 : 10 if kind == 3 else 12])[0]
            found[tag] = max(found.get(tag, 0), value)
    if _TIFF_WIDTH not in found or _TIFF_HEIGHT not in found:
        return None
    width = max(found[_TIFF_WIDTH], found.get(_TIFF_TILE_WIDTH, 0))
    return "tiff", width, max(found[_TIFF_HEIGHT], found.get(_TIFF_TILE_HEIGHT, 0))


def _places(data: bytes, name: bytes) -> Iterator[int]:
    at = data.find(name)
    while at >= 0:
        yield at
        at = data.find(name, at + 4)
