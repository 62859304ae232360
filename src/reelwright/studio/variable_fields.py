"""A template's typed variables as fields of a form, and what was typed as values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from reelwright.studio.form import Form, FormErrors

Shape = Literal["text", "long", "number", "switch", "color", "choice", "file", "json"]
_LONG = 120


@dataclass(frozen=True)
class VariableField:
    """``name`` is the variable's; the form calls it ``data.NAME``. ``default`` is what the field shows at first."""

    name: str
    label: str
    shape: Shape
    default: str = ""
    help: str = ""
    is_needed: bool = False
    choices: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    """``min``, ``max`` and ``max_length`` where the variable has them."""

    @property
    def sent_as(self) -> str:
        return f"data.{self.name}"


def fields_of(variables: Mapping[str, Any]) -> list[VariableField]:
    """In the order of the document."""
    return [_field(name, told if isinstance(told, dict) else {"default": told}) for name, told in variables.items()]


def values_of(fields: Sequence[VariableField], form: Form, *, is_lenient: bool = False) -> dict[str, Any]:
    """Values by variable; one that was left empty takes the template's default. Raises ``FormErrors``.

    ``is_lenient``: nothing is needed yet, as while somebody types.
    """
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for each in fields:
        typed = form.text(each.sent_as)
        if each.shape == "switch":
            values[each.name] = each.sent_as in form.values
        elif typed:
            try:
                values[each.name] = _value(each, typed)
            except ValueError as fault:
                wrong[each.sent_as] = str(fault)
        elif each.is_needed and not is_lenient:
            wrong[each.sent_as] = "This is needed."
    if wrong:
        raise FormErrors(wrong)
    return values


def _field(name: str, told: Mapping[str, Any]) -> VariableField:
    default = told.get("default")
    shape = _shape(told, default)
    shown = json.dumps(default, ensure_ascii=False, indent=1) if shape == "json" and default is not None else default
    return VariableField(
        name=name,
        label=str(told.get("label") or name.replace("_", " ").capitalize()),
        shape=shape,
        default="" if shown is None else str(shown).lower() if isinstance(shown, bool) else str(shown),
        help=str(told.get("description") or ""),
        is_needed="default" not in told and shape != "switch",
        choices=[str(each) for each in _choices(told)],
        facts={fact: told[fact] for fact in ("min", "max", "max_length", "type") if fact in told},
    )


def _shape(told: Mapping[str, Any], default: object) -> Shape:
    if _choices(told):
        return "choice"
    kind = told.get("type")
    if kind in ("list", "object") or isinstance(default, (list, dict)):
        return "json"
    if kind == "boolean":
        return "switch"
    if kind == "number":
        return "number"
    if kind == "color":
        return "color"
    if kind in ("image", "video", "audio"):
        return "file"
    return "long" if len(str(default or "")) > _LONG else "text"


def _choices(told: Mapping[str, Any]) -> list[Any]:
    found = told.get("choices") or []
    return found if isinstance(found, list) else []


def _value(told: VariableField, typed: str) -> Any:
    if told.shape == "number":
        try:
            number = float(typed.replace(",", "."))
        except ValueError:
            raise ValueError("Write a number.") from None
        return int(number) if number.is_integer() else number
    if told.shape == "json":
        try:
            return json.loads(typed)
        except json.JSONDecodeError as fault:
            raise ValueError(f"This is not valid JSON: {fault.msg} in line {fault.lineno}.") from None
    return typed
