"""One spoken word and its times; the word list as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from reelwright.errors import InvalidInput
from reelwright.transcript.word_json import recognised_rows


@dataclass(frozen=True, slots=True)
class Word:
    """``text`` as the writer spelt it, with its punctuation; ``start`` and ``end`` in seconds. ``cue`` is a person's wish:
    ``new``: a caption begins here; ``same``: it stays in the caption of the word before."""

    text: str
    start: float
    end: float
    cue: Literal["new", "same"] | None = None

    def shifted(self, seconds: float) -> Word:
        return replace(self, start=self.start + seconds, end=self.end + seconds)


def words_json(words: Iterable[Word]) -> str:
    """The word list as every tool of ours reads it: ``[{"text", "start", "end"}]``, milliseconds kept, with ``cue`` where a word has it."""
    rows = [
        {"text": w.text, "start": round(w.start, 3), "end": round(w.end, 3)} | ({"cue": w.cue} if w.cue else {})
        for w in words
    ]
    return "[\n" + ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"


def parse_words(text: str, name: str = "words") -> list[Word]:
    """Words from a JSON list of ``{"text" | "word", "start", "end"}``, or ``{"words": [...]}`` around one.

    Raises ``InvalidInput`` naming the row at fault; times must not run backwards.
    """
    try:
        data: Any = json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidInput(f"{name} is not JSON: {error.msg} at line {error.lineno}") from None
    recognised = recognised_rows(data)
    if recognised is not None:
        return _ordered([_word(row, index, name) for index, row in enumerate(recognised) if str(row["text"]).strip()])
    if isinstance(data, dict):
        data = cast("dict[str, Any]", data).get("words")
    if not isinstance(data, list):
        raise InvalidInput(f"{name}: expected a list of words with text, start and end")
    return [_word(row, index, name) for index, row in enumerate(cast("Sequence[Any]", data))]


def _word(row: Any, index: int, name: str) -> Word:
    try:
        cue = row.get("cue")
        word = Word(
            str(row.get("text", row.get("word"))), float(row["start"]), float(row["end"]),
            cue if cue in ("new", "same") else None,
        )  # fmt: skip
    except (AttributeError, KeyError, TypeError, ValueError):
        raise InvalidInput(f"{name}: row {index} needs text, start and end (seconds)") from None
    if not 0 <= word.start <= word.end:
        raise InvalidInput(f"{name}: row {index} ({word.text!r}) ends before it starts")
    return word


def _ordered(words: list[Word]) -> list[Word]:
    """Words in time, none before the one it follows: recognisers sometimes give times that run backwards."""
    result: list[Word] = []
    for word in sorted(words, key=lambda word: word.start):
        start = max(word.start, result[-1].start if result else 0.0)
        result.append(Word(word.text, start, max(word.end, start)))
    return result
