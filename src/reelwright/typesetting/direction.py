"""Which way text runs, and how a line is told so."""

from __future__ import annotations

import unicodedata
from typing import Literal

Direction = Literal["ltr", "rtl"]

RTL_ISOLATE = "\u2067"
ISOLATE_END = "\u2069"

_ISOLATE_STARTS = frozenset(("LRI", "RLI", "FSI"))


def first_strong(text: str) -> Direction:
    """Direction of the first strong character, left to right when there is none.

    Characters inside isolates do not count (Unicode Standard Annex 9, rules P2 and P3).
    """
    depth = 0
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in _ISOLATE_STARTS:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif depth == 0 and kind in ("R", "AL"):
            return "rtl"
        elif depth == 0 and kind == "L":
            return "ltr"
    return "ltr"
