"""One run at a time in a project folder."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reelwright.errors import OutputUnwritable
from reelwright.productions.project.disk_errors import writing

_held_here: set[Path] = set()
"""Folders locked by this process: the system's record locks do not keep a process out of its own folder."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the lock file ``path``. The system frees it when the process ends, however it ends.

    A record lock, because child processes do not inherit it: an orphaned renderer cannot keep the folder locked.
    Raises ``OutputUnwritable`` when another run holds it.
    """
    path = path.resolve()
    if path in _held_here:
        raise _in_use(path, os.getpid())
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    _held_here.add(path)
    try:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise _in_use(path, _owner(handle)) from None
        with contextlib.suppress(OSError):
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        _held_here.discard(path)
        os.close(handle)


def _owner(handle: int) -> int | None:
    text = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
    return int(text) if text.isdigit() else None


def _in_use(path: Path, owner: int | None) -> OutputUnwritable:
    who = f" (process {owner})" if owner else ""
    return OutputUnwritable(
        f"The project folder {path.parent.parent} is in use by another run{who}.",
        hint="Wait for it to finish, stop it, or give this run its own folder with --project.",
    )
