"""What a page's form sent, and what is wrong with it, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError

from reelwright.errors import ReelwrightError

_WORDS = {
    "missing": "This is needed.",
    "string_too_short": "This is needed.",
    "string_too_long": "This is too long.",
    "float_parsing": "Write a number.",
    "int_parsing": "Write a whole number.",
    "literal_error": "Choose one of the list.",
}
MONEY_CODES = ("NOT_ENOUGH_CREDITS", "PLAN_LIMIT")
"""Refusals that another plan or more credits would mend."""
A = TypeVar("A", bound=BaseModel)


@dataclass(frozen=True)
class Form:
    """Values by name as they were typed, so that a page can show them again."""

    values: dict[str, str] = field(default_factory=dict)
    several: dict[str, list[str]] = field(default_factory=dict)
    """For names that may come more than once."""

    def text(self, name: str) -> str:
        return self.values.get(name, "").strip()


class FormErrors(Exception):
    """What is wrong by field; the empty name is the form as a whole."""

    def __init__(self, by_field: Mapping[str, str]) -> None:
        super().__init__("the form cannot be used")
        self.by_field = dict(by_field)


async def form_of(request: Request) -> Form:
    """The form of a request. Files are not taken here."""
    sent = await request.form(max_files=0, max_fields=400)
    several: dict[str, list[str]] = {}
    for name, value in sent.multi_items():
        if isinstance(value, str):
            several.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return Form({name: values[-1] for name, values in several.items()}, several)


def asked_of(model: type[A], values: Mapping[str, object]) -> A:
    """The API's request made of a form's values; what is empty is left out. Raises ``FormErrors``."""
    try:
        return model.model_validate({name: value for name, value in values.items() if value not in ("", None, [])})
    except ValidationError as error:
        raise FormErrors({_field(fault): _words(fault) for fault in reversed(error.errors())}) from None


def told(refusal: ReelwrightError | FormErrors) -> FormErrors:
    """A refusal of the service as a fault of the whole form; faults of its fields as they are."""
    if isinstance(refusal, FormErrors):
        return refusal
    message = refusal.message[:1].upper() + refusal.message[1:]
    said = {"": f"{message}. {_hint(refusal.hint)}".strip()}
    return FormErrors(said | ({"#plan": refusal.code} if refusal.code in MONEY_CODES else {}))


def _hint(hint: str) -> str:
    return f"{hint[:1].upper()}{hint[1:]}." if hint else ""


def _field(fault: Mapping[str, object]) -> str:
    place = fault["loc"]
    return str(place[0]) if isinstance(place, tuple) and place else ""


def _words(fault: Mapping[str, object]) -> str:
    limits = fault.get("ctx")
    if isinstance(limits, dict):
        for name, words in (("le", "At most"), ("ge", "At least")):
            if name in limits:
                return f"{words} {limits[name]:g}."
    known = _WORDS.get(str(fault["type"]))
    said = str(fault["msg"]).removeprefix("Value error, ")
    return known or f"{said[:1].upper()}{said[1:]}."


FormDep = Annotated[Form, Depends(form_of)]
