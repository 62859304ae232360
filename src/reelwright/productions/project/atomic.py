"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable
from pathlib import Path

from reelwright.errors import OutputUnwritable


def write_atomically(path: Path, content: bytes | str) -> None:
    """Replace a file in one step, on disk before it has its name. Raises ``OutputUnwritable``."""
    data = content.encode() if isinstance(content, str) else content
    make_atomically(path, lambda part: part.write_bytes(data))


def make_atomically(path: Path, make: Callable[[Path], object]) -> None:
    """Let ``make`` write a file beside ``path`` and give it that name when it is whole."""
    part = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        make(part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(part, path)
        _sync_folder(path.parent)
    except OSError as error:
        raise unwritable(path, error) from None
    finally:
        part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make a renaming last through a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep_parts(folder: Path, name: str = "*") -> None:
    """Remove what runs that were killed left half written of ``name`` in a folder; living runs keep theirs."""
    for part in folder.glob(f".{name}.*.part*"):
        owner = part.name.rpartition(".part")[0].rpartition(".")[2]
        if owner.isdigit() and not _is_alive(int(owner)):
            with contextlib.suppress(OSError):
                part.unlink()


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True


def unwritable(path: Path, error: OSError) -> OutputUnwritable:
    """What the system says about a place, as what the user can do about it."""
    if error.errno == errno.ENOSPC:
        return OutputUnwritable(
            f"the disk is full while writing {path.name}",
            hint="free some space and run the same command again; finished parts are kept",
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return OutputUnwritable(
            f"{path.parent} may not be written to", hint="choose another place with -o or --project"
        )
    return OutputUnwritable(
        f"cannot write {path}: {error.strerror or error}", hint="choose another place with -o or --project"
    )
