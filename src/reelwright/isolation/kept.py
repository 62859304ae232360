"""A child process that is kept for many small requests: what it has opened stays open between them.

One thread of ours starts it and speaks with it (Linux ends a child with the thread that started it). Who waits is let go when
somebody newer of the same stream asks: only the newest of a stream is ever worth an answer.
"""

from __future__ import annotations

import json
import logging
import os
import select
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from threading import Condition, Event, Thread
from typing import Any

from reelwright.errors import LimitExceeded, ReelwrightError, RenderCrashed
from reelwright.isolation.limits import Limits
from reelwright.isolation.parent import told_error

log = logging.getLogger(__name__)
_MOST_WAITING = 32
_POLL_SECONDS = 0.5


class Superseded(ReelwrightError):
    """Somebody newer of the same stream has asked; nobody waits for this answer any more."""

    code = "SUPERSEDED"


@dataclass(frozen=True)
class KeptTask:
    """``module`` is run as a program; it calls ``isolation.kept_child.keep_answering``. ``hello`` is told to it first."""

    module: str
    hello: Mapping[str, Any]
    limits: Limits = Limits()
    idle_seconds: float = 120.0
    """After so long without a request it ends."""


@dataclass
class _Asked:
    request: Mapping[str, Any]
    stream: str
    seconds: float
    done: Event = field(default_factory=Event)
    answer: dict[str, Any] | None = None
    fault: ReelwrightError | None = None

    def fail(self, fault: ReelwrightError) -> None:
        self.fault = fault
        self.done.set()


class KeptChild:
    """Safe to ask from several threads; one request is at work at a time."""

    def __init__(self, task: KeptTask) -> None:
        self._task = task
        self._waiting: deque[_Asked] = deque()
        self._news = Condition()
        self._over = False
        self.used_at = time.monotonic()
        self._thread = Thread(target=self._serve, name=f"kept-{task.module.rpartition('.')[2]}", daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        return self._over

    def ask(self, request: Mapping[str, Any], stream: str = "", seconds: float = 30.0) -> dict[str, Any]:
        """The child's report. With a ``stream``, a request of it that still waits is let go.

        Raises what the child raises, ``Superseded``, ``LimitExceeded`` after ``seconds``, ``RenderCrashed`` when it dies.
        """
        asked = _Asked(request, stream, seconds)
        with self._news:
            if self._over:
                raise RenderCrashed("the preview has ended", hint="ask again")
            self.used_at = time.monotonic()
            if stream:
                for older in [each for each in self._waiting if each.stream == stream]:
                    self._waiting.remove(older)
                    older.fail(Superseded("a newer request took its place"))
            if len(self._waiting) >= _MOST_WAITING:
                raise LimitExceeded("too much is asked of this preview at once", hint="ask again in a moment")
            self._waiting.append(asked)
            self._news.notify()
        asked.done.wait()
        if asked.fault is not None:
            raise asked.fault
        assert asked.answer is not None
        return asked.answer

    def close(self) -> None:
        """End it now; whoever waits is told."""
        with self._news:
            self._over = True
            self._news.notify()

    def join(self, seconds: float = 5.0) -> None:
        self._thread.join(seconds)

    def _serve(self) -> None:
        child = _Child(self._task, lambda: self._over)
        try:
            while (asked := self._next()) is not None:
                try:
                    asked.answer = child.answer(asked.request, asked.seconds)
                    asked.done.set()
                except ReelwrightError as fault:
                    asked.fail(fault)
                    if child.is_over:
                        return
        except Exception as fault:
            log.exception("a kept child cannot be spoken with", exc_info=fault)
        finally:
            with self._news:
                self._over = True
                left = list(self._waiting)
                self._waiting.clear()
            for each in left:
                each.fail(RenderCrashed("the preview has ended", hint="ask again"))
            child.end()

    def _next(self) -> _Asked | None:
        with self._news:
            if not self._waiting and not self._over:
                self._news.wait_for(lambda: bool(self._waiting) or self._over, self._task.idle_seconds)
            if self._over or not self._waiting:
                self._over = True
                return None
            return self._waiting.popleft()


class _Child:
    """The process and its two lines."""

    def __init__(self, task: KeptTask, is_unwanted: Callable[[], bool]) -> None:
        self._is_unwanted = is_unwanted
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", task.module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        self._held = b""
        self.is_over = False
        self._send(dict(task.hello) | {"limits": asdict(task.limits), "parent": os.getpid()})

    def answer(self, request: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        self._send(request)
        said = json.loads(self._line(time.monotonic() + seconds, seconds))
        if "error" in said:
            raise told_error(said["error"])
        return said["report"]

    def end(self) -> None:
        if self._process.poll() is None:  # a number that has been waited for may already be another's
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _send(self, message: Mapping[str, Any]) -> None:
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise self._dead() from None

    def _line(self, ends: float, seconds: float) -> bytes:
        assert self._process.stdout
        handle = self._process.stdout.fileno()
        pieces = [self._held]
        while b"\n" not in pieces[-1]:
            if time.monotonic() > ends or self._is_unwanted():
                self.is_over = True
                raise LimitExceeded(f"the preview took longer than {seconds:g} s", hint="look at it smaller")
            if select.select([handle], [], [], _POLL_SECONDS)[0]:
                piece = os.read(handle, 1 << 20)
                if not piece:
                    raise self._dead()
                pieces.append(piece)
        line, _, self._held = b"".join(pieces).partition(b"\n")
        return line

    def _dead(self) -> ReelwrightError:
        self.is_over = True
        code = self._process.wait()
        log.error("a kept child ended with code %s", code)
        return RenderCrashed(
            "the preview crashed",
            hint="one of the document's files may be broken in a way no library expects: replace it",
        )
