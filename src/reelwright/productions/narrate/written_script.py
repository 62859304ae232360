"""A script written by a language model, from a topic or an article."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

from reelwright.errors import ProviderFailed
from reelwright.productions.narrate.script import Script, Section, Sentence
from reelwright.providers.text import TextGeneration, TextRequest
from reelwright.transcript.sentences import split_sentences

_WORDS_PER_SECOND = 2.4
_MOST_CONTENT = 60_000
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


def prompt() -> str:
    """The instructions, with their placeholders. Part of what a written script is kept under."""
    return files("reelwright.productions.narrate").joinpath("prompts/script.md").read_text("utf-8")


def write_with(
    model: TextGeneration,
    content: str,
    language: str,
    seconds: float,
    told: Callable[[str], None] = lambda note: None,
) -> Script:
    """Ask for a script of about ``seconds``. Raises ``ProviderFailed`` when the answer is none. ``told`` gets the model's notes."""
    instructions = prompt().format(
        language=language,
        seconds=round(seconds),
        words=round(seconds * _WORDS_PER_SECOND),
        sections=max(2, min(7, round(seconds / 15))),
    )
    answer = model.generate(TextRequest(instructions, content[:_MOST_CONTENT], SCHEMA, "script"))
    for note in answer.notes:
        told(note)
    try:
        title = str(answer.data["title"]).strip()
        sections = tuple(section for row in answer.data["sections"] if (section := _section(row)).sentences)
    except (KeyError, TypeError, AttributeError):
        raise ProviderFailed("the text model's script has not the shape asked for", hint="try a larger model") from None
    if not sections:
        raise ProviderFailed("the text model wrote an empty script", hint="try again, or give it a fuller topic")
    return Script(" ".join(title.split()) or content.strip().splitlines()[0][:80], language, sections)


def _section(row: dict[str, Any]) -> Section:
    sentences: list[Sentence] = []
    for said in row["sentences"]:
        hint = " ".join(str(said.get("picture", "")).split())
        sentences += [Sentence(text, hint) for text in split_sentences(str(said["text"]))]
    return Section(" ".join(str(row.get("title", "")).split()), tuple(sentences))
