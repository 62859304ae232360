"""What every store promises, held against a folder and a bucket alike."""

from __future__ import annotations

import hashlib
import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reelwright.errors import InvalidInput, LimitExceeded, MediaUnusable, OutputUnwritable
from reelwright.storage.blobs import PIECE, BlobFacts, BlobStore
from reelwright.storage.errors import BlobMissing, UploadConflict

_HOUR = timedelta(hours=1)
_MIB = 1 << 20


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _content(store: BlobStore, key: str) -> bytes:
    return b"".join(store.read(key))


def _keys(store: BlobStore) -> set[str]:
    return {blob.key for blob in store.list()}


def _get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, {}, error.read()


def _send(upload, data: bytes) -> int:
    request = urllib.request.Request(upload.url, data, dict(upload.headers), method=upload.method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


class _Broken(Exception):
    """The connection of a client."""


def _breaking(*chunks: bytes) -> Iterator[bytes]:
    yield from chunks
    raise _Broken


def test_bytes_come_back_under_the_hash_of_their_content(store: BlobStore) -> None:
    facts = store.put_bytes(b"rice", "text/plain")
    assert facts == BlobFacts(_sha(b"rice"), 4, "text/plain")
    assert store.facts(facts.key) == facts
    assert _content(store, facts.key) == b"rice"


def test_an_empty_blob_is_a_blob(store: BlobStore) -> None:
    facts = store.put_bytes(b"")
    assert (facts.size, _content(store, facts.key)) == (0, b"")
    assert list(store.read(facts.key, 0, 10)) == []


def test_a_large_file_goes_in_parts_and_comes_back_in_pieces(store: BlobStore, tmp_path: Path) -> None:
    data = os.urandom(12 * _MIB + 17)
    (tmp_path / "video.mp4").write_bytes(data)
    facts = store.put_file(tmp_path / "video.mp4", "video/mp4")
    assert facts == BlobFacts(_sha(data), len(data), "video/mp4")
    pieces = list(store.read(facts.key))
    assert max(map(len, pieces)) <= PIECE
    assert b"".join(pieces) == data


def test_a_stream_is_stored_when_it_has_ended(store: BlobStore) -> None:
    facts = store.put_stream((b"ab", b"", b"c"), "text/plain", max_bytes=3)
    assert facts == BlobFacts(_sha(b"abc"), 3, "text/plain")


def test_a_stream_past_its_limit_leaves_nothing(store: BlobStore) -> None:
    with pytest.raises(LimitExceeded):
        store.put_stream((b"ab", b"cd"), max_bytes=3)
    assert _keys(store) == set()
    assert store.discard_stale(datetime.now(UTC) + _HOUR) == 0


def test_an_interrupted_stream_leaves_nothing(store: BlobStore) -> None:
    with pytest.raises(_Broken):
        store.put_stream(_breaking(b"x" * 9 * _MIB, b"y"), max_bytes=20 * _MIB)
    assert _keys(store) == set()
    assert store.discard_stale(datetime.now(UTC) + _HOUR) == 0


def test_the_same_content_is_stored_once_with_its_first_type(store: BlobStore) -> None:
    first = store.put_bytes(b"rice", "text/plain")
    assert store.put_bytes(b"rice", "image/png") == first
    assert _keys(store) == {first.key}


def test_threads_put_the_same_content_at_once(store: BlobStore, tmp_path: Path) -> None:
    data = os.urandom(3 * _MIB)
    (tmp_path / "sound.wav").write_bytes(data)
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(lambda _: store.put_file(tmp_path / "sound.wav", "audio/wav"), range(16)))
    assert found == {BlobFacts(_sha(data), len(data), "audio/wav")}
    assert _keys(store) == {_sha(data)}
    assert _content(store, _sha(data)) == data


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [(0, 3, b"012"), (3, None, b"3456789"), (8, 5, b"89"), (10, None, b""), (99, 3, b""), (4, 0, b"")],
)
def test_a_range_is_read(store: BlobStore, start: int, length: int | None, expected: bytes) -> None:
    key = store.put_bytes(b"0123456789").key
    assert b"".join(store.read(key, start, length)) == expected


@pytest.mark.parametrize(("start", "length"), [(-1, None), (0, -1)])
def test_a_range_before_the_first_byte_is_refused(store: BlobStore, start: int, length: int | None) -> None:
    with pytest.raises(InvalidInput):
        store.read(store.put_bytes(b"0").key, start, length)


@pytest.mark.parametrize(
    "key", ["0" * 64, "A" * 64, "short", "", "../" * 21 + "x", "0" * 63 + "/", "0" * 64 + "\n", "٠" * 64]
)
def test_what_is_not_stored_is_missing_at_once(store: BlobStore, key: str, tmp_path: Path) -> None:
    for ask in (store.facts, store.read, lambda key: store.fetch(key, tmp_path / "copy")):
        with pytest.raises(BlobMissing) as caught:
            ask(key)
        assert caught.value.code == "BLOB_MISSING"
    assert not (tmp_path / "copy").exists()


def test_a_blob_is_fetched_into_a_file_of_its_own(store: BlobStore, tmp_path: Path) -> None:
    key = store.put_bytes(b"rice").key
    target = tmp_path / "work" / "rice.txt"
    store.fetch(key, target)
    target.write_bytes(b"changed")
    assert _content(store, key) == b"rice"
    assert [path.name for path in target.parent.iterdir()] == ["rice.txt"]


def test_a_fetch_replaces_what_was_there(store: BlobStore, tmp_path: Path) -> None:
    (tmp_path / "rice.txt").write_bytes(b"old and longer")
    store.fetch(store.put_bytes(b"rice").key, tmp_path / "rice.txt")
    assert (tmp_path / "rice.txt").read_bytes() == b"rice"


def test_a_fetch_says_where_it_cannot_write(store: BlobStore, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputUnwritable, match="cannot write"):
        store.fetch(store.put_bytes(b"rice").key, tmp_path / "file" / "below")


def test_a_deleted_blob_is_gone_and_can_be_put_again(store: BlobStore) -> None:
    key = store.put_bytes(b"rice", "text/plain").key
    assert store.delete(key) is True
    assert store.delete(key) is False
    with pytest.raises(BlobMissing):
        store.facts(key)
    assert store.put_bytes(b"rice", "image/png").content_type == "image/png"


def test_a_blob_younger_than_asked_is_not_deleted(store: BlobStore) -> None:
    key = store.put_bytes(b"rice").key
    assert store.delete(key, if_older_than=datetime.now(UTC) - _HOUR) is False
    assert store.delete(key, if_older_than=datetime.now(UTC) + _HOUR) is True


def test_a_listing_shows_every_blob_and_its_age(store: BlobStore) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)
    sizes = {store.put_bytes(bytes(size)).key: size for size in range(1, 6)}
    store.append_upload("staged", 0, [b"not a blob yet"], max_bytes=100)
    found = list(store.list())
    assert {blob.key: blob.size for blob in found} == sizes
    assert all(before <= blob.stored_at <= datetime.now(UTC) + timedelta(seconds=2) for blob in found)


@pytest.mark.parametrize("name", ["missing.mp4", "", "pipe"])
def test_only_files_are_stored(store: BlobStore, tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(MediaUnusable):
        store.put_file(tmp_path / name)


@pytest.mark.parametrize(
    "content_type", ["", "video", "text/plain\r\nX-Evil: 1", "video/mp4; a=" + "b" * 300, "vidéo/mp4"]
)
def test_a_content_type_that_could_not_be_a_header_is_refused(store: BlobStore, content_type: str) -> None:
    with pytest.raises(InvalidInput):
        store.put_bytes(b"x", content_type)
    with pytest.raises(InvalidInput):
        store.signed_get("0" * 64, expires=_HOUR, content_type=content_type)
    with pytest.raises(InvalidInput):
        store.signed_put("name", expires=_HOUR, max_bytes=9, content_type=content_type)


def test_a_signed_link_answers_the_blob_with_its_type(store: BlobStore) -> None:
    key = store.put_bytes(b"RIFF", "audio/wav").key
    status, headers, body = _get(store.signed_get(key, expires=_HOUR))
    assert (status, headers["content-type"], body) == (200, "audio/wav", b"RIFF")


def test_a_signed_link_names_the_file_and_its_type(store: BlobStore) -> None:
    key = store.put_bytes(b"WEBVTT").key
    link = store.signed_get(key, expires=_HOUR, filename='Réis "1".vtt', content_type="text/vtt", inline=False)
    _, headers, body = _get(link)
    assert headers["content-type"] == "text/vtt"
    assert (
        headers["content-disposition"]
        == "attachment; filename=\"R_is _1_.vtt\"; filename*=UTF-8''R%C3%A9is%20%221%22.vtt"
    )
    assert body == b"WEBVTT"


def test_a_browser_is_not_given_pages_to_run(store: BlobStore) -> None:
    key = store.put_bytes(b"<script>", "text/html").key
    link = store.signed_get(key, expires=_HOUR, filename="a.html", content_type="text/html")
    assert _get(link)[1]["content-disposition"].startswith("attachment")


def test_a_signed_link_answers_ranges(store: BlobStore) -> None:
    key = store.put_bytes(b"0123456789", "video/mp4").key
    link = store.signed_get(key, expires=_HOUR, filename="a.mp4")
    status, headers, body = _get(link, Range="bytes=2-4")
    assert (status, headers["content-range"], body) == (206, "bytes 2-4/10", b"234")
    assert _get(link, Range="bytes=-2")[2] == b"89"
    assert _get(link, Range="bytes=10-")[0] == 416


@pytest.mark.parametrize("expires", [timedelta(0), timedelta(days=-1), timedelta(days=8)])
def test_a_link_lives_at_most_a_week(store: BlobStore, expires: timedelta) -> None:
    with pytest.raises(InvalidInput):
        store.signed_get("0" * 64, expires=expires)


def test_a_file_is_uploaded_by_a_signed_link_and_adopted(store: BlobStore) -> None:
    data = os.urandom(2 * _MIB)
    upload = store.signed_put("upload-1", expires=_HOUR, max_bytes=3 * _MIB, content_type="video/mp4")
    assert _send(upload, data) == 200
    assert _keys(store) == set()
    facts = store.adopt_upload("upload-1", max_bytes=3 * _MIB, content_type="video/mp4")
    assert facts == BlobFacts(_sha(data), len(data), "video/mp4")
    assert store.facts(facts.key) == facts
    assert _content(store, facts.key) == data
    with pytest.raises(BlobMissing):
        store.adopt_upload("upload-1", max_bytes=3 * _MIB)
    assert store.discard_stale(datetime.now(UTC) + _HOUR) == 0


def test_what_an_upload_turned_out_to_be_is_what_it_is_adopted_as(store: BlobStore) -> None:
    upload = store.signed_put("upload-1", expires=_HOUR, max_bytes=100)
    _send(upload, b"RIFF")
    assert (
        store.facts(store.adopt_upload("upload-1", max_bytes=100, content_type="audio/wav").key).content_type
        == "audio/wav"
    )


def test_an_upload_sent_twice_is_the_second_one(store: BlobStore) -> None:
    upload = store.signed_put("upload-1", expires=_HOUR, max_bytes=100)
    assert [_send(upload, b"broken off"), _send(upload, b"whole")] == [200, 200]
    assert store.adopt_upload("upload-1", max_bytes=100).key == _sha(b"whole")


def test_an_upload_over_its_limit_is_not_adopted(store: BlobStore) -> None:
    upload = store.signed_put("upload-1", expires=_HOUR, max_bytes=3)
    _send(upload, b"four")
    with pytest.raises((LimitExceeded, BlobMissing)):
        store.adopt_upload("upload-1", max_bytes=3)
    assert _keys(store) == set()
    assert store.discard_stale(datetime.now(UTC) + _HOUR) == 0


def test_adopting_what_is_stored_already_keeps_one_blob(store: BlobStore) -> None:
    first = store.put_bytes(b"rice", "text/plain")
    store.append_upload("again", 0, [b"rice"], max_bytes=4)
    assert store.adopt_upload("again", max_bytes=4, content_type="image/png") == first
    assert store.upload_offset("again") == 0
    assert _keys(store) == {first.key}


def test_an_upload_goes_on_at_the_byte_where_it_broke_off(store: BlobStore) -> None:
    data = os.urandom(9 * _MIB + 5)
    assert store.upload_offset("big") == 0
    with pytest.raises(_Broken):
        store.append_upload("big", 0, _breaking(data[:100], data[100 : 8 * _MIB + 3]), max_bytes=len(data))
    offset = store.upload_offset("big")
    assert offset == 8 * _MIB + 3
    assert store.append_upload("big", offset, [data[offset:-1]], max_bytes=len(data)) == len(data) - 1
    assert store.append_upload("big", len(data) - 1, [data[-1:]], max_bytes=len(data)) == len(data)
    assert store.adopt_upload("big", max_bytes=len(data), content_type="video/mp4").key == _sha(data)
    assert _content(store, _sha(data)) == data
    assert store.upload_offset("big") == 0


@pytest.mark.parametrize("offset", [0, 2, 4])
def test_an_upload_continued_elsewhere_is_told_where_it_stands(store: BlobStore, offset: int) -> None:
    store.append_upload("big", 0, [b"abc"], max_bytes=10)
    with pytest.raises(UploadConflict) as caught:
        store.append_upload("big", offset, [b"x"], max_bytes=10)
    assert caught.value.offset == 3
    assert store.upload_offset("big") == 3


def test_an_upload_cannot_begin_in_its_middle(store: BlobStore) -> None:
    with pytest.raises(UploadConflict) as caught:
        store.append_upload("new", 5, [b"x"], max_bytes=10)
    assert caught.value.offset == 0


def test_an_upload_past_its_limit_stands_where_it_stood(store: BlobStore) -> None:
    store.append_upload("big", 0, [b"abc"], max_bytes=10)
    with pytest.raises(LimitExceeded):
        store.append_upload("big", 3, [b"d" * 7, b"e"], max_bytes=10)
    assert store.upload_offset("big") == 3
    with pytest.raises(LimitExceeded):
        store.append_upload("fresh", 0, [b"d" * 11], max_bytes=10)
    assert store.upload_offset("fresh") == 0


def test_a_discarded_upload_is_gone(store: BlobStore) -> None:
    store.append_upload("big", 0, [b"abc"], max_bytes=10)
    store.append_upload("bigger", 0, [b"abcd"], max_bytes=10)
    store.discard_upload("big")
    store.discard_upload("big")
    assert (store.upload_offset("big"), store.upload_offset("bigger")) == (0, 4)


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "-x", "a.b", "x" * 129, "a\0", "ä"])
def test_a_name_that_is_no_plain_name_is_refused(store: BlobStore, name: str) -> None:
    for ask in (
        lambda: store.signed_put(name, expires=_HOUR, max_bytes=1),
        lambda: store.append_upload(name, 0, [b"x"], max_bytes=1),
        lambda: store.upload_offset(name),
        lambda: store.adopt_upload(name, max_bytes=1),
        lambda: store.discard_upload(name),
    ):
        with pytest.raises(InvalidInput):
            ask()


def test_only_stale_uploads_are_discarded(store: BlobStore) -> None:
    store.append_upload("one", 0, [b"abc"], max_bytes=10)
    store.append_upload("one", 3, [b"abc"], max_bytes=10)
    store.append_upload("two", 0, [b"abc"], max_bytes=10)
    assert store.discard_stale(datetime.now(UTC) - _HOUR) == 0
    assert store.discard_stale(datetime.now(UTC) + _HOUR) == 2
    assert store.upload_offset("one") == 0
