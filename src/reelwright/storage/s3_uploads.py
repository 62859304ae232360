"""Uploads on their way into a bucket: one object sent whole by a signed link, or pieces named by their first byte."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import uuid4

from reelwright.errors import LimitExceeded
from reelwright.storage.bounds import limited, too_large
from reelwright.storage.errors import BlobMissing, UploadConflict
from reelwright.storage.names import OCTETS
from reelwright.storage.s3_objects import PART, S3Objects, Stored

MOVING = "moving"
"""Objects for the length of one call, under random names nobody has a link to."""
LARGEST_COPY = 5 << 30
"""What a bucket copies, or takes by a signed link, at once."""
_UPLOADS = "uploads"
_MOST_PIECES = 10_000
_PIECE_NAME = re.compile(r"[0-9]{20}")


def whole_path(name: str) -> str:
    """Where a signed link puts a file that is sent at once."""
    return f"{_UPLOADS}/{name}/whole"


class S3Uploads:
    """The staged uploads of one bucket prefix; names are checked by the caller."""

    def __init__(self, objects: S3Objects) -> None:
        self._objects = objects

    def append(self, name: str, offset: int, chunks: Iterable[bytes], max_bytes: int) -> int:
        """See ``BlobStore.append_upload``. A bucket knows no locks: two requests at once may both begin; the bytes of one stay."""
        staged = self._staged(name)
        position = sum(piece.size for piece in staged)
        if position != offset:
            raise UploadConflict(f"the upload stands at byte {position}", offset=position)
        written: list[str] = []
        try:
            for content in _gathered(limited(chunks, max_bytes - offset)):
                if len(staged) + len(written) >= _MOST_PIECES:
                    raise LimitExceeded("the upload came in too many small pieces", hint="send more at once")
                path = f"{_UPLOADS}/{name}/{position:020d}"
                self._objects.put(path, content, OCTETS, len(content))
                written.append(path)
                position += len(content)
        except LimitExceeded:
            for path in written:
                self._objects.delete(path)
            raise
        return position

    def offset(self, name: str) -> int:
        """How long the upload is by now."""
        return sum(piece.size for piece in self._staged(name))

    @contextlib.contextmanager
    def finished(self, name: str, max_bytes: int) -> Iterator[list[Stored]]:
        """The objects of a whole upload in order, where no link of its uploader can change them.

        Raises ``BlobMissing`` and, after discarding it, ``LimitExceeded``.
        """
        aside = f"{MOVING}/{uuid4().hex}"
        try:
            parts = self._whole(name, aside, max_bytes) or self._staged(name)
            size = sum(part.size for part in parts)
            if not size:
                raise BlobMissing(f"no upload {name} is staged", hint="upload the file again")
            if size > max_bytes:
                self.discard(name)
                raise too_large(max_bytes)
            yield parts
        finally:
            self._objects.delete(aside)

    def discard(self, name: str) -> None:
        """Forget everything staged under a name."""
        for stored in list(self._objects.list(f"{_UPLOADS}/{name}")):
            self._objects.delete(stored.path)

    def discard_stale(self, before: datetime) -> int:
        """Remove uploads whose newest piece is older than ``before``, and what killed processes left behind; how many."""
        newest: dict[str, list[Stored]] = {}
        for folder in (_UPLOADS, MOVING):
            for stored in self._objects.list(folder):
                newest.setdefault("/".join(stored.path.split("/")[:2]), []).append(stored)
        stale = [found for found in newest.values() if max(stored.written_at for stored in found) < before]
        for stored in (stored for found in stale for stored in found):
            self._objects.delete(stored.path)
        return len(stale)

    def _staged(self, name: str) -> list[Stored]:
        """The pieces that follow each other from byte 0."""
        position, pieces = 0, []
        for stored in sorted(self._objects.list(f"{_UPLOADS}/{name}"), key=lambda stored: stored.path):
            piece = stored.path.rpartition("/")[2]
            if _PIECE_NAME.fullmatch(piece) and int(piece) == position and stored.size:
                pieces.append(stored)
                position += stored.size
        return pieces

    def _whole(self, name: str, aside: str, max_bytes: int) -> list[Stored]:
        """The object sent by a signed link, copied aside unless it is too large; nothing if there is none."""
        try:
            found = self._objects.look(whole_path(name))
            if found.size > max_bytes:
                return [found]
            self._objects.copy(found.path, aside)
            return [self._objects.look(aside)]
        except BlobMissing:
            return []


def _gathered(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Chunks as objects of a good size; what came before an interruption is still given, then the interruption goes on."""
    buffer = bytearray()
    try:
        for chunk in chunks:
            buffer += chunk
            while len(buffer) >= PART:
                yield bytes(buffer[:PART])
                del buffer[:PART]
    except LimitExceeded:
        raise
    except Exception:  # whatever it was, it is raised again once the bytes before it are safe
        if buffer:
            yield bytes(buffer)
        raise
    if buffer:
        yield bytes(buffer)
