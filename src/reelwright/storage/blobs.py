"""What every store of blobs can do, wherever it keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from reelwright.storage.names import OCTETS

PIECE = 1 << 20
"""The most bytes ``read`` yields at once."""


@dataclass(frozen=True)
class BlobFacts:
    """A stored blob: ``key`` is the SHA-256 of its content in hexadecimal, ``size`` is in bytes."""

    key: str
    size: int
    content_type: str


@dataclass(frozen=True)
class StoredBlob:
    """A blob as a listing shows it; ``stored_at`` (UTC) is when its content was last put."""

    key: str
    size: int
    stored_at: datetime


@dataclass(frozen=True)
class SignedUpload:
    """How somebody without credentials sends one file: ``method`` to ``url`` with exactly these headers."""

    url: str
    method: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class BlobStore(Protocol):
    """Blobs named by their content. All methods block and may be called from many threads at once.

    A blob never changes. Putting content that is there already sends nothing, keeps the content type of the first time
    and makes the blob young again, so that garbage collection leaves it alone while its new user writes that down.

    Uploads are staged under a name until ``adopt_upload`` gives them their content address. What was staged by
    ``append_upload`` can be continued; what was sent to a ``signed_put`` is there as a whole or not.
    """

    def put_file(self, path: Path, content_type: str = OCTETS) -> BlobFacts:
        """Store a local file. Raises ``MediaUnusable`` for one that cannot be read or changes meanwhile."""
        ...

    def put_bytes(self, data: bytes, content_type: str = OCTETS) -> BlobFacts:
        """Store bytes."""
        ...

    def put_stream(self, chunks: Iterable[bytes], content_type: str = OCTETS, *, max_bytes: int) -> BlobFacts:
        """Store what arrives. Raises ``LimitExceeded`` past ``max_bytes``; an interrupted stream leaves nothing."""
        ...

    def facts(self, key: str) -> BlobFacts:
        """Size and type of a blob. Raises ``BlobMissing``."""
        ...

    def read(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """The bytes from ``start``, at most ``length``, in pieces of at most 1 MiB; nothing behind the end.

        Raises ``BlobMissing`` at the call, before the first piece.
        """
        ...

    def fetch(self, key: str, path: Path) -> None:
        """Copy a blob into a local file, whole or not at all. Raises ``BlobMissing``, ``BlobDamaged``, ``OutputUnwritable``."""
        ...

    def delete(self, key: str, *, if_older_than: datetime | None = None) -> bool:
        """Remove a blob (only if last put before ``if_older_than``); whether one was removed."""
        ...

    def list(self) -> Iterator[StoredBlob]:
        """Every blob, in no promised order."""
        ...

    def signed_get(
        self,
        key: str,
        *,
        expires: timedelta,
        filename: str | None = None,
        content_type: str | None = None,
        inline: bool = True,
    ) -> str:
        """A link that answers the blob, also in ranges, until it expires. Does not look whether the blob is there.

        Say ``content_type`` where it is known: a bucket then sends what a browser could run to be saved, as a folder always does.
        """
        ...

    def signed_put(self, name: str, *, expires: timedelta, max_bytes: int, content_type: str = OCTETS) -> SignedUpload:
        """Where a client may send a whole file into staging."""
        ...

    def append_upload(self, name: str, offset: int, chunks: Iterable[bytes], *, max_bytes: int) -> int:
        """Continue a staged upload at byte ``offset``; its new length. What arrived before an interruption stays.

        Raises ``UploadConflict`` when the upload stands elsewhere, ``LimitExceeded`` when it would be longer than
        ``max_bytes`` in all (it then stands at ``offset`` again).
        """
        ...

    def upload_offset(self, name: str) -> int:
        """How many bytes of a resumable upload are staged; 0 for one that was never begun."""
        ...

    def adopt_upload(self, name: str, *, max_bytes: int, content_type: str = OCTETS) -> BlobFacts:
        """Hash a finished upload and give it its content address.

        Raises ``BlobMissing`` when nothing is staged; ``LimitExceeded`` when it is too long, which also discards it.
        """
        ...

    def discard_upload(self, name: str) -> None:
        """Forget a staged upload, if there is one."""
        ...

    def discard_stale(self, before: datetime) -> int:
        """Remove staged uploads and leftovers of killed processes untouched since ``before``; how many."""
        ...
