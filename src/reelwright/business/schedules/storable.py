"""Whether a request is JSON that both databases can keep."""

from __future__ import annotations

import json
import math
from typing import Any

from reelwright.errors import InvalidInput

_MOST_BYTES = 1_000_000
_DEEPEST = 64


def checked_request(request: dict[str, Any]) -> dict[str, Any]:
    """The same. Raises ``InvalidInput`` for text with NUL or half characters, numbers that are none, and what is too large."""
    waiting: list[tuple[Any, int]] = [(request, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > _DEEPEST:
            raise InvalidInput(f"the request is nested deeper than {_DEEPEST} levels")
        if isinstance(value, dict):
            waiting += [(each, depth + 1) for pair in value.items() for each in pair]
        elif isinstance(value, list):
            waiting += [(each, depth + 1) for each in value]
        elif isinstance(value, str):
            _check_text(value)
        elif isinstance(value, float) and not math.isfinite(value):
            raise InvalidInput("the request holds a number that is none (NaN or infinity)")
    if len(json.dumps(request, ensure_ascii=False).encode()) > _MOST_BYTES:
        raise InvalidInput(f"the request is larger than {_MOST_BYTES // 1_000_000} MB", hint="upload files as assets")
    return request


def _check_text(text: str) -> None:
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise InvalidInput("the request holds a character that cannot be kept (NUL or half of a surrogate pair)")
