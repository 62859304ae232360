"""Asking a language model for something a production can use: what it says is checked, and sent back once with its faults.

That an answer has the shape asked for is the text port's promise (``providers.text_repair``)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from reelwright.errors import ProviderFailed
from reelwright.productions.narrate.prompt_files import prompt
from reelwright.providers.text import Source, TextAnswer, TextGeneration, TextRequest

Check = Callable[[dict[str, Any]], list[str]]
BREAK = "\n\n---\n\n"
"""Between a task and what is said about an earlier answer to it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """``faults`` are wishes the repaired answer still does not meet."""

    answer: TextAnswer
    faults: tuple[str, ...] = ()


def ask(
    model: TextGeneration, request: TextRequest, must: Check = lambda data: [], should: Check = lambda data: []
) -> Asked:
    """An answer without the faults that ``must`` and ``should`` find; one that has some is sent back once with them. Raises
    ``ProviderFailed`` when the second has faults too, other than ``should``'s; where both are an earlier run's, the model is asked
    anew."""
    first = model.generate(request)
    faults = must(first.data) or should(first.data)
    if not faults:
        return Asked(first)
    told = prompt("repair").filled(faults="\n".join(f"- {fault}" for fault in faults), answer=as_json(first.data))
    second = model.generate(replace(request, content=f"{request.content}{BREAK}{told}"))
    if left := must(second.data):
        if second.is_earlier:
            return ask(model, replace(request, attempt=request.attempt + 1), must, should)
        raise ProviderFailed(
            f"the text model's {request.schema_name} cannot be used: {left[0]}", hint="try a larger model"
        )
    whole = TextAnswer(
        second.data, first.input_tokens + second.input_tokens, first.output_tokens + second.output_tokens,
        cost_micros=first.cost_micros + second.cost_micros, sources=merged(first.sources, second.sources), notes=second.notes,
        is_earlier=second.is_earlier,
    )  # fmt: skip
    return Asked(whole, tuple(should(second.data)))


def as_json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


def merged(*lists: tuple[Source, ...]) -> tuple[Source, ...]:
    """Sources without repetition, in their order, in a form that fits one line of Markdown; only http addresses."""
    found: dict[str, Source] = {}
    for source in (source for sources in lists for source in sources):
        url = "".join(source.url.split()).replace("[", "%5B").replace("]", "%5D")
        if url.startswith(("http://", "https://")) and url not in found:
            found[url] = Source(" ".join(source.title.split()) or url, url)
    return tuple(found.values())
