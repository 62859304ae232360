"""A glossary for translators that know none: its words are hidden behind codes before, and put in place afterwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_CODES = ("XZ", "QX", "ZQX", "XQZX", "QZXQZ")
"""Beginnings of codes: translators leave what is no word in any language as it is."""
Glossary = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Hidden:
    """``text`` with codes in it; ``said`` is what takes the place of each code."""

    text: str
    said: tuple[tuple[str, str], ...]

    def shown(self, translated: str) -> str | None:
        """The translation with the words in place; ``None`` when a code was lost, doubled or changed on the way."""
        for code, said in self.said:
            translated, count = re.subn(
                rf"(?<![^\W_]){code}(?![^\W_])", lambda _, put=said: put, translated, flags=re.I
            )
            if count != 1:
                return None
        return translated


def hidden(text: str, glossary: Glossary) -> Hidden:
    """Longest words first; a word is found whatever its case, and never inside another word.

    A word that is kept as it is keeps the spelling it has in the text.
    """
    terms = {word.casefold(): said for word, said in glossary if word.strip()}
    if not terms:
        return Hidden(text, ())
    words = sorted(terms, key=len, reverse=True)
    expression = re.compile("|".join(_whole(word) for word in words), re.IGNORECASE)
    letters = next((each for each in _CODES if each not in text.upper()), _CODES[-1])
    said: list[tuple[str, str]] = []

    def hide(found: re.Match[str]) -> str:
        code = f"{letters}{len(said) + 1}{letters[0]}"
        said.append((code, terms.get(found[0].casefold(), "") or found[0]))
        return code

    return Hidden(expression.sub(hide, text), tuple(said))


def _whole(word: str) -> str:
    """The word, with nothing of a word around where its own ends are letters or digits."""
    left = r"(?<!\w)" if word[0].isalnum() else ""
    right = r"(?!\w)" if word[-1].isalnum() else ""
    return f"{left}{re.escape(word)}{right}"
