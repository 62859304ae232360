"""Many stored files as one zip, written while it is sent: nothing of it is held or laid down here."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, cast


class _Pipe:
    """A file that can only be written to; what came is taken out in between."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        return None

    def taken(self) -> Iterator[bytes]:
        pieces, self._pieces = self._pieces, []
        yield from pieces


def zip_of(files: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """``files`` are names and contents in pieces. They are stored as they are: videos do not become smaller."""
    pipe = _Pipe()
    with zipfile.ZipFile(cast(Any, pipe), "w", zipfile.ZIP_STORED) as archive:
        for name, pieces in files:
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as entry:
                for piece in pieces:
                    entry.write(piece)
                    yield from pipe.taken()
            yield from pipe.taken()
    yield from pipe.taken()
