"""A model's answer in the shape that was asked for, with one more round where the first is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from reelwright.errors import ProviderFailed
from reelwright.providers.json_shape import Misfit, fitted
from reelwright.providers.text import Source, TextAnswer, TextRequest


@dataclass(frozen=True, slots=True)
class Told:
    """What a model answered. ``was_cut`` says that it reached its length limit; ``raw`` (JSON) is what its adapter needs to
    go on with the conversation. ``is_earlier`` as in ``Paid``."""

    text: str
    input_tokens: int = 0
    output_tokens: int = 0
    cost_micros: int = 0
    sources: tuple[Source, ...] = ()
    was_cut: bool = False
    raw: dict[str, Any] = field(default_factory=dict[str, Any])
    is_earlier: bool = False


class AnswerUnusable(ProviderFailed):
    """A model did not answer in the shape that was asked for. ``is_earlier``: it did so in an earlier run, which paid for it."""

    is_earlier = False


@dataclass(frozen=True, slots=True)
class Repair:
    """The second round: what was answered, and what we say to it."""

    told: Told
    words: str


def answer_with(model: str, request: TextRequest, ask: Callable[[Repair | None], Told]) -> TextAnswer:
    """The answer of ``ask``, asked once more where it does not fit the request's schema.

    Raises ``AnswerUnusable`` when the second does not fit either; ``model`` is its name in the message.
    """
    told = ask(None)
    if not request.schema:
        if not told.text.strip():
            raise ProviderFailed(f"the model {model} answered nothing", hint="try again, or another model")
        notes = (f"the answer of {model} was cut off at its length limit",) if told.was_cut else ()
        return _answer({}, told, (), notes)
    try:
        return _answer(_read(told, request.schema), told)
    except Misfit as fault:
        words = f"That answer cannot be used: {fault}. Answer again with the JSON object of the asked shape alone."
    again = ask(Repair(told, words))
    try:
        return _answer(_read(again, request.schema), again, (told,))
    except Misfit as fault:
        error = AnswerUnusable(
            f"the model {model} did not answer in the JSON that was asked for: {fault}",
            hint="run it again to ask once more, or try a larger model",
        )
        error.is_earlier = again.is_earlier
        raise error from None


def _read(told: Told, schema: dict[str, Any]) -> dict[str, Any]:
    """The JSON object in an answer, with or without a code fence or words around it. Raises ``Misfit``."""
    begin, end = told.text.find("{"), told.text.rfind("}")
    try:
        data = json.loads(told.text[begin : end + 1]) if begin >= 0 else None
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        why = "it was cut off at its length limit, so be briefer" if told.was_cut else "it is no JSON object"
        raise Misfit(why)
    return fitted(data, schema)


def _answer(data: dict[str, Any], told: Told, before: tuple[Told, ...] = (), notes: tuple[str, ...] = ()) -> TextAnswer:
    rounds = (*before, told)
    return TextAnswer(
        data,
        sum(each.input_tokens for each in rounds),
        sum(each.output_tokens for each in rounds),
        told.text,
        sum(each.cost_micros for each in rounds),
        tuple(dict.fromkeys(source for each in rounds for source in each.sources)),
        notes,
        told.is_earlier,
    )
