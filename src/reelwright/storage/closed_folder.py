"""A folder whose inside is reached step by step from its own handle, so that no link planted in it leads anywhere else."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from reelwright.errors import OutputUnwritable

PARTS = "parts"
"""Where files are while they are written."""
_LOCK = "lock"
_FOLDER_MODE = 0o770
FILE_MODE = 0o660


@dataclass(frozen=True)
class Part:
    """A file being written: its handle, and its name in ``PARTS``."""

    file: IO[bytes]
    name: str

    def settle(self) -> None:
        """Have everything written on the disk before the file gets another name."""
        self.file.flush()
        os.fsync(self.file.fileno())


class ClosedFolder:
    """Handles of the folders below ``root``. Names given here are checked by the caller to be single, plain names."""

    def __init__(self, root: Path) -> None:
        """Makes the folder. Raises ``OutputUnwritable``."""
        self.root = root
        with disk_errors(root):
            root.mkdir(parents=True, exist_ok=True, mode=_FOLDER_MODE)

    @contextlib.contextmanager
    def inside(self, *names: str, create: bool = False) -> Iterator[int]:
        """The handle of a folder below the root. Raises ``FileNotFoundError`` or ``NotADirectoryError`` (also for links)."""
        handle = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for name in names:
                below = _open_below(handle, name, create=create)
                os.close(handle)
                handle = below
            yield handle
        finally:
            os.close(handle)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else, thread or process, is inside meanwhile."""
        with self.inside() as root:
            lock = os.open(_LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, FILE_MODE, dir_fd=root)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    @contextlib.contextmanager
    def part(self) -> Iterator[Part]:
        """A new file to write; gone afterwards unless it was moved elsewhere."""
        name = secrets.token_hex(16)
        with self.inside(PARTS, create=True) as parts:
            handle = os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, FILE_MODE, dir_fd=parts)
            try:
                with os.fdopen(handle, "wb") as file:
                    yield Part(file, name)
            finally:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(name, dir_fd=parts)


def _open_below(handle: int, name: str, *, create: bool) -> int:
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
    if create:
        with contextlib.suppress(FileExistsError):
            os.mkdir(name, _FOLDER_MODE, dir_fd=handle)
            os.fsync(handle)
    try:
        return os.open(name, flags, dir_fd=handle)
    except OSError as error:
        if error.errno == errno.ELOOP:  # what some systems say of a link where others say it is no folder
            raise NotADirectoryError(errno.ENOTDIR, "a link in the place of a folder", name) from error
        raise


def plain_file(name: str, folder: int) -> os.stat_result | None:
    """The status of a regular file in an open folder; nothing for a link, a folder or no file at all."""
    try:
        status = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    return status if stat.S_ISREG(status.st_mode) else None


def open_to_read(name: str, folder: int) -> IO[bytes] | None:
    """A regular file in an open folder; nothing for a link or no file."""
    try:
        handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):
            return None
        raise
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None
    return os.fdopen(handle, "rb")


@contextlib.contextmanager
def disk_errors(place: Path) -> Iterator[None]:
    """What the system says about the store's own files, as ``OutputUnwritable``."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise OutputUnwritable(
                f"the disk is full at {place}", hint="free some space, or collect garbage in the store"
            ) from error
        raise OutputUnwritable(
            f"the folder {place} cannot be used: {error.strerror or error}", hint="check its owner and permissions"
        ) from error
