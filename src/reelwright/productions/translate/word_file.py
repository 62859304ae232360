"""Words with times (.json): each sentence is translated, and its time divided among the new words."""

from __future__ import annotations

from collections.abc import Sequence

from reelwright.captions.spread import spread
from reelwright.productions.translate.pieces import Divided, Piece
from reelwright.transcript import Word, parse_words, words_json

_ENDS = (".", "!", "?", "…", "。", "！", "？", "।")
_PAUSE = 1.0
"""Seconds of silence that end a sentence, stop or no stop."""
_MOST = 60


def divided_words(text: str, name: str) -> Divided:
    """The sentences of a word list. Raises ``InvalidInput``."""
    sentences = _sentences(parse_words(text, name))
    pieces = tuple(Piece(" ".join(word.text for word in sentence)) for sentence in sentences)

    def rebuilt(told: Sequence[str]) -> str:
        return words_json(
            word
            for sentence, words in zip(sentences, told, strict=True)
            for word in spread(words, sentence[0].start, sentence[-1].end)
        )

    return Divided(pieces, rebuilt)


def _sentences(words: Sequence[Word]) -> list[list[Word]]:
    found: list[list[Word]] = []
    for word in words:
        last = found[-1][-1] if found else None
        if (
            last
            and not last.text.rstrip("\"'”’»)").endswith(_ENDS)
            and word.start - last.end < _PAUSE
            and len(found[-1]) < _MOST
        ):
            found[-1].append(word)
        else:
            found.append([word])
    return found
