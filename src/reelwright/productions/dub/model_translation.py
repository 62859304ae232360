"""Translation by a language model: with context, a glossary, and a length to keep to."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

from langcodes import Language

from reelwright.errors import ProviderFailed
from reelwright.providers.text import TextGeneration, TextRequest
from reelwright.providers.translation import Passage, Translated, TranslationRequest

_CANDIDATES = 3
_ENTRY = {
    "type": "object", "additionalProperties": False, "required": ["id", "texts"],
    "properties": {"id": {"type": "string"}, "texts": {"type": "array", "items": {"type": "string"}}},
}  # fmt: skip
SCHEMA: dict[str, Any] = {
    "type": "object", "additionalProperties": False, "required": ["translations"],
    "properties": {"translations": {"type": "array", "items": _ENTRY}},
}  # fmt: skip


class ModelTranslation:
    """``TranslationProvider`` over any model of the text port."""

    heeds_length = True

    def __init__(self, model: TextGeneration) -> None:
        self._model = model

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def version(self) -> str:
        return f"{self._model.version}/prompt-{_version()}"

    def translate(self, request: TranslationRequest) -> tuple[Translated, ...]:
        """Lines the model left out come back without texts."""
        if not request.passages:
            return ()
        answer = self._model.generate(TextRequest(instructions(request), content(request), SCHEMA, "translations"))
        try:
            rows = {str(row["id"]): _texts(row["texts"]) for row in answer.data["translations"]}
        except (KeyError, TypeError, AttributeError):
            raise ProviderFailed(
                "the text model's translation has not the shape asked for", hint="try a larger model"
            ) from None
        return tuple(Translated(each.id, rows.get(each.id, ())) for each in request.passages)


def instructions(request: TranslationRequest) -> str:
    """What the model is told to do."""
    terms = [
        f'- "{word}": {f"say {chr(34)}{said}{chr(34)}" if said else "keep as it is"}' for word, said in request.glossary
    ]
    return (
        _prompt()
        .format(
            source=_named(request.source),
            target=_named(request.target),
            about=f"What the video is about: {request.about}\n" if request.about else "",
            register=f"Register: {request.register}.\n" if request.register else "",
            glossary="Words that are always said so:\n" + "\n".join(terms) + "\n\n" if terms else "",
        )
        .strip()
    )


def content(request: TranslationRequest) -> str:
    """The lines, as JSON: nothing in them can pass for an instruction of ours."""
    tree = {
        "before": list(request.before),
        "lines": [_line(each) for each in request.passages],
        "after": list(request.after),
    }
    return json.dumps(tree, ensure_ascii=False, indent=1)


def _line(each: Passage) -> dict[str, Any]:
    row: dict[str, Any] = {"id": each.id, "text": each.text}
    if each.speaker:
        row["speaker"] = each.speaker
    if each.most:
        row["letters"] = [each.least, each.most]
    if each.earlier:
        row["translated before as"] = each.earlier
    return row


def _texts(rows: Any) -> tuple[str, ...]:
    texts = [" ".join(str(text).split()) for text in rows]
    return tuple(dict.fromkeys(text for text in texts if text))[:_CANDIDATES]


def _named(tag: str) -> str:
    """``Mexican Spanish (es-MX)``: models know names better than tags."""
    language = Language.get(tag)
    return f"{language.display_name()} ({tag})" if language.is_valid() else tag


def _prompt() -> str:
    text = files("reelwright.productions.dub").joinpath("prompts/translate.md").read_text("utf-8")
    return text.partition("-->")[2].strip()


def _version() -> str:
    text = files("reelwright.productions.dub").joinpath("prompts/translate.md").read_text("utf-8")
    found = re.search(r"version: (\d+)", text)
    assert found
    return found[1]
