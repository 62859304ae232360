"""A local file that is about to be stored."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from reelwright.errors import MediaUnusable


@contextlib.contextmanager
def opened_source(path: Path) -> Iterator[IO[bytes]]:
    """The file, open to read. Raises ``MediaUnusable`` for none, a folder, a pipe or a device."""
    try:
        # Opening a pipe would wait for its writer; without waiting it can be looked at and refused.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        raise MediaUnusable(f"{path} cannot be read: {error.strerror or error}") from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise MediaUnusable(f"{path} is not a file", hint="only plain files can be stored")
    with os.fdopen(handle, "rb") as file:
        yield file
