import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reelwright.errors import InvalidInput
from reelwright.storage.blobs import BlobStore
from reelwright.storage.collect import Collected, collect_garbage

_DAY = timedelta(days=1)
_LATER = datetime.now(UTC) + 2 * _DAY


def _none(keys: list[str]) -> set[str]:
    return set()


def test_what_nothing_refers_to_is_removed(store: BlobStore) -> None:
    kept, lost = store.put_bytes(b"kept").key, store.put_bytes(b"removed").key
    store.append_upload("forgotten", 0, [b"x"], max_bytes=9)
    asked: list[str] = []
    found = collect_garbage(store, lambda keys: asked.extend(keys) or {kept}, _DAY, _LATER)
    assert found == Collected(removed=1, bytes=7, uploads=1)
    assert sorted(asked) == sorted([kept, lost])
    assert [blob.key for blob in store.list()] == [kept]


def test_what_is_young_is_kept(store: BlobStore) -> None:
    key = store.put_bytes(b"young").key
    store.append_upload("young", 0, [b"x"], max_bytes=9)
    assert collect_garbage(store, _none, timedelta(hours=1), datetime.now(UTC)) == Collected(0, 0, 0)
    assert [blob.key for blob in store.list()] == [key]
    assert store.upload_offset("young") == 1


def test_what_is_put_again_during_a_collection_is_kept(local_store: BlobStore, tmp_path: Path) -> None:
    key = local_store.put_bytes(b"again").key
    os.utime(next(tmp_path.rglob(key)), (0, 0))

    def put_again(keys: list[str]) -> set[str]:
        local_store.put_bytes(b"again")  # its new user has not written it down yet
        return set()

    assert collect_garbage(local_store, put_again, _DAY, datetime.now(UTC)).removed == 0
    assert local_store.facts(key).key == key


def test_a_question_that_fails_removes_nothing(store: BlobStore) -> None:
    store.put_bytes(b"kept")

    def broken(keys: list[str]) -> set[str]:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        collect_garbage(store, broken, _DAY, _LATER)
    assert len(list(store.list())) == 1


def test_many_blobs_are_asked_for_in_batches(local_store: BlobStore) -> None:
    for number in range(501):
        local_store.put_bytes(str(number).encode())
    sizes: list[int] = []
    assert collect_garbage(local_store, lambda keys: sizes.append(len(keys)) or set(), _DAY, _LATER).removed == 501
    assert sizes == [500, 1]


def test_a_short_grace_is_refused(store: BlobStore) -> None:
    with pytest.raises(InvalidInput):
        collect_garbage(store, _none, timedelta(minutes=59), _LATER)
