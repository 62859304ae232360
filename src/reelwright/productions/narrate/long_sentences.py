"""Sentences too long for one breath, divided where a reader would pause."""

from __future__ import annotations

import re

_MOST_LETTERS = 260
_PAUSES = (re.compile(r"(?<=[;:；：])\s*"), re.compile(r"(?<=[,،、，])\s*|\s+(?=[–—-]\s)"), re.compile(r"\s+"))


def divided(sentence: str) -> list[str]:
    """The sentence itself, or parts of at most 260 letters, cut at semicolons, commas, spaces, or anywhere."""
    return _divided(sentence, 0)


def _divided(text: str, level: int) -> list[str]:
    if len(text) <= _MOST_LETTERS:
        return [text]
    if level == len(_PAUSES):
        return [text[at : at + _MOST_LETTERS] for at in range(0, len(text), _MOST_LETTERS)]
    parts: list[str] = []
    at = 0
    while len(text) - at > _MOST_LETTERS:
        window = text[at : at + _MOST_LETTERS + 1]
        cut = max((m.start() for m in _PAUSES[level].finditer(window) if m.start() > _MOST_LETTERS // 4), default=0)
        if not cut:
            return [*parts, *_divided(text[at:].strip(), level + 1)]
        parts.append(window[:cut].strip())
        at += cut
    return [part for part in [*parts, text[at:].strip()] if part]
