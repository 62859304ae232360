from datetime import UTC, datetime, timedelta

import pytest

from reelwright.storage.blobs import BlobFacts
from reelwright.storage.file_answer import FileAnswer, FileRequest, file_answer
from reelwright.storage.signed_links import Grant

_NOW = datetime(2026, 1, 2, tzinfo=UTC)
_KEY = "ab" * 32


def _answer(request: FileRequest | None = None, content_type: str = "video/mp4", **grant: object) -> FileAnswer:
    permitted = Grant("GET", _KEY, _NOW + timedelta(minutes=5), **grant)  # type: ignore[arg-type]
    return file_answer(BlobFacts(_KEY, 10, content_type), permitted, request or FileRequest(), _NOW)


def test_a_whole_file_may_be_kept_by_its_reader_until_the_link_ends() -> None:
    answer = _answer(filename="a.mp4")
    assert (answer.status, answer.start, answer.length) == (200, 0, 10)
    assert answer.headers == {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, max-age=300, immutable",
        "Content-Disposition": 'inline; filename="a.mp4"',
        "Content-Length": "10",
        "Content-Type": "video/mp4",
        "ETag": f'"{_KEY}"',
        "X-Content-Type-Options": "nosniff",
    }


def test_a_range_is_a_part() -> None:
    answer = _answer(FileRequest(range="bytes=3-"))
    assert (answer.status, answer.start, answer.length) == (206, 3, 7)
    assert (answer.headers["Content-Range"], answer.headers["Content-Length"]) == ("bytes 3-9/10", "7")


def test_a_range_behind_the_end_is_told_the_length() -> None:
    answer = _answer(FileRequest(range="bytes=10-"))
    assert (answer.status, answer.length, answer.headers["Content-Range"]) == (416, 0, "bytes */10")


@pytest.mark.parametrize("known", [f'"{_KEY}"', f'W/"{_KEY}"', f'"x", "{_KEY}"', "*"])
def test_what_the_reader_has_is_not_sent_again(known: str) -> None:
    answer = _answer(FileRequest(range="bytes=0-1", if_none_match=known))
    assert (answer.status, answer.length) == (304, 0)


def test_a_range_of_another_file_is_the_whole_file() -> None:
    assert _answer(FileRequest(range="bytes=0-1", if_range='"x"', if_none_match='"x"')).status == 200


@pytest.mark.parametrize(
    "content_type",
    ["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "TEXT/HTML; charset=x", "text/javascript"],
)
def test_what_a_browser_could_run_is_saved(content_type: str) -> None:
    headers = _answer(content_type=content_type, inline=True).headers
    assert headers["Content-Disposition"] == "attachment"
    assert "sandbox" in headers["Content-Security-Policy"]


def test_the_type_of_the_link_goes_before_the_type_of_the_file() -> None:
    permitted = Grant("GET", _KEY, _NOW + timedelta(minutes=5), content_type="text/html")
    headers = file_answer(BlobFacts(_KEY, 10, "video/mp4"), permitted, FileRequest(), _NOW).headers
    assert (headers["Content-Type"], headers["Content-Disposition"]) == ("text/html", "attachment")
