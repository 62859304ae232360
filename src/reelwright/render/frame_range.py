"""A part of a video, as people write it."""

from __future__ import annotations

import re
from fractions import Fraction

from reelwright.errors import InvalidInput
from reelwright.units.time import exact, frame_at

_EDGE = re.compile(r"(\d+)f?|(\d+(?:\.\d+)?)s")


def parse_range(text: str, fps: Fraction) -> tuple[int, int]:
    """Frames (first, last not included) of ``30:90``, ``1s:2.5s`` or ``:90``. Raises ``InvalidInput``."""
    first, mark, last = text.replace(" ", "").partition(":")
    if not mark:
        raise InvalidInput(f"{text} is not a range", hint="write frames such as 30:90, or seconds such as 1s:3s")
    return _frame(first or "0", fps, text), _frame(last, fps, text) if last else 10**9


def _frame(edge: str, fps: Fraction, text: str) -> int:
    match = _EDGE.fullmatch(edge)
    if match is None:
        raise InvalidInput(f"{text} is not a range", hint="write frames such as 30:90, or seconds such as 1s:3s")
    return int(match.group(1)) if match.group(1) else frame_at(exact(match.group(2)), fps)
