"""A script written by a language model, from a topic or an article."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from reelwright.productions.narrate.asking import BREAK, as_json, ask, merged
from reelwright.productions.narrate.brief import Brief
from reelwright.productions.narrate.pace import amount_to_write, narration_seconds
from reelwright.productions.narrate.prompt_files import prompt
from reelwright.productions.narrate.script import Script, Section, Sentence
from reelwright.providers.text import TextAnswer, TextGeneration, TextRequest
from reelwright.providers.text_repair import AnswerUnusable
from reelwright.transcript.sentences import split_sentences

_MOST_CONTENT = 60_000
_MOST_OFF = 0.25
"""How far a script may be from the length asked for, as a part of it, before it is sent back once."""
_CALL = "Call to action: end with one short sentence that says what the listener can do, try or look at next; it fits the topic."
_NO_CALL = "Ending: end on the strongest thought; do not ask the listener to do, buy, follow or subscribe to anything."
_SENTENCE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["text", "picture"],
    "properties": {"text": {"type": "string"}, "picture": {"type": "string"}},
}
_SECTION = {
    "type": "object", "additionalProperties": False, "required": ["title", "sentences"],
    "properties": {"title": {"type": "string"}, "sentences": {"type": "array", "items": _SENTENCE}},
}  # fmt: skip
SCHEMA: dict[str, Any] = {
    "type": "object", "additionalProperties": False, "required": ["title", "sections"],
    "properties": {"title": {"type": "string"}, "sections": {"type": "array", "items": _SECTION}},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """The script asked for; ``seconds`` is how long it should take to say."""

    language: str
    seconds: float
    brief: Brief = Brief()


@dataclass(frozen=True, slots=True)
class Written:
    """``notes`` say where the model did not do as asked."""

    script: Script
    notes: tuple[str, ...] = ()


def prompt_marks() -> list[str]:
    """Names and versions of the prompts: part of what a written script is kept under."""
    return [prompt(name).mark for name in ("script", "repair", "length")]


def request_for(content: str, wanted: Wanted) -> TextRequest:
    """What the model is asked first."""
    brief = wanted.brief
    instructions = prompt("script").filled(
        language=wanted.language,
        audience=brief.audience or "a general audience",
        tone=brief.tone or "clear, warm and matter-of-fact",
        seconds=round(wanted.seconds),
        amount=amount_to_write(wanted.seconds, wanted.language),
        sections=brief.sections or max(2, min(7, round(wanted.seconds / 15))),
        ending=_CALL if brief.has_call_to_action else _NO_CALL,
    )
    return TextRequest(instructions, content[:_MOST_CONTENT], SCHEMA, "script")


def write_with(model: TextGeneration, content: str, wanted: Wanted) -> Written:
    """Ask for a script; one whose length is far off is asked for once more. Raises ``ProviderFailed`` when the answer is none."""
    request = request_for(content, wanted)
    asked = ask(model, request, _is_told, lambda data: _section_faults(data, wanted.brief.sections))
    title = content.strip().splitlines()[0][:80]
    script = _script(asked.answer, wanted.language, title)
    off = _off(script, wanted)
    if off > _MOST_OFF:
        answer = _revised(model, _shorter_or_longer(request, asked.answer, script, wanted))
        if answer is not None:
            again = _script(
                replace(answer, sources=merged(asked.answer.sources, answer.sources)), wanted.language, title
            )
            script = again if _off(again, wanted) < off else script
        off = _off(script, wanted)
    notes = [
        f"the text model did not do as asked: {fault}" for fault in _section_faults_of(script, wanted.brief.sections)
    ]
    if off > _MOST_OFF:
        notes.append(
            f"the script takes about {round(narration_seconds(script))} s to say, not {round(wanted.seconds)} s; edit it, or ask again"
        )
    return Written(script, (*asked.answer.notes, *notes))


def _revised(model: TextGeneration, request: TextRequest) -> TextAnswer | None:
    """Nothing where the revision is no script: there is one already."""
    try:
        answer = model.generate(request)
    except AnswerUnusable:
        return None
    return None if _is_told(answer.data) else answer


def _off(script: Script, wanted: Wanted) -> float:
    return abs(narration_seconds(script) - wanted.seconds) / max(wanted.seconds, 1.0)


def _shorter_or_longer(request: TextRequest, answer: TextAnswer, script: Script, wanted: Wanted) -> TextRequest:
    measured = narration_seconds(script)
    told = prompt("length").filled(
        measured=round(measured),
        seconds=round(wanted.seconds),
        change="cut" if measured > wanted.seconds else "extend",
        amount=amount_to_write(wanted.seconds, wanted.language),
        answer=as_json(answer.data),
    )
    return replace(request, content=f"{request.content}{BREAK}{told}")


def _is_told(data: dict[str, Any]) -> list[str]:
    said = [sentence["text"] for section in data["sections"] for sentence in section["sentences"]]
    return [] if any(char.isalnum() for text in said for char in text) else ["the script holds no sentence"]


def _section_faults(data: dict[str, Any], wanted: int | None) -> list[str]:
    count = sum(bool(section["sentences"]) for section in data["sections"])
    return [f"it has {count} sections, not {wanted}"] if wanted is not None and count != wanted else []


def _section_faults_of(script: Script, wanted: int | None) -> list[str]:
    count = len(script.sections)
    return [f"the script has {count} sections, not {wanted}"] if wanted is not None and count != wanted else []


def _script(answer: TextAnswer, language: str, topic: str) -> Script:
    sections = tuple(section for row in answer.data["sections"] if (section := _section(row)).sentences)
    return Script(" ".join(answer.data["title"].split()) or topic, language, sections, merged(answer.sources))


def _section(row: dict[str, Any]) -> Section:
    sentences: list[Sentence] = []
    for said in row["sentences"]:
        hint = " ".join(said["picture"].split())
        told = (text for text in split_sentences(said["text"]) if any(char.isalnum() for char in text))
        sentences += [Sentence(text, hint) for text in told]
    return Section(" ".join(row["title"].split()), tuple(sentences))
