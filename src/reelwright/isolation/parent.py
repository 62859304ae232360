"""Running a module of ours as a child process that answers in lines of JSON."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from threading import Event, Thread
from typing import IO, Any, cast

from reelwright.errors import Cancelled, InvalidDocument, LimitExceeded, ReelwrightError, RenderCrashed, error_named
from reelwright.isolation.limits import Limits

log = logging.getLogger(__name__)
OnMessage = Callable[[dict[str, Any]], None]
"""Called with every message of the child that is neither its report nor its error, from another thread."""
_POLL_SECONDS = 0.05
_LAST_WORDS = 2000


@dataclass(frozen=True)
class Task:
    """``module`` is run as a program; it calls ``isolation.child.answer``. ``what`` names the work in errors."""

    module: str
    request: Mapping[str, Any]
    limits: Limits = Limits()
    what: str = "the render"


def run_isolated(task: Task, on_message: OnMessage | None = None, stop: Event | None = None) -> dict[str, Any]:
    """The child's report.

    Raises what the child raises, ``LimitExceeded``, ``RenderCrashed`` when it dies, ``Cancelled`` within a tenth of a second of
    ``stop``. However it ends, no process of it is left.
    """
    command = [sys.executable, "-P", "-m", task.module]  # -P: no modules from the current folder
    pipe = subprocess.PIPE
    child = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True, text=True)
    assert child.stdin
    assert child.stdout
    heard = _Heard()
    listeners = [
        Thread(target=heard.listen, args=(child.stdout, on_message), daemon=True),
        Thread(target=heard.keep_last_words, args=(child.stderr,), daemon=True),
    ]
    for listener in listeners:
        listener.start()
    try:
        with suppress(BrokenPipeError):
            json.dump(dict(task.request) | {"limits": asdict(task.limits), "parent": os.getpid()}, child.stdin)
            child.stdin.close()
        _wait(child, task, stop)
    finally:
        _kill(child)
        for listener in listeners:
            listener.join(timeout=5)
    return _outcome(heard, child.returncode, task)


def _wait(child: subprocess.Popen[str], task: Task, stop: Event | None) -> None:
    ends = time.monotonic() + task.limits.seconds
    while child.poll() is None:
        if stop is not None and stop.is_set():
            raise Cancelled("stopped", hint="run the same command again to go on")
        if time.monotonic() > ends:
            raise LimitExceeded(
                f"{task.what} took longer than {task.limits.seconds:g} s", hint="allow more time, or render a part"
            )
        time.sleep(_POLL_SECONDS)


def _kill(child: subprocess.Popen[str]) -> None:
    if child.poll() is None:  # a number that has been waited for may already be another's
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()


class _Heard:
    """What the child has said."""

    def __init__(self) -> None:
        self.report: dict[str, Any] | None = None
        self.error: dict[str, Any] | None = None
        self.last_words = ""

    def listen(self, lines: IO[str], on_message: OnMessage | None) -> None:
        for line in lines:
            try:
                said = cast("dict[str, Any]", json.loads(line))
            except ValueError:  # a library that prints
                continue
            if "report" in said or "error" in said:
                self.report = said.get("report", self.report)
                self.error = said.get("error", self.error)
            elif on_message:
                on_message(said)

    def keep_last_words(self, lines: IO[str]) -> None:
        for line in lines:
            self.last_words = (self.last_words + line)[-_LAST_WORDS:]


def _outcome(heard: _Heard, code: int, task: Task) -> dict[str, Any]:
    if heard.error is not None:
        raise told_error(heard.error)
    if code == 0 and heard.report is not None:
        return heard.report
    if code == -signal.SIGXCPU:
        raise LimitExceeded(
            f"{task.what} used more than {task.limits.processor_seconds} s of processor time",
            hint="allow more, or render a part",
        )
    log.error("%s crashed with code %s: %s", task.what, code, heard.last_words)
    name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    raise RenderCrashed(
        f"{task.what} crashed ({name})".replace("the render crashed", "rendering crashed"),
        hint="one of the document's files is broken in a way no library expects: replace it",
    )


def told_error(error: dict[str, Any]) -> ReelwrightError:
    """A child's error as an exception here."""
    kind = error_named(str(error.get("code")))
    message, hint, pointer = str(error.get("message")), str(error.get("hint") or ""), error.get("pointer")
    if issubclass(kind, InvalidDocument):
        return kind(message, hint=hint, pointer=pointer or "")
    told = kind(message, hint=hint, pointer=pointer)
    if kind.code != error.get("code"):  # a code of a floor that is not known here stays what it is
        told.code = str(error.get("code"))
    return told
