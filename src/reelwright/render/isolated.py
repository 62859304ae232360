"""A render in a process of its own, with limits: hostile media, fonts and documents can crash or fill that process only."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event, Thread
from typing import IO, Any, cast

from reelwright.errors import Cancelled, InvalidDocument, LimitExceeded, ReelwrightError, RenderCrashed, error_named
from reelwright.render.job import OnProgress
from reelwright.render.output_plan import OutputWish
from reelwright.render.scratch_folder import sweep

_POLL_SECONDS = 0.05
_LAST_WORDS = 2000


@dataclass(frozen=True)
class Limits:
    """What a render may use: bytes of memory of its own, seconds of processor and on the clock, bytes of one file."""

    memory: int = 4_000_000_000
    processor_seconds: int = 4 * 3600
    seconds: float = 2 * 3600
    file_bytes: int = 20_000_000_000


@dataclass(frozen=True)
class IsolatedRender:
    """A render to be made elsewhere: a filled or unfilled document tree, its values, the folder of its files."""

    tree: Mapping[str, Any]
    base: Path
    outputs: Sequence[OutputWish]
    data: Mapping[str, Any] | None = None
    jobs: int = 0
    frames: tuple[int, int] | None = None
    cache: Path | None = None
    limits: Limits = Limits()


def render_isolated(
    wish: IsolatedRender, on_progress: OnProgress | None = None, stop: Event | None = None
) -> dict[str, Any]:
    """Render in a child process; answers the report as plain data.

    Raises what the render raises, ``LimitExceeded``, ``RenderCrashed`` when the child dies, ``Cancelled`` within a tenth of a
    second of ``stop``. However it ends, no process and no part of a file is left.
    """
    command = [sys.executable, "-P", "-m", "reelwright.render.isolated_child"]  # -P: no modules from the current folder
    child = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    assert child.stdin
    assert child.stdout
    heard = _Heard()
    listeners = [
        Thread(target=heard.listen, args=(child.stdout, on_progress), daemon=True),
        Thread(target=heard.keep_last_words, args=(child.stderr,), daemon=True),
    ]
    for listener in listeners:
        listener.start()
    try:
        with suppress(BrokenPipeError):
            json.dump(_request(wish), child.stdin)
            child.stdin.close()
        _wait(child, wish.limits, stop)
    except BaseException:
        _kill(child)
        raise
    finally:
        _kill(child)
        for listener in listeners:
            listener.join(timeout=5)
        for output in wish.outputs:
            with suppress(OSError):
                sweep(output.path.absolute().parent)
    return _outcome(heard, child.returncode, wish.limits)


def _wait(child: subprocess.Popen[str], limits: Limits, stop: Event | None) -> None:
    ends = time.monotonic() + limits.seconds
    while child.poll() is None:
        if stop is not None and stop.is_set():
            raise Cancelled("stopped", hint="run the same command again to go on")
        if time.monotonic() > ends:
            raise LimitExceeded(
                f"the render took longer than {limits.seconds:g} s", hint="allow more time, or render a part"
            )
        time.sleep(_POLL_SECONDS)


def _kill(child: subprocess.Popen[str]) -> None:
    if child.poll() is None:  # a number that has been waited for may already be another's
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _request(wish: IsolatedRender) -> dict[str, Any]:
    outputs = [asdict(output) | {"path": str(output.path.absolute())} for output in wish.outputs]
    return {
        "tree": wish.tree, "data": wish.data or {}, "base": str(wish.base.absolute()), "outputs": outputs, "jobs": wish.jobs, "frames": wish.frames,
        "cache": None if wish.cache is None else str(wish.cache.absolute()), "limits": asdict(wish.limits),
        "parent": os.getpid(),
    }  # fmt: skip


class _Heard:
    """What the child has said."""

    def __init__(self) -> None:
        self.report: dict[str, Any] | None = None
        self.error: dict[str, Any] | None = None
        self.last_words = ""

    def listen(self, lines: IO[str], on_progress: OnProgress | None) -> None:
        for line in lines:
            try:
                said = cast("dict[str, Any]", json.loads(line))
            except ValueError:  # a library that prints
                continue
            if "done" in said and on_progress:
                on_progress(int(said["done"]), int(said["total"]))
            self.report = said.get("report", self.report)
            self.error = said.get("error", self.error)

    def keep_last_words(self, lines: IO[str]) -> None:
        for line in lines:
            self.last_words = (self.last_words + line)[-_LAST_WORDS:]


def _outcome(heard: _Heard, code: int, limits: Limits) -> dict[str, Any]:
    if heard.error is not None:
        raise _told(heard.error)
    if code == 0 and heard.report is not None:
        return heard.report
    if code == -signal.SIGXCPU:
        raise LimitExceeded(
            f"the render used more than {limits.processor_seconds} s of processor time",
            hint="allow more, or render a part",
        )
    name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    raise RenderCrashed(
        f"rendering crashed ({name})",
        hint="one of the document's files is broken in a way no library expects: replace it",
    )


def _told(error: dict[str, Any]) -> ReelwrightError:
    kind = error_named(str(error.get("code")))
    message, hint, pointer = str(error.get("message")), str(error.get("hint") or ""), error.get("pointer")
    if issubclass(kind, InvalidDocument):
        return kind(message, hint=hint, pointer=pointer or "")
    return kind(message, hint=hint, pointer=pointer)
