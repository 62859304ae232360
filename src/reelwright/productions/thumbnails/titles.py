"""Words for thumbnails: few, so that they can be read at the size of a stamp."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reelwright.productions.narrate.keywords import WORD, content_words
from reelwright.transcript.unspaced import is_unspaced

_MOST_WORDS, _MOST_LETTERS = 9, 60
_PARTS = re.compile(r"\s*[:|–—?!.]\s+|\s+-\s+")


def thumbnail_titles(title: str, count: int, own: Sequence[str] = ()) -> list[str]:
    """``count`` wordings: those a person gave first, then the title, its shorter part, and the words it turns on.

    What the title cannot give is the title again: the pictures and designs differ all the same.
    """
    whole = _shortened(" ".join(title.split()))
    found = [text for text in (" ".join(each.split()) for each in own) if text]
    for text in (whole, *_parts_of(title), _key_words(whole)):
        if text and text.casefold() not in (each.casefold() for each in found):
            found.append(text)
    while len(found) < count:
        found.append(found[len(found) % max(1, len(found))] if found else "")
    return found[:count]


def key_words(title: str) -> str:
    """A stretch of the title worth stressing: its longest word that carries meaning, with a number beside it; empty for none."""
    if any(is_unspaced(letter) for letter in title):
        return ""
    if number := re.search(r"\d[\d.,]*\s?%?", title):
        return number[0].strip()
    words = [word for word in WORD.findall(title) if word.lower() in set(content_words(word))]
    if len(words) < 2:
        return ""
    return max(words, key=len)


def _shortened(title: str) -> str:
    """Its first words, cut where fewest are lost."""
    words = title.split(" ")
    if len(words) <= _MOST_WORDS and len(title) <= _MOST_LETTERS:
        return title
    if (part := _part(title)) and len(part.split(" ")) <= _MOST_WORDS and len(part) <= _MOST_LETTERS:
        return part
    kept = words[:_MOST_WORDS]
    while len(kept) > 1 and len(" ".join(kept)) > _MOST_LETTERS:
        kept.pop()
    return " ".join(kept).rstrip(",;:") + "…"


def _part(title: str) -> str:
    return next(iter(_parts_of(title)), "")


def _parts_of(title: str) -> list[str]:
    """Its parts around colons and dashes that can stand alone, the longest first; none when it is all one."""
    parts = [part.strip(" ?!.") for part in _PARTS.split(title) if part.strip()]
    fitting = [part for part in parts if 2 <= len(part.split()) <= _MOST_WORDS and len(part) <= _MOST_LETTERS]
    return sorted((part[:1].upper() + part[1:] for part in fitting), key=len, reverse=True) if len(parts) > 1 else []


def _key_words(title: str) -> str:
    """Up to three words that carry the meaning, as they stand in the title."""
    if any(is_unspaced(letter) for letter in title):
        return ""
    carrying = set(content_words(title))
    words = [word for word in title.rstrip("…").split() if word.strip(",;:.!?\"'").lower() in carrying]
    short = " ".join(words[:3]).strip(",;:.")
    return short[:1].upper() + short[1:] if words and len(words) < len(title.split()) else ""
