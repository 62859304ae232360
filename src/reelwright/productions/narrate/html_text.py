"""A web page → its text as Markdown: headings, paragraphs, lists, tables and pictures' texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

_BLOCKS = frozenset(
    "p div section article main header footer blockquote figure figcaption ul ol li dl dt dd pre h1 h2 h3 h4 h5 h6 "
    "table thead tbody tr td th hr body title address details summary".split()
)
_SILENT = frozenset(
    "script style noscript template nav aside footer form button select svg math iframe figcaption pre head".split()
)
"""What is not the page's text."""
_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")
_LEADING = re.compile(r"^(\d*)([#+.)-])")


def is_html(text: str, suffix: str) -> bool:
    """Whether a text is a web page: by its file's name, else by how it begins."""
    begins = text[:200].lstrip().lower()
    return suffix.lower() in (".html", ".htm", ".xhtml") or begins.startswith(("<!doctype html", "<html"))


def html_as_markdown(page: str) -> str:
    """The text of the page's ``<article>`` or ``<main>`` if it has one, else of all of it."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    inner = [block for block in reader.blocks if block.is_inner]
    blocks = inner if any(not block.mark.startswith("#") for block in inner) else reader.blocks
    if not any(block.mark == "# " for block in blocks):
        title = next((block.text for block in reader.blocks if block.mark == "# "), "") or reader.title
        blocks = [_Block(f"{title}", "# ", True), *blocks] if title else blocks
    return "\n\n".join(block.mark + block.text for block in blocks) + "\n"


@dataclass(frozen=True)
class _Block:
    text: str
    mark: str
    is_inner: bool


class _Reader(HTMLParser):
    """Browsers read anything as HTML, and so does this: tags that are never closed end where their parent ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[_Block] = []
        self.title = ""
        self._open: list[str] = []
        self._pieces: list[str] = []
        self._mark = ""
        self._row: list[str] | None = None
        self._rows: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            text = dict(attrs).get("alt") or ""
            if text and not self._is_silent:
                self._pieces.append(f" ![{_escaped(text)}](picture) ")
            return
        if tag == "br":
            self._pieces.append(" ")
        if tag in _VOID:
            return
        if tag in _BLOCKS and self._row is None:
            self.end_block()
        for inside, until in _ENDED_BY.get(tag, ()):
            if inside in self._open and until not in self._open[self._open.index(inside) :]:
                self.handle_endtag(inside)
        self._open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self._mark = "#" * int(tag[1]) + " "
        elif tag == "li":
            self._mark = "- "
        elif tag == "tr":
            self._row = []
        elif tag in ("td", "th"):
            self._pieces.clear()

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open:
            self._end(self._open[-1])
            if self._open.pop() == tag:
                return

    def close(self) -> None:
        super().close()
        while self._open:
            self._end(self._open[-1])
            self._open.pop()
        self.end_block()

    def _end(self, tag: str) -> None:
        if tag in ("td", "th") and self._row is not None:
            self._row.append(self._taken())
        elif tag == "tr":
            self._end_row()
        elif tag == "table" and self._rows:
            self.blocks.append(_Block("\n".join(self._rows), "", self._is_inner))
            self._rows = []
        elif tag == "title" and not self.title:
            self.title = re.split(r"\s\\?[|–—]\s", self._taken())[0]
        elif tag in _BLOCKS and self._row is None:
            self.end_block()

    def handle_data(self, data: str) -> None:
        if not self._is_silent or self._open[-1:] == ["title"]:
            self._pieces.append(_escaped(data))

    @property
    def _is_silent(self) -> bool:
        return not _SILENT.isdisjoint(self._open)

    @property
    def _is_inner(self) -> bool:
        return "article" in self._open or "main" in self._open

    def _taken(self) -> str:
        text = " ".join("".join(self._pieces).split())
        self._pieces.clear()
        return text

    def end_block(self) -> None:
        """What was read since the last block becomes one."""
        text, mark, self._mark = self._taken(), self._mark, ""
        if text:
            self.blocks.append(_Block(text if mark else _LEADING.sub(r"\1\\\2", text), mark, self._is_inner))

    def _end_row(self) -> None:
        row, self._row = self._row or [], None
        if row:
            self._rows.append("| " + " | ".join(row) + " |")
            if len(self._rows) == 1:
                self._rows.append("|" + "---|" * len(row))


_ENDED_BY = {
    **dict.fromkeys(("p", "h1", "h2", "h3", "ul", "ol", "div", "table", "blockquote"), (("p", "table"),)),
    "li": (("li", "ul"), ("li", "ol")),
    "td": (("td", "table"), ("th", "table")),
    "th": (("td", "table"), ("th", "table")),
    "tr": (("tr", "table"),),
}
"""What a tag ends that was left open, unless the second lies between."""
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


def _escaped(text: str) -> str:
    """Text in which Markdown finds no signs of its own."""
    return _SPECIAL.sub(r"\\\1", text)
