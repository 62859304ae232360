"""One face of one font file, opened safely: a font from a user is hostile until FreeType has accepted it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal

import skia

from reelwright.errors import InvalidInput

Origin = Literal["document", "folder", "bundled", "package", "system"]

SUFFIXES = frozenset((".ttf", ".otf", ".ttc", ".otc"))
WEB_SUFFIXES = frozenset((".woff", ".woff2"))
MAX_FONT_BYTES = 128 * 1024 * 1024
MAX_FACES_IN_FILE = 64
WEIGHT_AXIS = int.from_bytes(b"wght", "big")
COLOR_TABLES = frozenset(int.from_bytes(tag, "big") for tag in (b"CBDT", b"COLR", b"sbix", b"SVG "))
MIN_EXTENT_EM, MAX_EXTENT_EM = 0.05, 10.0
VARIABLE_WEIGHTS = range(100, 1000, 100)


@dataclass(frozen=True, eq=False)
class FontFace:
    """A face ready for shaping; a variable font gives one per hundred of its weight axis."""

    family: str
    weight: int
    italic: bool
    path: Path
    origin: Origin
    typeface: skia.Typeface

    def covered(self, chars: Iterable[str]) -> set[str]:
        """Those of the characters for which the face has a glyph."""
        wanted = list(chars)
        glyphs = self.typeface.unicharsToGlyphs([ord(char) for char in wanted])
        return {char for char, glyph in zip(wanted, glyphs, strict=True) if glyph}

    @property
    def colored(self) -> bool:
        """Whether its glyphs bring their own colours, as emoji do."""
        return not COLOR_TABLES.isdisjoint(self.typeface.getTableTags())

    def natural_extent(self) -> tuple[float, float]:
        """Ascent and descent in ems, both positive."""
        return _extent(self.typeface)


def open_faces(path: Path, origin: Origin, family: str | None = None) -> tuple[FontFace, ...]:
    """Every face of the file, under ``family`` or its own name.

    Raises InvalidInput when the file is missing, too big, or not a font that can be read.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise InvalidInput(
            f"The font file {path.name} cannot be read: {error.strerror}.", hint="Check the path and its permissions."
        ) from error
    if size > MAX_FONT_BYTES:
        raise InvalidInput(
            f"The font file {path.name} has {size // 2**20} MB.",
            hint=f"Fonts may have up to {MAX_FONT_BYTES // 2**20} MB.",
        )
    faces = [face for typeface in _typefaces(path) for face in _weights(typeface, path, origin, family)]
    if not faces:
        raise InvalidInput(
            f"The file {path.name} is not a font that can be read.",
            hint="Give a TrueType, OpenType or web font (.ttf, .otf, .ttc, .woff2).",
        )
    return tuple(faces)


def _typefaces(path: Path) -> list[skia.Typeface]:
    found: list[skia.Typeface] = []
    unpacked = _unpacked(path) if path.suffix.lower() in WEB_SUFFIXES else None
    for index in range(MAX_FACES_IN_FILE):
        typeface = (
            _opener().makeFromData(skia.Data.MakeWithCopy(unpacked), index)
            if unpacked is not None
            else _opener().makeFromFile(str(path), index)
        )
        if typeface is None or not typeface.countGlyphs() or not typeface.getFamilyName() or not _measurable(typeface):
            break
        found.append(typeface)
        if path.suffix.lower() not in (".ttc", ".otc"):
            break
    return found


def _unpacked(path: Path) -> bytes | None:
    """A web font (WOFF, WOFF2) as a plain one; ``None`` when it cannot be unpacked."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415  # half a second's load that few documents need

    plain = BytesIO()
    try:
        with TTFont(path, lazy=True) as font:
            font.flavor = None
            font.save(plain)
    except Exception:  # the door for fonts from anywhere: a damaged one fails in as many ways as it has tables
        return None
    return plain.getvalue() if plain.tell() <= MAX_FONT_BYTES else None


def _measurable(typeface: skia.Typeface) -> bool:
    """Whether ascent and descent are sizes a line can have; a damaged font may give none, or millions of ems."""
    ascent, descent = _extent(typeface)
    # Not a number fails every comparison.
    return abs(ascent) <= MAX_EXTENT_EM and abs(descent) <= MAX_EXTENT_EM and ascent + descent >= MIN_EXTENT_EM


def _extent(typeface: skia.Typeface) -> tuple[float, float]:
    metrics = skia.Font(typeface, 1000).getMetrics()
    return -metrics.fAscent / 1000, metrics.fDescent / 1000


def _weights(typeface: skia.Typeface, path: Path, origin: Origin, family: str | None) -> list[FontFace]:
    name = family or typeface.getFamilyName()
    axes = [axis for axis in typeface.getVariationDesignParameters() if axis.tag == WEIGHT_AXIS]
    if not axes:
        return [FontFace(name, typeface.fontStyle().weight(), typeface.isItalic(), path, origin, typeface)]
    position = skia.FontArguments.VariationPosition
    faces: list[FontFace] = []
    for weight in VARIABLE_WEIGHTS:
        if axes[0].min <= weight <= axes[0].max:
            # The position and the arguments only point at the coordinates: all three must live until the clone is made.
            coordinates = position.Coordinates([position.Coordinate(WEIGHT_AXIS, weight)])
            at = position(coordinates)
            arguments = skia.FontArguments()
            arguments.setVariationDesignPosition(at)
            clone = typeface.makeClone(arguments)
            faces.append(FontFace(name, weight, typeface.isItalic(), path, origin, clone))
    return faces


@cache
def _opener() -> skia.FontMgr:
    # An empty manager opens files without waking the system's font configuration (0.1 ms instead of 100).
    return skia.FontMgr.New_Custom_Empty()


@cache
def _digest(path: Path, _size: int, _mtime_ns: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of the font file's bytes, read again only when the file changed."""
    stat = path.stat()
    return _digest(path, stat.st_size, stat.st_mtime_ns)
