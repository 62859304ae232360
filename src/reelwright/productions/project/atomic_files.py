"""Files that are there whole or not at all, whatever moment the machine stops."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from reelwright.productions.project.disk_errors import writing

_BLOCK = 1 << 20
_PART_SUFFIX = ".part"


def write_atomic(path: Path, data: bytes) -> None:
    """``path`` holds ``data`` afterwards; until the last moment it holds what it held before. Survives power loss.

    Raises ``OutputUnwritable``.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=".", suffix=_PART_SUFFIX, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _open_to_readers(Path(part))
            Path(part).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(part).unlink()
            raise
        sync_folder(path.parent)


def move_atomic(source: Path, path: Path) -> None:
    """Puts a finished file (same file system) in its place. Raises ``OutputUnwritable``."""
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb+") as file:
            os.fsync(file.fileno())
        source.replace(path)
        sync_folder(path.parent)


def place_copy(source: Path, path: Path) -> None:
    """``path`` becomes a copy of ``source`` in one step: a second name for the same bytes where the file system
    can, else a real copy. Raises ``OutputUnwritable``.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.samefile(source):
            return
        part = path.with_name(f".{path.name}.{os.getpid()}{_PART_SUFFIX}")
        try:
            part.unlink(missing_ok=True)
            try:
                os.link(source, part)
            except OSError:
                shutil.copyfile(source, part)
                with part.open("rb+") as file:
                    os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes a rename in ``folder`` last through power loss."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep_parts(folder: Path) -> None:
    """Removes what killed runs left half written in ``folder``."""
    for part in folder.glob(f".*{_PART_SUFFIX}"):
        with contextlib.suppress(OSError):
            part.unlink()


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal; memory stays flat."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _open_to_readers(path: Path) -> None:
    """Temporary files are private to their maker; a project's files follow the user's umask."""
    umask = os.umask(0)
    os.umask(umask)
    path.chmod(0o666 & ~umask)
