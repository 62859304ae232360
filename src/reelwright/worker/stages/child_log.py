"""The log of a stage's child process: told to the parent line by line, which writes it into the server's log."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import TextIO, cast

import structlog

from reelwright.app.logging_setup import set_up_logging
from reelwright.isolation.child import Say


class _Told(io.TextIOBase):
    """A stream whose lines of JSON become messages."""

    def __init__(self, say: Say) -> None:
        self._say = say

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        for line in text.splitlines():
            if line.strip():
                self._say(log=json.loads(line))
        return len(text)


def tell_log(say: Say, fields: Mapping[str, object], level: str) -> None:
    """Send every line of this process's log to its parent; each has ``fields`` (job, request, stage and attempt)."""
    set_up_logging("json", level, cast("TextIO", _Told(say)))
    structlog.contextvars.bind_contextvars(**fields)
