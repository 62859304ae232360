"""Captions (.srt, .vtt, .ass): each cue's words are translated; numbers, times, styles and notes stay byte for byte."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable, Sequence

from reelwright.captions.formats.srt import TIMES
from reelwright.productions.translate.pieces import Divided, Piece

_TAG = re.compile(r"</?[a-zA-Z][^>]*>|\{\\[^}]*\}|<\d[^>]*>")
_DASH = re.compile(r"\s*[-–—]\s*(?=\S)")
_LINE = 42
"""Characters in a line of captions, as broadcasters have it."""
_OVERRIDES = re.compile(r"(?:\{[^}]*\})*")
_KARAOKE = re.compile(r"\\[kK][fo]?\d+")
_ASS_BREAK = re.compile(r"\\N|\\n")


def divided_captions(text: str, suffix: str) -> Divided:
    """The cues of a caption file whose suffix says the format."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    if suffix in (".ass", ".ssa"):
        return _divided_lines(whole)
    return _divided_blocks(whole, html.escape if suffix == ".vtt" else lambda told: told)


class _Building:
    """The file's parts in order: strings that stay, or how a part is made of the translations of its pieces."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._parts: list[str | tuple[range, Callable[[Sequence[str]], str]]] = []

    def stays(self, text: str) -> None:
        self._parts.append(text)

    def translated(self, texts: Sequence[str], put: Callable[[Sequence[str]], str]) -> None:
        first = len(self.pieces)
        self.pieces += [Piece(text) for text in texts]
        self._parts.append((range(first, len(self.pieces)), put))

    def divided(self) -> Divided:
        def rebuilt(told: Sequence[str]) -> str:
            return "".join(
                part if isinstance(part, str) else part[1]([told[place] for place in part[0]]) for part in self._parts
            )

        return Divided(tuple(self.pieces), rebuilt)


def _divided_blocks(text: str, escaped: Callable[[str], str]) -> Divided:
    building = _Building()
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        building.stays(lines[number] + ("\n" if number + 1 < len(lines) else ""))
        is_cue = TIMES.fullmatch(lines[number]) is not None
        number += 1
        if not is_cue:
            continue
        first = number
        while number < len(lines) and lines[number].strip() and not TIMES.fullmatch(lines[number]):
            number += 1
        if (
            number < len(lines)
            and TIMES.fullmatch(lines[number])
            and number > first
            and lines[number - 1].strip().isdigit()
        ):
            number -= 1  # the number of the next cue, when no blank line divides them
        body = [html.unescape(_TAG.sub("", line)).strip() for line in lines[first:number]]
        end = "\n" if number < len(lines) else ""
        said = _said([line for line in body if line])
        if said:
            dashes, count = [dash for dash, _ in said], len(body)
            building.translated(
                [words for _, words in said],
                lambda told, dashes=dashes, count=count, end=end: escaped(_lined(told, dashes, count)) + end,
            )
        else:
            building.stays("".join(f"{line}\n" for line in lines[first:number]))
    return building.divided()


def _divided_lines(text: str) -> Divided:
    """ASS: the last field of each `Dialogue`. Override tags before the words stay; those between them, and karaoke, go."""
    building = _Building()
    fields, inside = 10, False
    for line in text.splitlines(keepends=True):
        kind, _, rest = line.partition(":")
        if line.strip().startswith("["):
            inside = line.strip().lower() == "[events]"
        elif inside and kind.strip().lower() == "format":
            fields = len(rest.split(","))
        cells = rest.rstrip("\n").split(",", fields - 1)
        is_said = inside and kind.strip().lower() == "dialogue" and len(cells) == fields
        tags = (_OVERRIDES.match(cells[-1]) or [""])[0] if is_said else ""
        if not is_said or re.search(r"\\p[1-9]", cells[-1]):
            building.stays(line)
            continue
        plain = re.sub(r"\{[^}]*\}", "", cells[-1]).replace("\\h", " ")
        body = [each.strip() for each in _ASS_BREAK.split(plain) if each.strip()]
        if not body:
            building.stays(line)
            continue
        said = _said(body)
        head = f"{kind}:{','.join(cells[:-1])},{_KARAOKE.sub('', tags).replace('{}', '')}"
        dashes, count = [dash for dash, _ in said], len(body)
        building.translated(
            [words for _, words in said],
            lambda told, head=head, dashes=dashes, count=count: (
                head + _lined(told, dashes, count).replace("{", "(").replace("}", ")").replace("\n", "\\N") + "\n"
            ),
        )
    return building.divided()


def _said(lines: Sequence[str]) -> list[tuple[str, str]]:
    """(dash, words): lines that all begin with a dash are of several speakers; others are one text."""
    if len(lines) > 1 and all(_DASH.match(line) for line in lines):
        return [(found[0], line[found.end() :]) for line in lines if (found := _DASH.match(line))]
    return [("", " ".join(lines))] if lines else []


def _lined(told: Sequence[str], dashes: Sequence[str], count: int) -> str:
    """As many lines as before where the words are as many; more where they do not fit."""
    if len(told) > 1:
        return "\n".join(dash + " ".join(text.split()) for dash, text in zip(dashes, told, strict=True))
    text = dashes[0] + " ".join(told[0].split())
    if count == 1 and len(text) <= _LINE:
        return text
    wanted = max(count, -(-len(text) // _LINE))
    for width in range(max(1, len(text) // wanted), len(text) + 1):
        lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
        if len(lines) <= wanted:
            return "\n".join(lines)
    return text
