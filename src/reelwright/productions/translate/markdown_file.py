"""Markdown and plain text: paragraphs, headings, list items and table cells are translated; marks, code and addresses stay."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reelwright.productions.translate.pieces import Divided, Piece

_FENCE = re.compile(r"\s{0,3}(```+|~~~+)")
_LEAD = re.compile(r"\s*(?:>\s?)*\s*(?:#{1,6}\s+|(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?)?")
_OWN_LINE = re.compile(r"\s*(?:(?:>\s?)+|#{1,6}\s|(?:[-*+]|\d{1,9}[.)])\s)")
_NO_WORDS = re.compile(
    r"\s*(?:[-*_=]{3,}|(?:[-*_]\s){2,}[-*_]|\[[^\]]+\]:\s.*|<!--.*-->|</?[a-zA-Z][^>]*>|\|?[\s:|-]+\|?)\s*"
)
_INLINE = re.compile(r"`[^`]+`|(?<=\])\([^()\s]*\)|https?://[^\s)>]+")
_CELLS = re.compile(r"(?<!\\)\|")


def divided_text(text: str, *, is_markdown: bool) -> Divided:
    """The paragraphs of a text. Lines of one paragraph are translated as one and come back as one line."""
    parts: list[str | int] = []
    pieces: list[Piece] = []
    paragraph: list[str] = []

    def put(lead: str, words: str) -> None:
        tail = words[len(words.rstrip()) :]
        kept = tuple(dict.fromkeys(_INLINE.findall(words))) if is_markdown else ()
        parts.extend((lead, len(pieces), tail))
        pieces.append(Piece(words.strip(), kept))

    def flush() -> None:
        if paragraph:
            lead = (_LEAD.match(paragraph[0]) or [""])[0] if is_markdown else _indent(paragraph[0])
            put(lead, " ".join([paragraph[0][len(lead) :].strip(), *(line.strip() for line in paragraph[1:])]))
            parts.append("\n")
            paragraph.clear()

    fence = ""
    lines = text.replace("\r\n", "\n").split("\n")
    head = _front_matter(lines) if is_markdown else 0
    parts.extend(f"{line}\n" for line in lines[:head])
    for line in lines[head:]:
        mark = _FENCE.match(line) if is_markdown else None
        if fence or mark:
            flush()
            parts.append(f"{line}\n")
            if not fence and mark:
                fence = mark[1]
            elif mark and mark[1][0] == fence[0] and len(mark[1]) >= len(fence) and not line.strip(" `~"):
                fence = ""
            continue
        if not line.strip() or (is_markdown and _stays(line, bool(paragraph))):
            flush()
            parts.append(f"{line}\n")
        elif is_markdown and line.lstrip().startswith("|"):
            flush()
            for place, cell in enumerate(_CELLS.split(line)):
                parts.append("|" if place else "")
                if cell.strip():
                    put(_indent(cell), cell[len(_indent(cell)) :])
                else:
                    parts.append(cell)
            parts.append("\n")
        else:
            if is_markdown and _OWN_LINE.match(line):
                flush()
            paragraph.append(line)
            if is_markdown and (line.lstrip().startswith("#") or line.endswith("  ")):
                flush()
    flush()
    return Divided(tuple(pieces), lambda told: _joined(parts, told))


def _stays(line: str, in_paragraph: bool) -> bool:
    """Rules, link addresses, comments, tags of their own, table rules, and code set in by four spaces."""
    return _NO_WORDS.fullmatch(line) is not None or (
        line.startswith(("    ", "\t")) and not in_paragraph and not _OWN_LINE.match(line)
    )


def _front_matter(lines: Sequence[str]) -> int:
    """How many lines a head between two ``---`` takes."""
    if lines and lines[0].strip() == "---":
        for number, line in enumerate(lines[1:60], 2):
            if line.strip() == "---":
                return number
    return 0


def _joined(parts: Sequence[str | int], told: Sequence[str]) -> str:
    whole = "".join(part if isinstance(part, str) else " ".join(told[part].split()) for part in parts)
    return whole.removesuffix("\n")


def _indent(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]
