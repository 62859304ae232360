"""Reading what a person wrote: Markdown or plain text → title, sections and paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.script_file import split_head
from reelwright.transcript.text_file import decoded

MOST_BYTES = 5_000_000
SUFFIXES = frozenset({".md", ".markdown", ".txt", ".text", ""})
_SKIPPED = {"fence", "code_block", "html_block", "hr"}
_FOOTNOTE = re.compile(r"^[ ]{0,3}\[\^[^\]\n]+\]:.*(?:\n[ \t]+\S.*)*", re.MULTILINE)
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
    return text


def parse_article(text: str, name: str) -> Article:
    """The article in a Markdown or plain text. Raises ``InvalidInput`` when nothing in it can be said."""
    head, body = split_head(text)
    parts, title = [Part("")], head.get("title", "")
    if Path(name).suffix.lower() in (".txt", ".text"):  # in plain text an indented line is not code
        body = "\n".join(line.strip() for line in body.splitlines())
    tokens = MarkdownIt("commonmark").enable("table").parse(_FOOTNOTE.sub("", body))
    index, in_table = 0, False
    while index < len(tokens):
        token = tokens[index]
        in_table = (in_table or token.type == "table_open") and token.type != "table_close"
        if token.type == "heading_open":
            text_line = _plain(tokens[index + 1], parts[-1])
            if token.tag == "h1" and not title:
                title = text_line
            elif text_line:
                parts.append(Part(text_line))
            index += 2
        elif token.type == "inline" and not in_table and tokens[index - 1].type not in _SKIPPED:
            paragraph = _plain(token, parts[-1])
            if paragraph:
                parts[-1].paragraphs.append(paragraph)
        index += 1
    title = title or _take_title(parts) or Path(name).stem.replace("-", " ").replace("_", " ").title()
    spoken = tuple(part for part in parts if part.paragraphs)
    if not any(any(char.isalnum() for char in paragraph) for part in spoken for paragraph in part.paragraphs):
        raise InvalidInput(f"{name} holds no sentence to speak", hint="write some text below its headings")
    return Article(title, head.get("language") or head.get("lang"), spoken)


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
