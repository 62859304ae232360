"""The words that carry a text's meaning."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

from reelwright.captions.breaking import is_small_word
from reelwright.transcript.marks import MARKS
from reelwright.transcript.unspaced import is_unspaced

WORD = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}]|['’-](?=[^\W_]))*")
"""A word, with its marks and with apostrophes and hyphens inside."""
_SHORTENED = re.compile(r"(?:n['’]t|['’](?:ll|re|ve|d|m))$")
_CLITIC = re.compile(r"^(?:[cdjlmnst]|qu)['’]|['’]s$")
_ASKING = frozenset(
    "what who whose which when where why how was wer wie wann warum welche qué quién cómo cuándo dónde por "
    "que qui quoi comment quand pourquoi che chi come quando dove perché quem quando como onde".split()
)
"""Words of questions, which headings begin with."""


def content_words(text: str) -> list[str]:
    """Words in lower case without articles, conjunctions and the like; pairs of characters in unspaced scripts."""
    words: list[str] = []
    for word in WORD.findall(text):
        if any(is_unspaced(char) for char in word):
            words += [word[i : i + 2] for i in range(max(1, len(word) - 1))]
        elif (len(word) > 2 or word.isupper()) and not is_small_word(word):
            words.append(word.lower())
    return words


def stem(word: str) -> str:
    """A rough common form: plural and common verb endings dropped. Good enough to find ``fields`` by ``field``."""
    for ending in ("ies", "es", "s", "ing", "ed", "en", "er", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


def rarity(texts: Sequence[str]) -> dict[str, float]:
    """Weight of each stem: the fewer of the texts hold it, the greater (inverse document frequency)."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({stem(word) for word in content_words(text)})
    return {word: log((1 + len(texts)) / (0.5 + count)) for word, count in counts.items()}


def picture_hint(text: str, section: str, weights: dict[str, float], most: int = 4) -> str:
    """The sentence's weightiest words, in their order, then the section's: what to look for in a picture."""
    words = _seen(text)
    kept = set(
        sorted(words, key=lambda word: (-weights.get(stem(word), 0.0) * min(len(word), 8), words.index(word)))[:most]
    )
    return ", ".join(_unique([word for word in words if word in kept] + _seen(section)[:2]))


def _seen(text: str) -> list[str]:
    """Its words that a picture may show: no figures, no ``don't``; ``l'île`` is an ``île``, the ``bishop's`` is a ``bishop``."""
    words = [_CLITIC.sub("", word) for word in content_words(text) if not _SHORTENED.search(word)]
    return [
        word
        for word in dict.fromkeys(words)
        if len(word) > 1 and word not in _ASKING and not is_small_word(word) and not any(map(str.isdigit, word))
    ]


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
