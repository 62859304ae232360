"""Garbage collection: blobs nothing refers to, once they are old enough, and uploads nobody finished."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from reelwright.errors import InvalidInput
from reelwright.storage.blobs import BlobStore, StoredBlob

SHORTEST_GRACE = timedelta(hours=1)
"""Below this a file could vanish between being stored and being written down by its user."""
_BATCH = 500


@dataclass(frozen=True)
class Collected:
    """What a collection removed: blobs, their bytes, and staged uploads (whose bytes are not counted)."""

    removed: int
    bytes: int
    uploads: int


def collect_garbage(
    store: BlobStore,
    is_referenced: Callable[[list[str]], set[str]],
    older_than: timedelta,
    now: datetime,
) -> Collected:
    """Remove every blob last put more than ``older_than`` before ``now`` that ``is_referenced`` does not answer.

    ``is_referenced`` gets up to 500 keys at a time and answers those still in use; what it raises ends the collection
    with nothing of that batch removed. Raises ``InvalidInput`` for a grace time below an hour.
    """
    if older_than < SHORTEST_GRACE:
        raise InvalidInput("garbage must be at least an hour old", hint="give stored files time to be written down")
    before = now - older_than
    removed = freed = 0
    for batch in _batches(blob for blob in store.list() if blob.stored_at < before):
        used = is_referenced([blob.key for blob in batch])
        for blob in batch:
            # The date is looked at once more: somebody may have put the same content since the listing.
            if blob.key not in used and store.delete(blob.key, if_older_than=before):
                removed += 1
                freed += blob.size
    return Collected(removed, freed, store.discard_stale(before))


def _batches(blobs: Iterable[StoredBlob]) -> Iterator[list[StoredBlob]]:
    remaining = iter(blobs)
    while batch := list(islice(remaining, _BATCH)):
        yield batch
