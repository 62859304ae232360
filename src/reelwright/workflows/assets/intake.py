"""What it takes to take in a file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reelwright.business.assets.errors import UploadTooLarge
from reelwright.database.open import Database
from reelwright.errors import OutputUnwritable
from reelwright.http.guard import Guard
from reelwright.storage.blobs import BlobStore

LINK_BYTES = 100_000_000
"""The most that is fetched from an address while its user waits."""
FOLDER = "intake-"
"""How the names of scratch folders begin."""


@dataclass(frozen=True)
class Intake:
    """``scratch`` is a local folder with room for files on their way, ``child`` the module that looks into them.

    ``upload_limit`` is the largest file in bytes, ``storage_quota`` what a user without a limit of their own may store.
    """

    database: Database
    store: BlobStore
    scratch: Path
    child: str
    guard: Guard
    upload_limit: int
    storage_quota: int

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """A folder for one file, gone afterwards. Raises ``OutputUnwritable``."""
        try:
            self.scratch.mkdir(parents=True, exist_ok=True)
            made = tempfile.TemporaryDirectory(prefix=FOLDER, dir=self.scratch, ignore_cleanup_errors=True)
        except OSError as error:
            raise OutputUnwritable(f"files cannot be taken in: {error.strerror or error}") from None
        with made as name:
            yield Path(name)

    def check_size(self, size: int) -> None:
        """Raises ``UploadTooLarge``."""
        if size > self.upload_limit:
            raise too_large(self.upload_limit)


def too_large(most: int) -> UploadTooLarge:
    return UploadTooLarge(f"the file is larger than {most:,} bytes", hint="send a smaller file")
