"""Uploads on their way into a local store: one growing file each, in ``uploads``, written by one request at a time."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import FileIO

from reelwright.errors import LimitExceeded
from reelwright.storage.bounds import limited, too_large
from reelwright.storage.closed_folder import FILE_MODE, PARTS, ClosedFolder, disk_errors, plain_file
from reelwright.storage.errors import BlobMissing, UploadConflict

_UPLOADS = "uploads"


class LocalUploads:
    """The staged uploads of one folder; names are checked by the caller."""

    def __init__(self, folder: ClosedFolder) -> None:
        self._folder = folder

    def append(self, name: str, offset: int, chunks: Iterable[bytes], max_bytes: int) -> int:
        """See ``BlobStore.append_upload``."""
        with contextlib.ExitStack() as opened:
            with disk_errors(self._folder.root):
                uploads = opened.enter_context(self._folder.inside(_UPLOADS, create=True))
                file = opened.enter_context(_held(name, uploads, create=offset == 0))
            if file is None or os.fstat(file.fileno()).st_size != offset:
                raise _elsewhere(self.offset(name))
            try:
                for chunk in limited(chunks, max_bytes - offset):
                    with disk_errors(self._folder.root):
                        _write_all(file, chunk)
            except LimitExceeded:
                os.ftruncate(file.fileno(), offset)
                raise too_large(max_bytes) from None
            finally:
                with disk_errors(self._folder.root):
                    os.fsync(file.fileno())
                    os.fsync(uploads)
                    if os.fstat(file.fileno()).st_size == 0 and _is_at(name, uploads, file):
                        os.unlink(name, dir_fd=uploads)
            return os.fstat(file.fileno()).st_size

    def offset(self, name: str) -> int:
        """How long the upload is by now."""
        with disk_errors(self._folder.root), self._folder.inside(_UPLOADS, create=True) as uploads:
            status = plain_file(name, uploads)
            return status.st_size if status else 0

    @contextlib.contextmanager
    def finished(self, name: str, max_bytes: int) -> Iterator[tuple[FileIO, str]]:
        """A whole upload and the name of its folder, while nobody can write it.

        Raises ``BlobMissing``, ``UploadConflict`` and, after discarding it, ``LimitExceeded``.
        """
        with self._folder.inside(_UPLOADS, create=True) as uploads, _held(name, uploads, create=False) as file:
            if file is None:
                raise BlobMissing(f"no upload {name} is staged", hint="upload the file again")
            if os.fstat(file.fileno()).st_size > max_bytes:
                os.unlink(name, dir_fd=uploads)
                raise too_large(max_bytes)
            file.seek(0)
            yield file, _UPLOADS

    def discard(self, name: str) -> None:
        """Forget the upload; a request that still writes it writes into nothing."""
        with (
            disk_errors(self._folder.root),
            self._folder.inside(_UPLOADS, create=True) as uploads,
            contextlib.suppress(FileNotFoundError),
        ):
            os.unlink(name, dir_fd=uploads)

    def discard_stale(self, before: datetime) -> int:
        """Remove uploads, and files of killed processes, that were not written since ``before``."""
        removed = 0
        with disk_errors(self._folder.root):
            for folder in (_UPLOADS, PARTS):
                with self._folder.inside(folder, create=True) as handle:
                    for name in os.listdir(handle):
                        status = plain_file(name, handle)
                        if status is not None and status.st_mtime < before.timestamp():
                            with contextlib.suppress(FileNotFoundError):
                                os.unlink(name, dir_fd=handle)
                                removed += 1
        return removed


@contextlib.contextmanager
def _held(name: str, uploads: int, *, create: bool) -> Iterator[FileIO | None]:
    """The upload's file with a lock on it, or nothing if there is none. Raises ``UploadConflict`` while another holds it."""
    flags = os.O_RDWR | os.O_APPEND | os.O_NOFOLLOW | (os.O_CREAT if create else 0)
    handle = None
    with contextlib.suppress(FileNotFoundError):
        handle = os.open(name, flags, FILE_MODE, dir_fd=uploads)
    if handle is None:
        yield None
        return
    with os.fdopen(handle, "r+b", buffering=0) as file:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _elsewhere(os.fstat(file.fileno()).st_size) from None
        if not _is_at(name, uploads, file):  # adopted or discarded between the opening and the lock
            there = plain_file(name, uploads)
            raise _elsewhere(there.st_size if there else 0)
        yield file


def _is_at(name: str, uploads: int, file: FileIO) -> bool:
    """Whether an open file still is the one of its name."""
    there = plain_file(name, uploads)
    return there is not None and there.st_ino == os.fstat(file.fileno()).st_ino


def _write_all(file: FileIO, chunk: bytes) -> None:
    left = memoryview(chunk)
    while left:
        left = left[file.write(left) :]


def _elsewhere(offset: int) -> UploadConflict:
    return UploadConflict(f"the upload stands at byte {offset}, or is being written by another request", offset=offset)
