"""The child's side of a process that is kept: limits first, then one request a line and one answer a line, until nobody asks any more."""

from __future__ import annotations

import json
import os
import select
from collections.abc import Callable
from typing import Any, Protocol

from reelwright.isolation.child import die_with, is_too_much, take_limits

_IDLE_SECONDS = 0.15
"""How long nobody must have asked before idle time is used: whoever scrubs asks again sooner."""


class Desk(Protocol):
    """What a kept child does."""

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """The report. Raises ``ReelwrightError`` for what cannot be done."""
        ...

    def use_idle_time(self) -> bool:
        """A few milliseconds of work nobody has asked for yet; whether there is more of it."""
        ...


def keep_answering(open_desk: Callable[[dict[str, Any]], Desk]) -> int:
    """Answer until the parent closes the line; the exit code. ``open_desk`` imports what it needs itself, after the limits."""
    lines = _Lines()
    hello = lines.next()
    if hello is None:
        return 0
    die_with(hello["parent"])
    take_limits(hello["limits"])
    said = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what a library prints is no answer

    from reelwright.errors import ReelwrightError  # noqa: PLC0415  # after the limits are there

    desk = open_desk(hello)
    while True:
        while not lines.is_waiting(_IDLE_SECONDS) and desk.use_idle_time():
            while not lines.is_waiting(0) and desk.use_idle_time():
                pass
        request = lines.next()
        if request is None:
            return 0
        try:
            answer: dict[str, Any] = {"report": desk.answer(request)}
        except ReelwrightError as error:
            told = {"code": error.code, "message": error.message, "hint": error.hint, "pointer": error.pointer}
            answer = {"error": told}
        except BaseException as error:
            if not is_too_much(error):
                raise
            message = "the preview needed more memory than it may have"
            answer = {
                "error": {"code": "LIMIT_EXCEEDED", "message": message, "hint": "look at it smaller", "pointer": None}
            }
            said.write(json.dumps(answer) + "\n")
            return 1  # what is left of such a process is not to be trusted
        said.write(json.dumps(answer, default=str) + "\n")


class _Lines:
    """Requests as they come in."""

    def __init__(self) -> None:
        self._handle = os.dup(0)
        self._held = b""
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)

    def is_waiting(self, seconds: float) -> bool:
        return b"\n" in self._held or bool(select.select([self._handle], [], [], seconds)[0])

    def next(self) -> dict[str, Any] | None:
        """The next request; ``None`` when there will be none."""
        pieces = [self._held]
        while b"\n" not in pieces[-1]:
            piece = os.read(self._handle, 1 << 20)
            if not piece:
                return None
            pieces.append(piece)
        line, _, self._held = b"".join(pieces).partition(b"\n")
        return json.loads(line)
