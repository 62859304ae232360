import hashlib
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from reelwright.errors import InvalidInput, MediaUnusable
from reelwright.storage.blobs import BlobFacts
from reelwright.storage.errors import BlobDamaged, BlobMissing, StorageUnreachable
from reelwright.storage.open_store import open_store
from reelwright.storage.s3 import S3Blobs, _unchanged
from reelwright.storage.s3_address import S3Address, S3Credentials
from tests.storage.conftest import BUCKET, CREDENTIALS, s3_client

_HOUR = timedelta(hours=1)


@pytest.fixture
def address(s3_endpoint: str) -> S3Address:
    return S3Address(BUCKET, f"tests/{uuid.uuid4().hex}", endpoint=s3_endpoint)


def _store(address: S3Address, young: timedelta = timedelta(minutes=10)) -> S3Blobs:
    return S3Blobs(address, lambda: CREDENTIALS, young=young)


def _object(address: S3Address, key: str) -> str:
    return address.path(f"blobs/{key[:2]}/{key[2:4]}/{key}")


def test_blobs_lie_below_the_prefix(address: S3Address) -> None:
    key = _store(address).put_bytes(b"rice", "text/plain").key
    found = s3_client(address.endpoint).get_object(Bucket=BUCKET, Key=_object(address, key))
    assert (found["Body"].read(), found["ContentType"]) == (b"rice", "text/plain")


def test_what_is_there_already_is_not_sent(address: S3Address) -> None:
    key = _store(address).put_bytes(b"rice").key
    client = s3_client(address.endpoint)
    client.put_object(Bucket=BUCKET, Key=_object(address, key), Body=b"mice")
    _store(address).put_bytes(b"rice")
    assert b"".join(_store(address).read(key)) == b"mice"


def test_a_blob_of_another_length_is_healed_by_putting_it_again(address: S3Address) -> None:
    key = _store(address).put_bytes(b"rice").key
    s3_client(address.endpoint).put_object(Bucket=BUCKET, Key=_object(address, key), Body=b"ri")
    _store(address).put_bytes(b"rice")
    assert b"".join(_store(address).read(key)) == b"rice"


def test_a_damaged_blob_is_not_fetched(address: S3Address, tmp_path: Path) -> None:
    key = _store(address).put_bytes(b"rice").key
    s3_client(address.endpoint).put_object(Bucket=BUCKET, Key=_object(address, key), Body=b"mice")
    with pytest.raises(BlobDamaged):
        _store(address).fetch(key, tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


def test_an_old_blob_is_made_young_without_being_sent(address: S3Address, monkeypatch: pytest.MonkeyPatch) -> None:
    store = _store(address, young=timedelta(days=-1))
    facts = store.put_bytes(b"rice", "text/plain")
    copies: list[tuple[str, str]] = []
    copy = store._objects.copy
    monkeypatch.setattr(store._objects, "copy", lambda *paths: (copies.append(paths), copy(*paths)))
    monkeypatch.setattr(store._objects, "put", None)
    assert store.put_bytes(b"rice", "image/png") == facts
    assert [target for _, target in copies][1:] == [f"blobs/{facts.key[:2]}/{facts.key[2:4]}/{facts.key}"]
    assert store.facts(facts.key) == facts
    assert store.discard_stale(datetime.now(UTC) + _HOUR) == 0


def test_a_file_that_changes_while_it_is_sent_is_not_stored(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"after")
    facts = BlobFacts(hashlib.sha256(b"befor").hexdigest(), 5, "text/plain")
    with (tmp_path / "file").open("rb") as file, pytest.raises(MediaUnusable, match="changed"):
        list(_unchanged(file, facts))
    with (tmp_path / "file").open("rb") as file, pytest.raises(MediaUnusable, match="changed"):
        list(_unchanged(file, BlobFacts(facts.key, 6, "text/plain")))


def test_a_large_upload_that_breaks_is_aborted_in_the_bucket(address: S3Address) -> None:
    def content():
        yield b"x" * (9 << 20)
        raise MediaUnusable("changed")

    store = _store(address)
    with pytest.raises(MediaUnusable):
        store._objects.put("blobs/big", content(), "video/mp4", 20 << 20)
    client = s3_client(address.endpoint)
    assert not client.list_multipart_uploads(Bucket=BUCKET).get("Uploads")
    with pytest.raises(BlobMissing):
        store._objects.look("blobs/big")


def test_headers_an_uploader_added_do_not_stay(address: S3Address) -> None:
    store = _store(address)
    s3_client(address.endpoint).put_object(
        Bucket=BUCKET,
        Key=address.path("uploads/one/whole"),
        Body=b"rice",
        ContentType="text/plain",
        ContentEncoding="gzip",
    )
    key = store.adopt_upload("one", max_bytes=9, content_type="text/plain").key
    found = s3_client(address.endpoint).head_object(Bucket=BUCKET, Key=_object(address, key))
    assert (found["ContentType"], found.get("ContentEncoding")) == ("text/plain", None)


def test_pieces_that_do_not_follow_each_other_do_not_count(address: S3Address) -> None:
    store = _store(address)
    store.append_upload("one", 0, [b"abc"], max_bytes=99)
    s3_client(address.endpoint).put_object(Bucket=BUCKET, Key=address.path(f"uploads/one/{7:020d}"), Body=b"stray")
    assert store.upload_offset("one") == 3
    store.append_upload("one", 3, [b"def"], max_bytes=99)
    assert store.adopt_upload("one", max_bytes=99).key == hashlib.sha256(b"abcdef").hexdigest()


def test_a_direct_upload_has_at_most_five_gibibytes(address: S3Address) -> None:
    with pytest.raises(InvalidInput, match="5 GiB"):
        _store(address).signed_put("one", expires=_HOUR, max_bytes=(5 << 30) + 1)


def test_links_carry_the_public_address(s3_endpoint: str) -> None:
    address = S3Address(BUCKET, "p", endpoint=s3_endpoint, public_endpoint="https://media.example.org")
    link = urlsplit(_store(address).signed_get("ab" * 32, expires=_HOUR))
    assert (link.netloc, link.path) == ("media.example.org", f"/{BUCKET}/p/blobs/ab/ab/{'ab' * 32}")


def test_the_environment_decides_nothing(address: S3Address, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9",
        "AWS_REGION": "nowhere-1",
        "AWS_BUCKET": "other",
        "AWS_SKIP_SIGNATURE": "true",
        "AWS_SESSION_TOKEN": "other",
        "AWS_ACCESS_KEY_ID": "other",
        "AWS_S3_EXPRESS": "true",
    }.items():
        monkeypatch.setenv(name, value)
    store = _store(address)
    assert b"".join(store.read(store.put_bytes(b"rice").key)) == b"rice"


def test_credentials_are_asked_for_again_when_they_have_expired(address: S3Address) -> None:
    asked = []

    def source() -> S3Credentials:
        asked.append(1)
        return S3Credentials("AKIA", "secret", "token", datetime.now(UTC) + timedelta(seconds=1))

    store = S3Blobs(address, source)
    store.put_bytes(b"rice")
    store.put_bytes(b"mice")
    assert len(asked) > 1
    assert "X-Amz-Security-Token=token" in store.signed_get("0" * 64, expires=_HOUR)


def test_a_missing_bucket_is_named(s3_endpoint: str) -> None:
    store = open_store(f"s3://nobucket?endpoint={quote(s3_endpoint)}", credentials=CREDENTIALS)
    with pytest.raises(StorageUnreachable, match="no bucket nobucket"):
        store.put_bytes(b"x")
    with pytest.raises(StorageUnreachable, match="no bucket nobucket"):
        list(store.list())
    with pytest.raises(BlobMissing):
        store.facts("0" * 64)


def test_credentials_do_not_show() -> None:
    shown = repr(S3Credentials("AKIA", "secret", "token"))
    assert "secret" not in shown.replace("secret_access_key", "")
    assert "token" not in shown
