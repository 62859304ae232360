"""A script improved by a language model: by an instruction, or by what an analysis found."""

from __future__ import annotations

from typing import Any

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.asking import ask
from reelwright.productions.narrate.prompt_files import prompt
from reelwright.productions.narrate.review.analysis import analyze
from reelwright.productions.narrate.script import Script
from reelwright.productions.narrate.sentence_changes import Proposal, Told, compared
from reelwright.providers.text import TextGeneration, TextRequest
from reelwright.transcript.sentences import split_sentences

_MOST_FINDINGS = 40
_MOST_INSTRUCTION = 4000
_MOST_CONTENT = 100_000
_NOTHING = (
    "Nothing was found wrong with it. Make it clearer and livelier where you can, and leave good sentences alone."
)
_SENTENCE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["from", "text", "picture"],
    "properties": {
        "from": {"type": "string"},
        "text": {"type": "string", "minLength": 1},
        "picture": {"type": "string"},
    },
}
_SECTION = {
    "type": "object", "additionalProperties": False, "required": ["section", "title", "sentences"],
    "properties": {"section": {"type": "integer"}, "title": {"type": "string"}, "sentences": {"type": "array", "items": _SENTENCE}},
}  # fmt: skip
SCHEMA: dict[str, Any] = {
    "type": "object", "additionalProperties": False, "required": ["sections"],
    "properties": {"sections": {"type": "array", "items": _SECTION}},
}  # fmt: skip


def improve(model: TextGeneration, script: Script, instruction: str = "") -> Proposal:
    """Changes to accept or not. Without an instruction the analysis gives one. Raises ``InvalidInput``, ``ProviderFailed``."""
    return _proposal(
        script, ask(model, request_for(script, instruction), lambda data: _faults(data, script)).answer.data
    )


def request_for(script: Script, instruction: str) -> TextRequest:
    """What the model is asked."""
    if len(instruction) > _MOST_INSTRUCTION:
        raise InvalidInput("the instruction is too long", hint=f"at most {_MOST_INSTRUCTION} letters")
    content = _numbered(script)
    if len(content) > _MOST_CONTENT:
        raise InvalidInput("the script is too long to be improved at once", hint="improve it in parts")
    told = prompt("improve").filled(language=script.language, instruction=instruction.strip() or _from_analysis(script))
    return TextRequest(told, content, SCHEMA, "improved_script")


def _numbered(script: Script) -> str:
    lines = [f"# {script.title}"]
    for number, section in enumerate(script.sections, 1):
        lines += ["", f"## {number}. {section.title}".rstrip()]
        for place, sentence in enumerate(section.sentences, 1):
            lines.append(
                f"{number}.{place} {sentence.text}" + (f" [picture: {sentence.hint}]" if sentence.hint else "")
            )
    return "\n".join(lines)


def _from_analysis(script: Script) -> str:
    findings = analyze(script).findings[:_MOST_FINDINGS]
    return (
        "\n".join(f"- {each.section}.{each.sentence}: {each.message}; {each.suggestion}." for each in findings)
        or _NOTHING
    )


def _faults(data: dict[str, Any], script: Script) -> list[str]:
    known = {
        f"{number}.{place + 1}"
        for number, section in enumerate(script.sections, 1)
        for place in range(len(section.sentences))
    }
    told = [row["section"] for row in data["sections"]]
    faults = [f"there is no section {number}" for number in told if not 1 <= number <= len(script.sections)]
    faults += [f"section {number} is there twice" for number in sorted(set(told)) if told.count(number) > 1]
    origins = [said["from"].strip() for row in data["sections"] for said in row["sentences"]]
    faults += [
        f"a sentence of section {row['section']} is empty"
        for row in data["sections"]
        if not all(said["text"].strip() for said in row["sentences"])
    ]
    faults += [f"there is no sentence {origin}" for origin in origins if origin and origin not in known]
    return faults or ([] if origins else ["it holds no sentence"])


def _proposal(script: Script, data: dict[str, Any]) -> Proposal:
    rows = {row["section"]: row for row in data["sections"]}
    titles: list[str] = []
    told: list[list[Told]] = []
    for number, section in enumerate(script.sections, 1):
        row = rows.get(number)
        titles.append(section.title if row is None else " ".join(row["title"].split()))
        told.append([] if row is None else [each for said in row["sentences"] for each in _told(said, number)])
    return compared(script, titles, told)


def _told(said: dict[str, Any], section: int) -> list[Told]:
    """A sentence of the answer; when it is several, the first one replaces and the others are new."""
    own, _, place = said["from"].strip().partition(".")
    origin = int(place) - 1 if own == str(section) else None
    picture = " ".join(said["picture"].split())
    texts = [text for text in split_sentences(said["text"]) if any(char.isalnum() for char in text)]
    return [Told(text, picture, origin if number == 0 else None) for number, text in enumerate(texts)]
