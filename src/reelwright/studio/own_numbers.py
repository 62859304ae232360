"""Numbers as people type them."""

from __future__ import annotations

from reelwright.studio.form import FormErrors


def seconds_of(minutes: str) -> float:
    """Seconds of a number of minutes, with a point or a comma. Raises ``FormErrors`` at the field ``minutes``."""
    try:
        seconds = float(minutes.replace(",", ".")) * 60
    except ValueError:
        raise FormErrors({"minutes": "Write a number of minutes, such as 1.5."}) from None
    if not 5 <= seconds <= 3600:
        raise FormErrors({"minutes": "Choose from 0.1 to 60 minutes."})
    return seconds
