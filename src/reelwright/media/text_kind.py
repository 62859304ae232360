"""What a text file is, by its first characters."""

from __future__ import annotations

import codecs
import re

from reelwright.media.json_kind import json_kind
from reelwright.media.sniffed import HTML, PDF, PLAYLIST, SCRIPT, XML, Sniffed

_LOOK = 4096
"""Characters within which markup has to show its first element."""

_UNTEXTLY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_TIME = re.compile(r"\s*(?:\d+:)?\d{1,2}:\d{1,2}[,.]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{1,2}[,.]\d{1,3}")
_PLAYLIST = re.compile(
    r"#EXTM3U|ffconcat\s+version|\[playlist\]|\[reference\]|RTSPtext|SMILtext|v=0\r?\no=", re.IGNORECASE
)
_CONCAT = re.compile(r"(?:#[^\n]*\n\s*)*file\s+(?:'[^'\n]+'|\"[^\"\n]+\"|[^\s'\"]*[./:][^\s'\"]*)[ \t]*(?:\r?\n|\Z)")
"""A list of files without a head, as ffmpeg reads it when told to."""
_SCRIPT = re.compile(r"#!|<\?(?:php|=)|<%|@echo\s+off", re.IGNORECASE)
_HEADS = (
    ("%PDF-", PDF),
    ("%!PS", Sniffed("unknown", "application/postscript", ".ps")),
    ("{\\rtf", Sniffed("unknown", "application/rtf", ".rtf")),
    ("WEBVTT", Sniffed("captions", "text/vtt", ".vtt")),
    ("[Script Info]", Sniffed("captions", "text/x-ssa", ".ass")),
)
_PASSED_OVER = re.compile(r"\s+|<!--.*?-->|<\?.*?\?>|<!doctype\b[^<>\[]*(?:\[.*?\]\s*)?>", re.IGNORECASE | re.DOTALL)
_ELEMENT = re.compile(r"<([a-z][\w.-]*:)?([a-z][\w.-]*)[\s/>]", re.IGNORECASE)
_HTML_ELEMENTS = frozenset(
    "html head body script style title meta link base iframe frameset object embed applet form div font table a b br p h1 img center"
    .split()
)  # fmt: skip
_PLAYLIST_ELEMENTS = frozenset({"asx", "smil", "playlist", "mpd", "compositionplaylist", "smoothstreamingmedia"})
_LUT = re.compile(r"^[ \t]*LUT_[13]D_SIZE\s+\d+", re.MULTILINE)
_MARKDOWN = re.compile(
    r"^#{1,6} \S|^---\r?\n|^(?:=+|-{3,})[ \t]*$|^[*+-] \S|^> \S|!?\[[^\]\n]*\]\([^)\n]+\)|\*\*\S", re.MULTILINE
)


def unicode_text(head: bytes) -> str | None:
    """The characters of a file that begins as UTF-8, or as UTF-16 with its mark; ``None`` for one that does not."""
    marked = head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return _decoded(head, "utf-16" if marked else "utf-8-sig")


def western_text(head: bytes) -> str | None:
    """As ``unicode_text``, for the encoding of old Western files, in which almost anything is a text."""
    return _decoded(head, "cp1252")


def _decoded(head: bytes, encoding: str) -> str | None:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return None
    return None if _UNTEXTLY.search(text) else text


def text_kind(text: str) -> Sniffed:
    """By what stands in it; text of no special form is an article."""
    begin = text.lstrip()
    for start, found in _HEADS:
        if begin.startswith(start):
            return found
    if _SCRIPT.match(begin):
        return SCRIPT
    if _PLAYLIST.match(begin) or _CONCAT.match(begin):
        return PLAYLIST
    if begin.startswith("<"):
        found = _markup_kind(begin[:_LOOK])
        if found is not None:
            return found
    return json_kind(begin) or _lines_kind(text)


def _markup_kind(text: str) -> Sniffed | None:
    """By the first element; ``None`` for text that only happens to begin with a bracket."""
    at = 0
    while match := _PASSED_OVER.match(text, at):
        at = match.end()
    passed = text[:at].lower()
    element = _ELEMENT.match(text, at)
    name = element.group(2).lower() if element else ""
    if name == "svg":
        return Sniffed("svg", "image/svg+xml", ".svg")
    if name in _HTML_ELEMENTS or re.search(r"<!doctype\s+html", passed):
        return HTML
    if name in _PLAYLIST_ELEMENTS:
        return PLAYLIST
    if element is None and text.startswith("<!", at):  # a comment or declaration that does not end
        return HTML
    return XML if passed.startswith(("<?xml", "<!doctype")) or (element and element.group(1)) else None


def _lines_kind(text: str) -> Sniffed:
    lines = [line for line in text[:_LOOK].splitlines() if line.strip()]
    if any(_TIME.match(line) for line in lines[:4]):
        return Sniffed("captions", "application/x-subrip", ".srt")
    if "[Events]" in text and re.search(r"^Dialogue:", text, re.MULTILINE):
        return Sniffed("captions", "text/x-ssa", ".ass")
    if _LUT.search(text):
        return Sniffed("lut", "application/x-cube-lut", ".cube")
    if _MARKDOWN.search(text[:_LOOK]):
        return Sniffed("document", "text/markdown", ".md")
    return Sniffed("document", "text/plain", ".txt")
