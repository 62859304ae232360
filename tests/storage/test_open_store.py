from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from reelwright.errors import InvalidInput, ReelwrightError
from reelwright.storage.local import LocalBlobs
from reelwright.storage.open_store import open_store
from reelwright.storage.s3_address import S3Credentials

_CREDENTIALS = S3Credentials("AKIA", "secret")


def _link(url: str) -> str:
    parts = urlsplit(open_store(url, credentials=_CREDENTIALS).signed_get("ab" * 32, expires=timedelta(hours=1)))
    return f"{parts.scheme}://{parts.netloc}{parts.path.partition('/blobs/')[0]}"


def test_a_folder_is_opened_by_its_path_or_its_url(tmp_path: Path) -> None:
    folder = tmp_path / "my blobs"
    key = open_store(str(folder)).put_bytes(b"rice").key
    again = open_store(f"file://{quote(str(folder))}")
    assert isinstance(again, LocalBlobs)
    assert again.facts(key).size == 4


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("s3://videos", "https://videos.s3.us-east-1.amazonaws.com"),
        ("s3://videos/a/b/?region=eu-central-1", "https://videos.s3.eu-central-1.amazonaws.com/a/b"),
        ("s3://my.videos", "https://s3.us-east-1.amazonaws.com/my.videos"),
        ("s3://videos?style=path", "https://s3.us-east-1.amazonaws.com/videos"),
        ("s3://videos/a?endpoint=http://127.0.0.1:9000", "http://127.0.0.1:9000/videos/a"),
        ("s3://videos?endpoint=https://cdn.example.org/&style=virtual", "https://videos.cdn.example.org"),
        (
            "s3://videos?endpoint=http://minio:9000&public_endpoint=https://media.example.org",
            "https://media.example.org/videos",
        ),
    ],
)
def test_a_bucket_is_opened_where_its_url_says(url: str, expected: str) -> None:
    assert _link(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "file://",
        "file://host/folder",
        "file:///folder?x=1",
        "gs://bucket",
        "http://bucket",
        "s3://",
        "s3://Videos!",
        "s3://a..b",
        "s3://key:secret@videos",
        "s3://videos/../other",
        "s3://videos/a//b",
        "s3://videos/%2e%2e/b",
        "s3://videos?endpoint=ftp://x",
        "s3://videos?endpoint=http://user@x",
        "s3://videos?endpoint=http://x:port",
        "s3://videos?region=EU!",
        "s3://videos?style=other",
        "s3://videos?secret=x",
        "s3://videos?region=a&region=b",
        "s3://videos?region",
        "s3://videos#x",
        "s3://[videos",
        "a\0b",
    ],
)
def test_a_url_that_names_no_store_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput):
        open_store(url, credentials=_CREDENTIALS)


def test_a_bucket_needs_credentials() -> None:
    with pytest.raises(ReelwrightError, match="access key"):
        open_store("s3://videos")


def test_credentials_may_come_from_elsewhere_each_time() -> None:
    store = open_store("s3://videos", credentials=lambda: S3Credentials("AKIA", "secret", "role"))
    assert "X-Amz-Security-Token=role" in store.signed_get("ab" * 32, expires=timedelta(hours=1))
