"""A child for tests: it answers with what it was asked, or does what it is told."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

from reelwright.isolation.kept_child import Desk, keep_answering


class Echo:
    def __init__(self, hello: dict[str, Any]) -> None:
        self._hello = hello
        self._idle = 0

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        from reelwright.errors import InvalidInput

        if "wait_for" in request:
            while not Path(request["wait_for"]).exists():
                time.sleep(0.01)
        if request.get("do") == "die":
            os._exit(3)
        if request.get("do") == "refuse":
            raise InvalidInput("not this", hint="ask otherwise")
        if request.get("do") == "grow":
            return {"size": len(bytearray(request["bytes"]))}
        return {
            "said": request.get("say"),
            "greeted": self._hello["greeting"],
            "process": os.getpid(),
            "idle": self._idle,
        }

    def use_idle_time(self) -> bool:
        self._idle += 1
        return self._idle < 3


def _open(hello: dict[str, Any]) -> Desk:
    return Echo(hello)


if __name__ == "__main__":
    sys.exit(keep_answering(_open))
