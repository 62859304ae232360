"""Sound levels: linear gain and decibels."""

from __future__ import annotations

import re
from math import log10

SILENCE_DB = -144.0
"""Below the noise of 24-bit audio; treated as silence."""

_DECIBELS = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*dB\s*", re.IGNORECASE)


def gain_of_db(decibels: float) -> float:
    """Linear amplitude factor of a level change in decibels."""
    return 0.0 if decibels <= SILENCE_DB else 10.0 ** (decibels / 20.0)


def db_of_gain(gain: float) -> float:
    """Decibels of a linear amplitude factor; ``SILENCE_DB`` for nothing."""
    return SILENCE_DB if gain <= 0 else max(SILENCE_DB, 20.0 * log10(gain))


def parse_gain(written: float | int | str) -> float:
    """Linear gain from ``0.5``, ``"-6dB"`` or ``"50%"``. Raises ``ValueError`` for anything else or for a negative factor."""
    if isinstance(written, str):
        match = _DECIBELS.fullmatch(written)
        if match:
            return gain_of_db(float(match.group(1)))
        if written.strip().endswith("%"):
            written = float(written.strip()[:-1]) / 100
    gain = float(written)
    if not 0 <= gain <= 100:
        raise ValueError(f"volume {written} is outside 0 to 100 (write a factor such as 0.5, or decibels such as -6dB)")
    return gain
