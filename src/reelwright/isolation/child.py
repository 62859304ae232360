"""The child's side: takes its limits first, then the request, and tells of its work in lines of JSON."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

_PR_SET_PDEATHSIG = 1
_WORDS_OF_LIMITS = (
    "Insufficient memory", "Cannot allocate memory", "File too large", "Generic error in an external library",
)  # fmt: skip
"""What libraries say when memory or room runs out; the last is an encoder that could not get its memory."""

Say = Callable[..., None]
"""Tells the parent a message of the given fields."""


def answer(work: Callable[[dict[str, Any], Say], dict[str, Any]], what: str = "the render") -> int:
    """Read the request, do ``work`` under its limits, tell its report or its error; the exit code.

    ``work`` imports what it needs itself, so that the limits are there before the libraries.
    """
    request: dict[str, Any] = json.load(sys.stdin)
    die_with(request["parent"])
    os.nice(request["limits"].get("niceness", 0))
    take_limits(request["limits"])
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    said = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what a library prints is no message

    def say(**message: Any) -> None:
        said.write(json.dumps(message, default=str) + "\n")

    from reelwright.errors import LimitExceeded, ReelwrightError  # noqa: PLC0415  # after the limits are there

    try:
        say(report=work(request, say))
        return 0
    except ReelwrightError as error:
        if is_too_much(error) and not isinstance(error, LimitExceeded):
            say(
                error=_error(LimitExceeded.code, _too_much(request["limits"], what), "allow more, or render it smaller")
            )
        else:
            say(error=_error(error.code, error.message, error.hint, error.pointer))
        return 1
    except BaseException as error:
        if not is_too_much(error):
            raise
        memory = request["limits"]["memory"]
        message = f"{what} needed more than {memory / 1e6:.0f} MB of memory"
        say(error=_error(LimitExceeded.code, message, "allow more memory, or render it smaller"))
        return 1


def _error(code: str, message: str, hint: str, pointer: str | None = None) -> dict[str, Any]:
    return {"code": code, "message": message, "hint": hint, "pointer": pointer}


def _too_much(limits: dict[str, Any], what: str) -> str:
    memory, file = limits["memory"] / 1e6, limits["file_bytes"] / 1e6
    return f"{what} needed more than {memory:.0f} MB of memory, or than {file:.3g} MB in one file"


def die_with(parent: int) -> None:
    """End when the process that asked for the render ends, however it ends (to Linux: when its asking thread does)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was over before the wish was told
        sys.exit(1)


def take_limits(limits: dict[str, Any]) -> None:
    """Memory is limited as RLIMIT_DATA: private memory that is written to. RLIMIT_AS would count what libraries only map."""
    try:
        import resource  # noqa: PLC0415  # not on every system
    except ImportError:
        return
    wanted = {
        resource.RLIMIT_DATA: int(limits["memory"]), resource.RLIMIT_CPU: int(limits["processor_seconds"]),
        resource.RLIMIT_FSIZE: int(limits["file_bytes"]), resource.RLIMIT_CORE: 0,
    }  # fmt: skip
    for kind, value in wanted.items():
        most = resource.getrlimit(kind)[1]
        soft = value if most == resource.RLIM_INFINITY else min(value, most)
        hard = (
            soft + 2 if kind == resource.RLIMIT_CPU else soft
        )  # a signal that tells why, before the one that does not
        resource.setrlimit(kind, (soft, hard if most == resource.RLIM_INFINITY else min(hard, most)))


def is_too_much(error: BaseException) -> bool:
    """Whether a limit is behind an error: memory that was not given, a file that grew too large."""
    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, MemoryError) or getattr(chain, "errno", None) in (errno.ENOMEM, errno.EFBIG):
            return True
        if any(words in str(chain) for words in _WORDS_OF_LIMITS):
            return True
        chain = chain.__context__
    return False
