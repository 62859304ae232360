"""Whether what was sent is JSON that every database can keep and every reader can walk."""

from __future__ import annotations

import math
from typing import Any

from reelwright.errors import InvalidInput

_DEEPEST = 64
_LARGEST = 2**53


def keepable(sent: Any) -> Any:
    """The same. Raises ``InvalidInput`` for text with NUL or half characters, numbers that are none, and too deep a nest."""
    waiting: list[tuple[Any, int]] = [(sent, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > _DEEPEST:
            raise InvalidInput(f"the body is nested deeper than {_DEEPEST} levels")
        if isinstance(value, dict):
            waiting += [(each, depth + 1) for pair in value.items() for each in pair]
        elif isinstance(value, list):
            waiting += [(each, depth + 1) for each in value]
        elif isinstance(value, str):
            if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
                raise InvalidInput("the body holds a character that cannot be kept (NUL or half of a surrogate pair)")
        elif isinstance(value, float) and not math.isfinite(value):
            raise InvalidInput("the body holds a number that is none (NaN or infinity)")
        elif isinstance(value, int) and abs(value) > _LARGEST:
            raise InvalidInput("the body holds a whole number too large to be kept exactly")
    return sent
