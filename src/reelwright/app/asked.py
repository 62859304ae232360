"""How wishes from outside are read."""

from __future__ import annotations

import math
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic.alias_generators import to_camel


class Asked(BaseModel):
    """What is handed in: the same, and an unknown field is an error rather than silently lost."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="forbid", str_strip_whitespace=True
    )

    @model_validator(mode="before")
    @classmethod
    def _can_be_stored(cls, data: Any) -> Any:
        """Free-form parts may hold what JSON readers let through and databases do not take."""
        _refuse_unstorable(data)
        return data


def _refuse_unstorable(data: Any) -> None:
    waiting = [data]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting += (*part.keys(), *part.values())
        elif isinstance(part, list):
            waiting += part
        elif isinstance(part, float) and not math.isfinite(part):
            raise ValueError("a number is not finite")
        elif isinstance(part, str) and ("\x00" in part or (not part.isascii() and _has_lone_surrogate(part))):
            raise ValueError("a text holds the character NUL or half a character")


def _has_lone_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)
