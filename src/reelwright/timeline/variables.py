"""Typed template variables: their declarations, and the checking of the data that fills them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, cast

from pydantic import Field

from reelwright.errors import InvalidDocument
from reelwright.timeline.strict import Strict, suggestion
from reelwright.units.color import parse_color


class Declared(Strict):
    label: str | None = None
    description: str | None = None


class TextVariable(Declared):
    type: Literal["text"]
    default: str | None = None
    min_length: int = 0
    max_length: int | None = None
    choices: tuple[str, ...] | None = None


class NumberVariable(Declared):
    type: Literal["number", "integer"]
    default: float | None = None
    min: float | None = None
    max: float | None = None


class BooleanVariable(Declared):
    type: Literal["boolean"]
    default: bool | None = None


class ColorVariable(Declared):
    type: Literal["color"]
    default: str | None = None


class MediaVariable(Declared):
    """A file: a path beside the document, or an absolute one."""

    type: Literal["image", "video", "audio"]
    default: str | None = None


class ListVariable(Declared):
    type: Literal["list"]
    items: Variable
    default: tuple[Any, ...] | None = None
    min_items: int = 0
    max_items: int | None = None


class ObjectVariable(Declared):
    type: Literal["object"]
    fields: dict[str, Variable]
    default: dict[str, Any] | None = None


Variable = Annotated[
    TextVariable | NumberVariable | BooleanVariable | ColorVariable | MediaVariable | ListVariable | ObjectVariable,
    Field(discriminator="type"),
]
ListVariable.model_rebuild()
ObjectVariable.model_rebuild()


def bind(variables: Mapping[str, Variable], data: Mapping[str, Any]) -> dict[str, Any]:
    """Every variable's value: the data's, else its default. Raises ``InvalidDocument`` naming the variable at fault."""
    for name in data:
        if name not in variables:
            raise InvalidDocument(
                f"the data sets {name!r}, which the template does not declare; {suggestion(name, sorted(variables))}",
                pointer="/variables",
            )
    bound: dict[str, Any] = {}
    for name, variable in variables.items():
        pointer = f"/variables/{name}"
        if name in data:
            bound[name] = checked(variable, data[name], name, pointer)
        elif variable.default is not None:
            default = list(variable.default) if isinstance(variable, ListVariable) else variable.default
            bound[name] = checked(variable, default, name, pointer)
        else:
            raise InvalidDocument(
                f"variable {name!r} ({variable.type}) has no value and no default",
                pointer=pointer,
                hint=f"give it with --set {name}=… or in the data file",
            )
    return bound


def checked(variable: Variable, value: Any, name: str, pointer: str) -> Any:
    """The value, if it is one the variable admits. Raises ``InvalidDocument``."""

    def fault(expected: str) -> InvalidDocument:
        return InvalidDocument(f"variable {name!r} must be {expected}, not {_short(value)}", pointer=pointer)

    if isinstance(variable, TextVariable):
        if not isinstance(value, str):
            raise fault("a text")
        if not variable.min_length <= len(value) <= (variable.max_length or len(value)):
            raise fault(f"{variable.min_length} to {variable.max_length or 'any number of'} characters long")
        if variable.choices and value not in variable.choices:
            raise fault("one of " + ", ".join(variable.choices))
    elif isinstance(variable, NumberVariable):
        whole = variable.type == "integer"
        if isinstance(value, bool) or not isinstance(value, (int, float)) or (whole and value != int(value)):
            raise fault("a whole number" if whole else "a number")
        if (variable.min is not None and value < variable.min) or (variable.max is not None and value > variable.max):
            raise fault(f"between {variable.min} and {variable.max}")
        return int(value) if whole else value
    elif isinstance(variable, BooleanVariable):
        if not isinstance(value, bool):
            raise fault("true or false")
    elif isinstance(variable, ColorVariable):
        try:
            parse_color(value if isinstance(value, str) else "")
        except ValueError:
            raise fault("a colour such as #ffd60a") from None
    elif isinstance(variable, MediaVariable):
        if not isinstance(value, str) or not value:
            raise fault(f"the path of {'an' if variable.type[0] in 'ai' else 'a'} {variable.type} file")
    elif isinstance(variable, ListVariable):
        return _checked_list(variable, value, name, pointer)
    else:
        return _checked_object(variable, value, name, pointer)
    return value


def _checked_list(variable: ListVariable, value: Any, name: str, pointer: str) -> list[Any]:
    if not isinstance(value, list):
        raise InvalidDocument(f"variable {name!r} must be a list, not {_short(value)}", pointer=pointer)
    items = cast("list[Any]", value)
    if not variable.min_items <= len(items) <= (len(items) if variable.max_items is None else variable.max_items):
        raise InvalidDocument(
            f"variable {name!r} must have {variable.min_items} to {variable.max_items or 'any number of'} items, not {len(items)}",
            pointer=pointer,
        )
    return [checked(variable.items, item, f"{name}[{index}]", pointer) for index, item in enumerate(items)]


def _checked_object(variable: ObjectVariable, value: Any, name: str, pointer: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidDocument(f"variable {name!r} must be an object, not {_short(value)}", pointer=pointer)
    given = cast("dict[str, Any]", value)
    for key in given:
        if key not in variable.fields:
            raise InvalidDocument(
                f"variable {name!r} has no field {key!r}; {suggestion(key, sorted(variable.fields))}", pointer=pointer
            )
    filled: dict[str, Any] = {}
    for key, field in variable.fields.items():
        if key not in given and field.default is None:
            raise InvalidDocument(f"variable {name!r} lacks its field {key!r}", pointer=pointer)
        filled[key] = checked(field, given.get(key, field.default), f"{name}.{key}", pointer)
    return filled


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
