"""Who made the pictures of a video, as its viewers are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.providers.pictures import Credit
from reelwright.units.time import clock

HEADING = "Pictures in this video"


@dataclass(frozen=True, slots=True)
class Credited:
    """A picture seen from ``start`` to ``end`` seconds."""

    start: float
    end: float
    credit: Credit


def credit_lines(pictures: Sequence[Credited]) -> list[str]:
    """One line for each picture: who, where from, its page, its licence."""
    by_line: dict[str, None] = {}
    for picture in pictures:
        told = picture.credit
        parts = [told.line, told.source_url, told.licence]
        by_line[" – ".join(part for part in parts if part)] = None
    return list(by_line)


def credits_text(pictures: Sequence[Credited]) -> str:
    """The file beside the video."""
    lines = [HEADING, ""]
    for picture in pictures:
        told = picture.credit
        lines.append(f"{clock(picture.start)[:8]}–{clock(picture.end)[:8]}  {told.line}")
        lines += [f"    {address}" for address in (told.author_url, told.source_url) if address]
        licence = " ".join(part for part in (told.licence, told.licence_url) if part)
        lines += [f"    {licence}"] if licence else []
    return "\n".join(lines) + "\n"


def end_line(pictures: Sequence[Credited]) -> str:
    """All makers in one line, as for a video's description."""
    makers = dict.fromkeys(
        f"{picture.credit.author} ({picture.credit.source})" if picture.credit.author else picture.credit.line
        for picture in pictures
    )
    return f"Pictures: {', '.join(makers)}"
