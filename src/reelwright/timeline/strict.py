"""The base of every document model, and the written values as field types: strict, frozen, with helpful errors."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated, Any, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from reelwright.timeline.easing import EASINGS, easing
from reelwright.timeline.values import parse_length, parse_time
from reelwright.units.color import parse_color
from reelwright.units.level import parse_gain

_SYNONYMS = {
    "length": "duration", "alignment": "align", "colour": "color", "source": "src", "url": "src", "file": "src", "path": "src",
    "begin": "start", "from": "start", "name": "family", "font_size": "font", "fontsize": "font", "fontfamily": "font",
    "bold": "weight", "font_weight": "weight", "rotate": "rotation", "angle": "rotation", "alpha": "opacity", "layers": "tracks",
    "elements": "clips", "items": "clips", "animation": "animate", "keyframes": "animate", "animations": "animate", "in": "enter",
    "out": "exit", "gain": "volume", "stroke": "outline", "effect": "motion", "time": "start", "framerate": "fps", "bg": "background",
    "fontweight": "weight", "maxwords": "max_words", "size": "font", "content": "text", "value": "text",
}  # fmt: skip
"""Names people guess, and ours."""


def suggestion(wrong: str, known: list[str]) -> str:
    """``did you mean …?`` for a misspelt name, or the list of what there is."""
    plain = wrong.lower().replace("-", "_")
    guess = _SYNONYMS.get(plain.replace("_", "")) or _SYNONYMS.get(plain)
    matches = [guess] if guess in known else get_close_matches(plain, known, n=1, cutoff=0.6)
    return f"did you mean {matches[0]!r}?" if matches else "known here: " + (", ".join(known) or "none")


def _tuples(values: list[Any]) -> tuple[Any, ...]:
    """Arrays within arrays, too: the corners of a polygon are pairs."""
    return tuple(_tuples(cast("list[Any]", value)) if isinstance(value, list) else value for value in values)


class Strict(BaseModel):
    """Unknown keys are errors, types are not coerced, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=False, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, data: Any) -> Any:
        """Refuse unknown keys with a suggestion; JSON arrays become the tuples the frozen models hold."""
        if isinstance(data, dict):
            given = cast("dict[str, Any]", data)
            known = [info.alias or name for name, info in cls.model_fields.items()]
            for key in given:
                if key not in known:
                    raise PydanticCustomError(
                        "unknown_key", "unknown key {name}; {suggestion}",
                        {"key": key, "name": repr(key), "suggestion": suggestion(key, known)},
                    )  # fmt: skip
            return {
                key: _tuples(cast("list[Any]", value)) if isinstance(value, list) else value
                for key, value in given.items()
            }
        return data


def _checked(parse: Any) -> AfterValidator:
    def check(value: Any) -> Any:
        parse(value)
        return value

    return AfterValidator(check)


def _easing_name(name: str) -> str:
    try:
        easing(name)
    except ValueError:
        raise ValueError(f"{name!r} is not an easing; {suggestion(name, sorted(EASINGS))}") from None
    return name


Written = float | str
"""A number, or a string with its unit."""
_NUMBER_OR_TEXT: dict[str, Any] = {"type": ["number", "string"]}

LengthField = Annotated[
    Written,
    _checked(parse_length),
    WithJsonSchema(
        _NUMBER_OR_TEXT
        | {"description": "pixels, or a string with %, vw, vh, vmin or vmax", "examples": [120, "50%", "6vh"]}
    ),
]
TimeField = Annotated[
    Written,
    _checked(parse_time),
    WithJsonSchema(
        _NUMBER_OR_TEXT
        | {
            "description": 'seconds, frames ("12f"), "50%" of the clip, or a relation',
            "examples": [1.5, "12f", "after", "intro.end + 0.5"],
        }
    ),
]
GainField = Annotated[
    Written,
    _checked(parse_gain),
    WithJsonSchema(
        _NUMBER_OR_TEXT | {"description": "factor (1 leaves it alone) or decibels", "examples": [0.5, "-6dB"]}
    ),
]
ColorField = Annotated[
    str, _checked(parse_color), Field(description="CSS colour", examples=["#ffd60a", "rgba(0,0,0,0.5)"])
]
EasingField = Annotated[
    str,
    AfterValidator(_easing_name),
    Field(description="easing name as on easings.net, or cubic-bezier(…), steps(n)", examples=["ease-out-cubic"]),
]
Seconds = Annotated[float, Field(ge=0, le=86_400)]
Fraction01 = Annotated[float, Field(ge=0, le=1)]
