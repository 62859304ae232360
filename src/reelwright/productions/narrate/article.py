"""Reading what a person wrote: Markdown, plain text or a web page → title, sections and paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.html_text import html_as_markdown, is_html
from reelwright.productions.narrate.script_file import split_head
from reelwright.transcript.text_file import decoded

MOST_BYTES = 5_000_000
SUFFIXES = frozenset({".md", ".markdown", ".txt", ".text", ".html", ".htm", ""})
_SKIPPED = {"fence", "code_block", "html_block", "hr"}
_FOOTNOTE = re.compile(r"^[ ]{0,3}\[\^[^\]\n]+\]:.*(?:\n[ \t]+\S.*)*", re.MULTILINE)
_TASK = re.compile(r"^\[[ xX]\]\s+")
_FURNITURE = re.compile(
    r"^(?:©|\(c\)|copyright\b|all rights reserved|share (?:this|on|via)\b|follow us\b|subscribe to\b|sign up for\b)|\b\d+[- ]min(?:ute)?s? read\b"
    r"|^by (?-i:(?:[^\W\d_a-z][\w.'’-]*\s*){1,4})(?<!\.)$",
    re.IGNORECASE,
)
"""Of a web page, not of the text: who owns it, how long it takes to read, where to share it, who wrote it."""
_LONGEST_FURNITURE = 120
_OTHER_FORMATS = (b"%PDF", b"{\\rtf", b"PK\x03\x04")


@dataclass
class Part:
    """A section as written. ``pictures`` are the alternative texts of its images."""

    title: str
    paragraphs: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Article:
    title: str
    language: str | None
    parts: tuple[Part, ...]
    tables: int = 0
    """How many tables were left out: only those of two columns can be said."""


def read_text(path: Path) -> str:
    """A text file's content, whatever its encoding. Raises ``InvalidInput`` for what is no text, empty or too large."""
    try:
        if path.is_dir():
            raise InvalidInput(f"{path} is a folder", hint="name an article (.md or .txt)")
        if path.stat().st_size > MOST_BYTES:
            raise InvalidInput(
                f"{path} is larger than {MOST_BYTES // 1_000_000} MB",
                hint="take out a chapter and make a video of that",
            )
        data = path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"cannot read {path}: {error.strerror}", hint="check the path") from None
    text = None if data.startswith(_OTHER_FORMATS) else decoded(data)
    if text is None:
        raise InvalidInput(f"{path} is not a text file", hint="save it as .md or .txt, in UTF-8")
    if not text.strip():
        raise InvalidInput(f"{path} is empty", hint="write an article into it, or give a topic in quotes")
    return html_as_markdown(text) if is_html(text, path.suffix) else text


def parse_article(text: str, name: str) -> Article:
    """The article in a Markdown or plain text. Raises ``InvalidInput`` when nothing in it can be said."""
    head, body = split_head(text)
    parts, title = [Part("")], head.get("title", "")
    if Path(name).suffix.lower() in (".txt", ".text"):  # in plain text an indented line is not code
        body = "\n".join(line.strip() for line in body.splitlines())
    tokens = MarkdownIt("commonmark").enable("table").parse(_FOOTNOTE.sub("", body))
    index, tables, has_text = 0, 0, False
    while index < len(tokens):
        token = tokens[index]
        if token.type == "table_open":
            end = next(at for at in range(index, len(tokens)) if tokens[at].type == "table_close")
            rows = _rows(tokens[index:end], parts[-1])
            parts[-1].paragraphs += rows
            tables, index = tables + (not rows), end
        elif token.type == "heading_open":
            text_line = _plain(tokens[index + 1], parts[-1])
            if token.tag == "h1" and not title:
                title = text_line
            elif text_line and (has_text or not _says_the_same(text_line, title)):
                parts.append(Part(text_line))
            index += 2
        elif token.type == "inline" and tokens[index - 1].type not in _SKIPPED:
            paragraph = _TASK.sub("", _plain(token, parts[-1]))
            if paragraph and not (len(paragraph) <= _LONGEST_FURNITURE and _FURNITURE.search(paragraph)):
                parts[-1].paragraphs.append(paragraph)
                has_text = True
        index += 1
    title = title or _take_title(parts) or Path(name).stem.replace("-", " ").replace("_", " ").title()
    spoken = tuple(part for part in parts if part.paragraphs)
    if not any(any(char.isalnum() for char in paragraph) for part in spoken for paragraph in part.paragraphs):
        raise InvalidInput(f"{name} holds no sentence to speak", hint="write some text below its headings")
    return Article(title, head.get("language") or head.get("lang"), spoken, tables)


def _rows(tokens: list[Token], part: Part) -> list[str]:
    """The rows of a table of two columns as ``one: other``; none of a table that cannot be said."""
    rows: list[list[str]] = []
    in_head = False
    for before, token in pairwise(tokens):
        in_head = (in_head or before.type == "thead_open") and before.type != "thead_close"
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and not in_head:
            rows[-1].append(_plain(token, part))
    pairs = [(row[0], row[1]) for row in rows if len(row) == 2 and row[0] and row[1]]
    is_said = all(any(char.isalpha() for char in name) for name, _ in pairs) and len(pairs) == sum(map(bool, rows))
    return [f"{name}: {value}" for name, value in pairs] if is_said else []


def _says_the_same(heading: str, title: str) -> bool:
    """Whether a first heading is the title again, perhaps longer or shorter."""
    one, other = (" ".join(text.casefold().split()).rstrip(".!?") for text in (heading, title))
    return bool(other) and (one.startswith(other) or other.startswith(one))


def _take_title(parts: list[Part]) -> str:
    """A short first line without a full stop is a plain text's title."""
    if not parts[0].title and len(parts[0].paragraphs) > 1:
        first = parts[0].paragraphs[0]
        if len(first) <= 90 and first[-1] not in ".!?:;,。！？":
            return parts[0].paragraphs.pop(0)
    return ""


def _plain(token: Token, part: Part) -> str:
    """The text of an inline token without its markup; pictures' texts go to the part."""
    pieces: list[str] = []
    for child in token.children or []:
        if child.type in ("text", "code_inline"):
            pieces.append(child.content)
        elif child.type in ("softbreak", "hardbreak") or (
            child.type == "html_inline" and child.content.lower().startswith("<br")
        ):
            pieces.append(" ")
        elif child.type == "image" and child.content:
            part.pictures.append(child.content)
    text = re.sub(r"\[\^[^\]]*\]|\[\d+\]", "", "".join(pieces))  # footnote marks
    return " ".join(text.split())
