"""What a JSON file is, by the names its first level uses; nothing is built from it, so a hostile one costs little."""

from __future__ import annotations

import re

from reelwright.media.sniffed import Sniffed

_MOST_CHARACTERS = 1_000_000
_BEGINS = re.compile(r'\s*(?:\{\s*(?:"[^"\n]*"\s*:|\})|\[\s*\{)')
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[{}\[\]:,]', re.DOTALL)
_LOTTIE = frozenset({"w", "h", "fr", "op"})


def json_kind(text: str) -> Sniffed | None:
    """By its beginning; ``None`` for what is no JSON object, nor a list of them."""
    if not _BEGINS.match(text):
        return None
    names = _first_names(text[:_MOST_CHARACTERS])
    if text.lstrip().startswith("["):
        is_words = {"start", "end"} <= names
        return Sniffed("captions" if is_words else "document", "application/json", ".json")
    if names >= _LOTTIE:
        return Sniffed("lottie", "video/lottie+json", ".json")
    if "timeline" in names and "version" not in names:
        return Sniffed("document", "application/vnd.shotstack.edit+json", ".json")
    if "tracks" in names:
        return Sniffed("document", "application/vnd.reelwright.timeline+json", ".json")
    if _is_recognised_speech(names):
        return Sniffed("captions", "application/json", ".json")
    return Sniffed("document", "application/json", ".json")


def _is_recognised_speech(names: set[str]) -> bool:
    return bool(names & {"segments", "words", "alignment"}) or (
        "results" in names and bool(names & {"jobName", "metadata"})
    )


def _first_names(text: str) -> set[str]:
    """The names in the outermost object, or in the first object of a list."""
    wanted = 2 if text.lstrip().startswith("[") else 1
    names: set[str] = set()
    depth, last = 0, ""
    for match in _TOKEN.finditer(text):
        piece = match.group()
        if piece in "{[":
            depth += 1
        elif piece in "}]":
            depth -= 1
            if depth < wanted:
                break
        elif piece == ":":
            if depth == wanted:
                names.add(last[1:-1])
        elif piece != ",":
            last = piece
    return names
