"""A blob as a local file: whole, with the bytes its key promises, or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from reelwright.errors import OutputUnwritable
from reelwright.storage.errors import BlobDamaged


def fetch_verified(pieces: Iterable[bytes], key: str, path: Path) -> None:
    """Write ``pieces`` beside ``path`` and give them its name when their hash is ``key``.

    Raises ``BlobDamaged`` when it is not, ``OutputUnwritable`` when the place cannot be written.
    """
    part = path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}.part")
    digest = hashlib.sha256()
    try:
        with _place_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            file = part.open("xb")
        with file:
            for piece in pieces:
                digest.update(piece)
                with _place_errors(path):
                    file.write(piece)
            with _place_errors(path):
                file.flush()
                os.fsync(file.fileno())
        if digest.hexdigest() != key:
            raise BlobDamaged(f"the blob {key} is damaged in the store", hint="put the file again, or restore a backup")
        with _place_errors(path):
            part.replace(path)
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


@contextlib.contextmanager
def _place_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputUnwritable(
            f"cannot write {path}: {error.strerror or error}", hint="choose another place or free some space"
        ) from error
