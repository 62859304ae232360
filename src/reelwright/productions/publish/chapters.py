"""Chapters as YouTube reads them out of a description.

Its rules (YouTube Help, "Video chapters"): the first is at 0:00, there are at least three in rising order, each at least ten
seconds long. What breaks them is shown as plain text, so that chapters too short are joined to the one before.
"""

from __future__ import annotations

from collections.abc import Sequence

SHORTEST = 10.0
FEWEST = 3
Chapter = tuple[str, float]
"""Title and start in seconds."""


def chapter_lines(chapters: Sequence[Chapter], duration: float | None = None) -> list[str]:
    """``0:00 Title`` for each; none when they would not be taken for chapters. ``duration`` in seconds, if it is known."""
    kept: list[Chapter] = []
    for title, start in sorted((row for row in chapters if row[0].strip()), key=lambda row: row[1]):
        if not kept:
            kept.append((title, 0.0))
        elif start - kept[-1][1] >= SHORTEST and (duration is None or duration - start >= SHORTEST):
            kept.append((title, start))
    if len(kept) < FEWEST:
        return []
    is_long = kept[-1][1] >= 3600
    return [f"{_clock(start, is_long=is_long)} {_plain(title)}" for title, start in kept]


def _clock(seconds: float, *, is_long: bool) -> str:
    whole = int(seconds)
    minutes, rest = divmod(whole, 60)
    if is_long:
        return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"
    return f"{minutes}:{rest:02d}"


def _plain(title: str) -> str:
    return " ".join(title.replace("<", "‹").replace(">", "›").split())
