import hashlib
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reelwright.errors import InvalidInput, OutputUnwritable
from reelwright.storage.errors import BlobDamaged, BlobMissing, UploadConflict
from reelwright.storage.local import LocalBlobs

_LATER = timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> LocalBlobs:
    return LocalBlobs(tmp_path / "store")


def _place(tmp_path: Path, key: str) -> Path:
    return tmp_path / "store" / "blobs" / key[:2] / key[2:4] / key


def test_blobs_lie_in_folders_by_their_first_digits(store: LocalBlobs, tmp_path: Path) -> None:
    key = store.put_bytes(b"rice").key
    assert _place(tmp_path, key).read_bytes() == b"rice"
    assert list((tmp_path / "store" / "parts").iterdir()) == []


def test_a_second_opening_finds_the_blobs(store: LocalBlobs, tmp_path: Path) -> None:
    facts = store.put_bytes(b"rice", "text/plain")
    assert LocalBlobs(tmp_path / "store").facts(facts.key) == facts


def test_others_cannot_read_the_folder(store: LocalBlobs, tmp_path: Path) -> None:
    key = store.put_bytes(b"rice").key
    for path in (tmp_path / "store", _place(tmp_path, key), _place(tmp_path, key).parent):
        assert path.stat().st_mode & 0o007 == 0


def test_a_link_planted_for_a_blob_is_not_followed(store: LocalBlobs, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"rice")
    key = store.put_bytes(b"rice").key
    place = _place(tmp_path, key)
    place.unlink()
    place.symlink_to(secret)
    for ask in (store.facts, store.read):
        with pytest.raises(BlobMissing):
            ask(key)
    assert list(store.list()) == []
    assert store.delete(key) is False
    assert store.put_bytes(b"rice").key == key
    assert not place.is_symlink()
    assert secret.read_bytes() == b"rice"


def test_a_link_planted_for_a_folder_is_not_followed(store: LocalBlobs, tmp_path: Path) -> None:
    key = store.put_bytes(b"rice").key
    elsewhere = tmp_path / "elsewhere"
    _place(tmp_path, key).parent.parent.rename(elsewhere)
    _place(tmp_path, key).parent.parent.symlink_to(elsewhere)
    with pytest.raises(BlobMissing):
        store.read(key)
    assert list(store.list()) == []
    assert store.delete(key) is False
    with pytest.raises(OutputUnwritable):
        store.put_bytes(b"rice")
    assert (elsewhere / key[2:4] / key).exists()


def test_a_link_planted_for_an_upload_is_not_followed(store: LocalBlobs, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    store.append_upload("one", 0, [b"x"], max_bytes=9)
    (tmp_path / "store" / "uploads" / "two").symlink_to(secret)
    assert store.upload_offset("two") == 0
    with pytest.raises(OutputUnwritable):
        store.append_upload("two", 0, [b"x"], max_bytes=9)
    with pytest.raises(OutputUnwritable):
        store.adopt_upload("two", max_bytes=9)
    assert secret.read_bytes() == b"secret"


def test_a_damaged_blob_is_not_fetched(store: LocalBlobs, tmp_path: Path) -> None:
    key = store.put_bytes(b"rice").key
    _place(tmp_path, key).write_bytes(b"mice")
    with pytest.raises(BlobDamaged):
        store.fetch(key, tmp_path / "copy")
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_blob_that_was_cut_off_is_healed_by_putting_it_again(store: LocalBlobs, tmp_path: Path) -> None:
    key = store.put_bytes(b"rice").key
    _place(tmp_path, key).write_bytes(b"ri")
    store.put_bytes(b"rice")
    assert b"".join(store.read(key)) == b"rice"


@pytest.mark.parametrize("content", [None, b"", b"text/html\r\nX-Evil: 1", b"\xff"])
def test_a_lost_or_broken_type_is_bytes(store: LocalBlobs, tmp_path: Path, content: bytes | None) -> None:
    key = store.put_bytes(b"rice", "text/plain").key
    place = _place(tmp_path, key).with_name(key + ".type")
    place.unlink() if content is None else place.write_bytes(content)
    assert store.facts(key).content_type == "application/octet-stream"


def test_putting_a_blob_again_makes_it_young(store: LocalBlobs, tmp_path: Path) -> None:
    key = store.put_bytes(b"rice").key
    os.utime(_place(tmp_path, key), (0, 0))
    store.put_bytes(b"rice")
    assert next(store.list()).stored_at > datetime.now(UTC) - _LATER


def test_an_upload_that_was_staged_long_is_young_when_adopted(store: LocalBlobs, tmp_path: Path) -> None:
    store.append_upload("one", 0, [b"rice"], max_bytes=9)
    os.utime(tmp_path / "store" / "uploads" / "one", (0, 0))
    store.adopt_upload("one", max_bytes=9)
    assert next(store.list()).stored_at > datetime.now(UTC) - _LATER


def test_two_requests_do_not_write_one_upload_at_once(store: LocalBlobs) -> None:
    def chunks():
        yield b"abc"
        with pytest.raises(UploadConflict):
            store.append_upload("one", 3, [b"x"], max_bytes=9)
        with pytest.raises(UploadConflict):
            store.adopt_upload("one", max_bytes=9)
        yield b"def"

    assert store.append_upload("one", 0, chunks(), max_bytes=9) == 6
    assert store.adopt_upload("one", max_bytes=9).key == hashlib.sha256(b"abcdef").hexdigest()


def test_an_upload_begun_anew_is_not_lost_with_the_request_it_replaces(store: LocalBlobs) -> None:
    def slow():
        store.discard_upload("one")
        store.append_upload("one", 0, [b"new"], max_bytes=9)
        yield from ()

    store.append_upload("one", 0, slow(), max_bytes=9)
    assert store.upload_offset("one") == 3


_KILLED = """
import os, signal, sys
from pathlib import Path
from reelwright.storage.local import LocalBlobs

def chunks():
    yield b"half"
    os.kill(os.getpid(), signal.SIGKILL)

LocalBlobs(Path(sys.argv[1])).put_stream(chunks(), max_bytes=100)
"""


def test_what_a_killed_process_left_is_swept_when_it_is_old(store: LocalBlobs, tmp_path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path / "store")])
    assert killed.returncode == -signal.SIGKILL
    assert list(store.list()) == []
    assert store.discard_stale(datetime.now(UTC) - _LATER) == 0
    assert store.discard_stale(datetime.now(UTC) + _LATER) == 1
    assert list((tmp_path / "store" / "parts").iterdir()) == []


def test_a_folder_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputUnwritable):
        LocalBlobs(tmp_path / "file")


def test_a_store_without_a_secret_signs_nothing(store: LocalBlobs) -> None:
    with pytest.raises(InvalidInput, match="signs no links"):
        store.signed_get("0" * 64, expires=_LATER)
    with pytest.raises(InvalidInput, match="signs no links"):
        store.signed_put("name", expires=_LATER, max_bytes=1)
