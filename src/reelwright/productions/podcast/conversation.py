"""A conversation: one that is written as a dialogue, one by a language model, or an article shared out between voices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.asking import ask
from reelwright.productions.narrate.pace import amount_to_write
from reelwright.productions.narrate.prompt_files import prompt
from reelwright.productions.narrate.script import Script, Section, Sentence
from reelwright.providers.text import TextGeneration, TextRequest
from reelwright.transcript.sentences import split_sentences

LEAST, MOST = 2, 4
"""Voices of a podcast."""
NAMES = ("Ada", "Ben", "Cleo", "Dan")
_MOST_CONTENT = 60_000
_TURN_WORDS = 42
"""After about a quarter of a minute the other one goes on."""
_BETWEEN, _AFTER_QUESTION, _WITHIN, _CHAPTER = 0.45, 0.3, 0.3, 1.0
"""Seconds between two speakers (answers come quickly), between two sentences of one, and before a new chapter."""


def voices_of(script: Script) -> tuple[str, ...]:
    """The speakers. Raises ``InvalidInput`` for more than four, or lines nobody says."""
    names = script.speakers
    if not names:
        return ()
    if len(names) > MOST:
        raise InvalidInput(f"the conversation has {len(names)} speakers; {MOST} are the most")
    unnamed = next((sentence.text for sentence in script.sentences if not sentence.speaker), None)
    if unnamed is not None:
        raise InvalidInput(
            f"nobody says the line {unnamed[:60]!r}", hint=f"write a name before it, such as {names[0]}: …"
        )
    return names


def shared_out(script: Script, names: Sequence[str]) -> Script:
    """A narration told in turns. A speaker keeps a thought together: turns end with a sentence, after some forty words at the most, and
    after a question; a chapter is opened by another voice than ended the last."""
    sections: list[Section] = []
    turn = 0
    for section in script.sections:
        said: list[Sentence] = []
        words = 0
        for place, sentence in enumerate(section.sentences):
            length = len(sentence.text.split())
            asked = place > 0 and section.sentences[place - 1].text.rstrip().endswith("?")
            if place and (asked or words + length > _TURN_WORDS):
                turn, words = turn + 1, 0
            words += length
            said.append(replace(sentence, speaker=names[turn % len(names)]))
        turn += 1
        sections.append(replace(section, sentences=tuple(said)))
    return replace(script, sections=tuple(sections))


def with_breath(script: Script) -> Script:
    """The pauses of a conversation, wherever the script names none."""
    flat = [(number, sentence) for number, section in enumerate(script.sections) for sentence in section.sentences]
    timed: list[list[Sentence]] = [[] for _ in script.sections]
    for place, (number, sentence) in enumerate(flat):
        after = flat[place + 1] if place + 1 < len(flat) else None
        timed[number].append(
            sentence if sentence.pause is not None else replace(sentence, pause=_pause(number, sentence, after))
        )
    sections = zip(script.sections, timed, strict=True)
    return replace(script, sections=tuple(replace(section, sentences=tuple(said)) for section, said in sections))


def _pause(number: int, sentence: Sentence, after: tuple[int, Sentence] | None) -> float:
    if after is None or after[0] != number:
        return _CHAPTER
    if after[1].speaker == sentence.speaker:
        return _WITHIN
    return _AFTER_QUESTION if sentence.text.rstrip().endswith("?") else _BETWEEN


def written(
    model: TextGeneration, content: str, names: Sequence[str], language: str, seconds: float
) -> tuple[Script, tuple[str, ...]]:
    """A conversation about a topic or an article, and notes. Raises ``ProviderFailed`` when the answer is none."""
    told = prompt("podcast").filled(
        language=language, speakers=", ".join(names), seconds=round(seconds), amount=amount_to_write(seconds, language)
    )
    request = TextRequest(told, content[:_MOST_CONTENT], _schema(names), "conversation")
    asked = ask(model, request, lambda data: _faults(data, names))
    data = asked.answer.data
    sections = tuple(
        Section(" ".join(row["title"].split()), _lines(row["lines"], language))
        for row in data["chapters"]
        if row["lines"]
    )
    title = " ".join(data["title"].split()) or content.strip().splitlines()[0][:80]
    return Script(title, language, sections), asked.answer.notes


def _lines(rows: list[dict[str, Any]], language: str) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(text, speaker=row["speaker"])
        for row in rows
        for text in split_sentences(" ".join(row["text"].split()), language)
        if any(char.isalnum() for char in text)
    )


def _faults(data: dict[str, Any], names: Sequence[str]) -> list[str]:
    said = {row["speaker"] for chapter in data["chapters"] for row in chapter["lines"] if row["text"].strip()}
    silent = [name for name in names if name not in said]
    return [f"{', '.join(silent)} says nothing"] if silent else []


def _schema(names: Sequence[str]) -> dict[str, Any]:
    line = {
        "type": "object", "additionalProperties": False, "required": ["speaker", "text"],
        "properties": {"speaker": {"type": "string", "enum": list(names)}, "text": {"type": "string"}},
    }  # fmt: skip
    chapter = {
        "type": "object", "additionalProperties": False, "required": ["title", "lines"],
        "properties": {"title": {"type": "string"}, "lines": {"type": "array", "items": line}},
    }  # fmt: skip
    return {
        "type": "object", "additionalProperties": False, "required": ["title", "chapters"],
        "properties": {"title": {"type": "string"}, "chapters": {"type": "array", "items": chapter}},
    }  # fmt: skip
