"""What to look for in a stock of pictures while something is said."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reelwright.captions.breaking import is_small_word
from reelwright.productions.narrate.keywords import content_words, rarity, stem
from reelwright.productions.narrate.language import small_words
from reelwright.productions.narrate.shots import Shot
from reelwright.transcript.unspaced import is_unspaced

_MOST_WORDS = 4
_KANJI_OR_KATAKANA = re.compile(r"[\u4e00-\u9fff々]{2,}|[\u30a0-\u30ff]{3,}")


@dataclass(frozen=True, slots=True)
class Search:
    """``words`` as one types them, in ``language``."""

    words: str
    language: str


def searches(shots: Sequence[Shot], title: str, language: str) -> list[list[Search]]:
    """For each shot what to search for, the fullest words first, then fewer: the next is asked when one finds too little.

    The words come from the script's picture hint, else from what is said: its rarest words beside the word the whole script
    is about.
    """
    texts = [shot.text for shot in shots]
    told = [_words(text, language) for text in texts]
    hints = [_hint_words(shot.hint, language) if _hint_language(shot, language) == language else [] for shot in shots]
    topic = _topic(title, [hint or said for hint, said in zip(hints, told, strict=True)], language)
    weights = rarity(list(dict.fromkeys(texts)))
    return [_of_shot(shot, said, topic, weights, language) for shot, said in zip(shots, told, strict=True)]


def _of_shot(shot: Shot, said: list[str], topic: str, weights: dict[str, float], language: str) -> list[Search]:
    tongue = _hint_language(shot, language)
    hinted = list(dict.fromkeys(_hint_words(shot.hint, tongue)))
    tries: list[Search] = []
    if hinted and tongue != language:
        # An English hint to a text in another tongue was written for a search, whole.
        tries = [Search(" ".join(hinted[:5]), tongue), Search(" ".join(hinted[-2:]), tongue)]
    else:
        words = hinted or said
        ranked = sorted(words, key=lambda word: (-weights.get(stem(word), 1.0) * min(len(word), 8), words.index(word)))
        for count in (_MOST_WORDS, 2):
            kept = set(ranked[: count - 1])
            picked = [word for word in words if word in kept]
            with_topic = picked if not topic or _holds(picked, topic) else [topic, *picked]
            tries.append(Search(_joined(with_topic, language), language))
        if ranked:
            tries.append(Search(ranked[0], language))
    if topic:
        tries.append(Search(topic, language))
    return list(dict.fromkeys(search for search in tries if search.words))


def picture_prompt(shot: Shot, title: str) -> str:
    """What an image maker is asked for: the hint where there is one, and what is said meanwhile."""
    seen = shot.hint or shot.text
    return f"{seen}. It illustrates: {shot.text}" if shot.hint else f"{seen} ({title})"


def _words(text: str, language: str) -> list[str]:
    """The words that carry meaning, in their order; whole words of scripts that are written without spaces, as well as can be."""
    if any(is_unspaced(char) for char in text):
        runs = _KANJI_OR_KATAKANA.findall(text) if language[:2] == "ja" else []
        return list(dict.fromkeys(runs or [word for word in content_words(text) if len(word) > 1]))
    small = small_words(language)
    lower = (word.lower() if len(word) > 2 or not word.isupper() else word for word in _spelt(text))
    return [
        word
        for word in dict.fromkeys(lower)
        if (len(word) > 2 or word.isupper()) and word not in small and not is_small_word(word)
    ]


def _hint_words(hint: str, language: str) -> list[str]:
    """A hint's words in their order, without commas and numbers."""
    if any(is_unspaced(char) for char in hint):
        return [part.strip() for part in re.split(r"[,，、;；]", hint) if part.strip()]
    small = small_words(language)
    return [word for word in _spelt(hint) if word.lower() not in small]


def _spelt(text: str) -> list[str]:
    """Words of letters with their marks (which Indic scripts write vowels with); those that hold digits are left out."""
    spaced = "".join(char if unicodedata.category(char)[0] in "LMN" or char in "'’-" else " " for char in text)
    words = (word.strip("'’-") for word in spaced.split())
    return [word for word in words if word and not any(char.isdigit() for char in word)]


def _hint_language(shot: Shot, language: str) -> str:
    """The script's, or English for hints that share no word with what is said (as language models write them)."""
    if language[:2] == "en" or not shot.hint or not shot.hint.isascii():
        return language
    said = {stem(word) for word in content_words(shot.text)}
    return language if said & {stem(word) for word in content_words(shot.hint)} else "en"


def _topic(title: str, told: Sequence[Sequence[str]], language: str) -> str:
    """The word most shots share, if it is in the title or in a third of them."""
    counts: Counter[str] = Counter()
    for words in told:
        counts.update({stem(word) for word in words})
    named = _words(title, language)
    titled = {stem(word) for word in named}
    if not counts:
        return named[0] if named else ""
    best = max(counts, key=lambda word: (word in titled, counts[word], len(word)))
    if best not in titled and (counts[best] < 2 or counts[best] * 3 < len(told)):
        return ""
    return next(word for words in [*told, named] for word in words if stem(word) == best)


def _holds(words: Sequence[str], topic: str) -> bool:
    return stem(topic) in {stem(word) for word in words}


def _joined(words: Sequence[str], language: str) -> str:
    """Pairs of characters that overlap in the text are searched one by one; words are put beside each other."""
    return words[0] if words and language[:2] in ("zh", "th", "lo", "km", "my") else " ".join(words)
