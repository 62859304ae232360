"""SubRip (.srt)."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from reelwright.captions.cues import Cue
from reelwright.captions.spread import spread
from reelwright.errors import InvalidInput
from reelwright.transcript import Word
from reelwright.units.time import clock

TIMES = re.compile(
    r"\s*(?:(\d+):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})\s*-->\s*(?:(\d+):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})(?:\s+.*)?"
)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>|\{\\[^}]*\}")


def write_srt(cues: Sequence[Cue]) -> str:
    """The cues as players read them: numbered, comma before the milliseconds, blank line after each."""
    return "".join(
        f"{n}\n{clock(cue.start, ',')} --> {clock(cue.end, ',')}\n{cue.text}\n\n" for n, cue in enumerate(cues, 1)
    )


def parse_srt(text: str, name: str = "subtitles") -> list[Cue]:
    """Cues of an .srt file; a missing number, a dot for the comma, CRLF, tags and a byte-order mark are all accepted.

    Word times are spread over each cue. Raises ``InvalidInput`` with the line at fault.
    """
    return read_blocks(text, name, lambda line: html.unescape(_TAG.sub("", line)))


def read_blocks(text: str, name: str, plain: object) -> list[Cue]:
    """Cues from blocks of lines that hold a time line; shared with WebVTT. ``plain`` strips a line's markup."""
    cues: list[Cue] = []
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    number = 0
    while number < len(lines):
        match = TIMES.fullmatch(lines[number])
        number += 1
        if match is None:
            if "-->" in lines[number - 1]:
                raise InvalidInput(
                    f"{name}, line {number}: {lines[number - 1].strip()!r} is not a time such as 00:00:01,000 --> 00:00:02,500"
                )
            continue
        first = number
        while number < len(lines) and lines[number].strip() and not TIMES.fullmatch(lines[number]):
            number += 1
        body = lines[first:number]
        if number < len(lines) and TIMES.fullmatch(lines[number]) and body and body[-1].strip().isdigit():
            body = body[:-1]  # the number of the next cue, when no blank line divides them
        start, end = _seconds(match, 1), _seconds(match, 5)
        if end < start:
            raise InvalidInput(f"{name}, line {first}: the cue ends before it starts")
        cue = cue_of([plain(line).strip() for line in body], start, end)  # type: ignore[operator]
        cues += [cue] if cue else []
    if not cues and text.strip() and "WEBVTT" not in text[:16]:
        raise InvalidInput(f"{name} holds no cue with times such as 00:00:01,000 --> 00:00:02,500")
    return sorted(cues, key=lambda cue: cue.start)


def cue_of(lines: Sequence[str], start: float, end: float) -> Cue | None:
    """A cue from its lines of text, times spread over the words; ``None`` when there is no text."""
    texts = [line for line in lines if line]
    words = spread(" ".join(texts), start, end)
    divided: list[tuple[Word, ...]] = []
    for line in texts:
        count = len(spread(line, 0, 1))
        divided.append(tuple(words[:count]))
        words = words[count:]
    return Cue(start, end, tuple(divided)) if divided else None


def _seconds(match: re.Match[str], group: int) -> float:
    hours, minutes, seconds = (int(match.group(group + i) or 0) for i in range(3))
    return hours * 3600 + minutes * 60 + seconds + int(match.group(group + 3).ljust(3, "0")) / 1000
