"""How long a text takes to say, before anything has spoken it."""

from __future__ import annotations

import re

_WORDS_A_MINUTE = 150
_CHARACTERS_A_MINUTE = 280
"""Of scripts that are written without spaces (Chinese, Japanese)."""
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def seconds_spoken(text: str) -> float:
    """From the number of words; an article is shortened when a text model writes its script."""
    dense = len(_DENSE.findall(text))
    words = len(_WORD.findall(_DENSE.sub(" ", text)))
    return 60 * (words / _WORDS_A_MINUTE + dense / _CHARACTERS_A_MINUTE)
