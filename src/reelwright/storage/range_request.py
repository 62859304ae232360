"""Which bytes an HTTP ``Range`` header asks for (RFC 9110, section 14)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LONGEST = 1000
_MOST_DIGITS = 20
_SPEC = re.compile(r"(\d*)-(\d*)", re.ASCII)


@dataclass(frozen=True)
class Whole:
    """Answer 200 with everything."""


@dataclass(frozen=True)
class Part:
    """Answer 206 with ``length`` bytes (at least one) from ``start``."""

    start: int
    length: int


@dataclass(frozen=True)
class Unsatisfiable:
    """Answer 416: the range begins behind the end."""


def requested_range(
    header: str | None, size: int, *, if_range: str | None = None, etag: str = ""
) -> Whole | Part | Unsatisfiable:
    """What to answer for a file of ``size`` bytes.

    A header that is no valid byte range is ignored, as the standard wishes, and so is one whose ``If-Range`` names
    another version. Several ranges that could be answered get the whole file, which the standard allows.
    """
    if header is None or len(header) > _LONGEST or (if_range is not None and if_range.strip() != etag):
        return Whole()
    unit, equals, wanted = header.partition("=")
    if not equals or unit.lower() != "bytes":
        return Whole()
    specs = [spec for spec in (text.strip(" \t") for text in wanted.split(",")) if spec]
    parsed = [_positions(spec) for spec in specs]
    if not parsed or None in parsed:
        return Whole()
    parts = [_within(first, last, size) for first, last in filter(None, parsed)]
    found = [part for part in parts if part is not None]
    if not found:
        return Unsatisfiable()
    return found[0] if len(found) == 1 and found[0] != Part(0, 0) else Whole()


def _positions(spec: str) -> tuple[int | None, int | None] | None:
    """First and last position, either of which may be missing; nothing when the spec is not valid."""
    match = _SPEC.fullmatch(spec)
    if match is None or spec == "-" or any(len(digits.lstrip("0")) > _MOST_DIGITS for digits in match.groups()):
        return None
    first, last = (int(digits) if digits else None for digits in match.groups())
    if first is not None and last is not None and last < first:
        return None
    return first, last


def _within(first: int | None, last: int | None, size: int) -> Part | None:
    if first is None:
        suffix = min(last or 0, size)
        return Part(size - suffix, suffix) if last else None
    if first >= size:
        return None
    end = size if last is None else min(last + 1, size)
    return Part(first, end - first)
