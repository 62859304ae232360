"""Advanced SubStation Alpha (.ass, .ssa)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reelwright.captions.cues import Cue
from reelwright.captions.formats.srt import cue_of
from reelwright.captions.joining import needs_space
from reelwright.errors import InvalidInput
from reelwright.transcript import Word

_TIME = re.compile(r"\s*(\d+):(\d{1,2}):(\d{1,2})[.:](\d{1,3})\s*")
_TAGS = re.compile(r"\{([^}]*)\}")
_KARAOKE = re.compile(r"\\[kK][fo]?(\d+)")
_DRAWING = re.compile(r"\\p[1-9]")
_FIELDS = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")
_HEAD = """[Script Info]
ScriptType: v4.00+
PlayResX: {width}
PlayResY: {height}
WrapStyle: 2
ScaledBorderAndShadow: yes

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Outline, Shadow, Alignment, MarginV
Style: Default,Noto Sans,{size},&H0000D6FF,&H00FFFFFF,&H00000000,&H80000000,-1,{outline},1,2,{margin}

[Events]
Format: Layer, Start, End, Style, Text
"""


def write_ass(cues: Sequence[Cue], size: tuple[int, int] = (1920, 1080)) -> str:
    """The cues with their words' times as karaoke (``\\k``, hundredths of a second), for a picture of (width, height)."""
    width, height = size
    letters = round(min(width, height) * 0.055)
    head = _HEAD.format(
        width=width, height=height, size=letters, outline=max(1, letters // 12), margin=round(height * 0.1)
    )
    lines = [f"Dialogue: 0,{_stamp(cue.start)},{_stamp(cue.end)},Default,{_karaoke(cue)}\n" for cue in cues]
    return head + "".join(lines)


def _karaoke(cue: Cue) -> str:
    """Words after their ``\\k``; each lasts until the next one begins."""
    words = cue.words
    text, at = "", _hundredths(cue.start)
    for number, word in enumerate(words):
        start = max(at, _hundredths(word.start))
        until = _hundredths(words[number + 1].start if number + 1 < len(words) else max(word.end, cue.start))
        if start > at:
            text += f"{{\\k{start - at}}}"
        text += f"{{\\k{max(0, until - start)}}}{_escaped(word.text)}{_between(cue, number)}"
        at = max(start, until)
    return text


def _between(cue: Cue, number: int) -> str:
    """What stands after a word: a line end, a space, or nothing."""
    ends = 0
    for line in cue.lines[:-1]:
        ends += len(line)
        if number + 1 == ends:
            return "\\N"
    words = cue.words
    return " " if number + 1 < len(words) and needs_space(words[number].text, words[number + 1].text) else ""


def _escaped(text: str) -> str:
    return text.replace("\\", "⧵").replace("{", "(").replace("}", ")")


def _hundredths(seconds: float) -> int:
    return round(seconds * 100)


def _stamp(seconds: float) -> str:
    whole = _hundredths(seconds)
    return f"{whole // 360_000}:{whole // 6000 % 60:02d}:{whole // 100 % 60:02d}.{whole % 100:02d}"


def parse_ass(text: str, name: str = "subtitles") -> list[Cue]:
    """Cues of an .ass or .ssa file, word times from its karaoke where it has any, else spread over each cue.

    Comments and drawings are passed over. Raises ``InvalidInput`` with the line at fault.
    """
    fields, cues, inside = list(_FIELDS), list[Cue](), False
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if line.strip().startswith("["):
            inside = line.strip().lower() == "[events]"
            continue
        kind, _, rest = line.partition(":")
        if not inside or not rest:
            continue
        if kind.strip().lower() == "format":
            fields = [field.strip().lower() for field in rest.split(",")]
        elif kind.strip().lower() == "dialogue":
            cue = _dialogue(dict(zip(fields, rest.split(",", len(fields) - 1), strict=False)), f"{name}, line {number}")
            cues += [cue] if cue else []
    if not cues and "[events]" not in text.lower():
        raise InvalidInput(f"{name} has no [Events]: it is not an ASS file")
    return sorted(cues, key=lambda cue: cue.start)


def _dialogue(row: dict[str, str], place: str) -> Cue | None:
    start, end = _seconds(row.get("start", ""), place), _seconds(row.get("end", ""), place)
    if end < start:
        raise InvalidInput(f"{place}: the line ends before it starts")
    text = row.get("text", "")
    if _DRAWING.search(text):
        return None
    if _KARAOKE.search(text):
        cue = _sung(text, start, end)
        if cue:
            return cue
    plain = _TAGS.sub("", text).replace("\\h", " ")
    return cue_of([line.strip() for line in re.split(r"\\N|\\n", plain)], start, end)


def _sung(text: str, start: float, end: float) -> Cue | None:
    """A cue from syllables with times: syllables without a space between them are one word."""
    lines: list[list[Word]] = [[]]
    at, is_open = start, False
    pieces = _TAGS.split(text)
    for tags, piece in zip(["", *pieces[1::2]], pieces[0::2], strict=True):
        length = sum(int(number) for number in _KARAOKE.findall(tags)) / 100
        first = at
        at = min(at + length, end)
        for index, part in enumerate(re.split(r"(\\N|\\n|\\h|\s+)", piece)):
            if index % 2:
                is_open = False
                if part in ("\\N", "\\n") and lines[-1]:
                    lines.append([])
            elif part and is_open and lines[-1]:
                lines[-1][-1] = Word(lines[-1][-1].text + part, lines[-1][-1].start, at)
            elif part:
                lines[-1].append(Word(part, first, at))
                is_open = True
    kept = tuple(tuple(line) for line in lines if line)
    return Cue(start, end, kept) if kept else None


def _seconds(written: str, place: str) -> float:
    match = _TIME.fullmatch(written)
    if match is None:
        raise InvalidInput(f"{place}: {written.strip()!r} is not a time such as 0:00:01.50")
    hours, minutes, seconds = (int(match.group(n)) for n in (1, 2, 3))
    return hours * 3600 + minutes * 60 + seconds + int(match.group(4).ljust(3, "0")[:3]) / 1000
