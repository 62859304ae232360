import asyncio
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.requests import Request

from reelwright.api.errors import ApiError
from reelwright.api.form_file import FormFile, receive_form_file

BOUNDARY = b"b0undary"


def _part(disposition: str, content: bytes, content_type: str = "") -> bytes:
    kind = f"\r\nContent-Type: {content_type}" if content_type else ""
    return b"--%s\r\nContent-Disposition: form-data; %s%s\r\n\r\n%s\r\n" % (
        BOUNDARY, disposition.encode(), kind.encode(), content,
    )  # fmt: skip


def _received(body: bytes, path: Path, step: int, most: int = 1 << 20) -> FormFile:
    chunks = [body[at : at + step] for at in range(0, len(body), step)]
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    messages.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> dict:
        return messages.pop(0)

    def check(size: int) -> None:
        if size > most:
            raise ApiError("TOO_LARGE", "too large")

    content_type = b"multipart/form-data; boundary=" + BOUNDARY
    request = Request(
        {"type": "http", "method": "POST", "path": "/", "headers": [(b"content-type", content_type)]}, receive
    )
    path.unlink(missing_ok=True)
    return asyncio.run(receive_form_file(request, path, check))


@given(content=st.binary(max_size=300), step=st.integers(1, 40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_the_file_is_what_was_sent_however_it_is_cut(tmp_path: Path, content: bytes, step: int) -> None:
    body = _part('name="name"', "Ährenfeld".encode()) + _part('name="file"; filename="f é.mp4"', content, "video/mp4")
    found = _received(body + b"--%s--\r\n" % BOUNDARY, tmp_path / "file", step)
    assert found == FormFile("f é.mp4", "video/mp4", len(content), "Ährenfeld")
    assert (tmp_path / "file").read_bytes() == content


def test_a_file_that_breaks_off_is_none(tmp_path: Path) -> None:
    with pytest.raises(ApiError) as refused:
        _received(_part('name="file"; filename="a"', b"abc"), tmp_path / "file", 100)
    assert refused.value.code == "BAD_REQUEST"


def test_a_form_has_one_file(tmp_path: Path) -> None:
    part = _part('name="file"; filename="a"', b"abc")
    with pytest.raises(ApiError, match="more than one"):
        _received(part + part + b"--%s--\r\n" % BOUNDARY, tmp_path / "file", 100)


def test_a_file_is_stopped_at_its_limit(tmp_path: Path) -> None:
    with pytest.raises(ApiError) as refused:
        _received(_part('name="file"; filename="a"', bytes(5000)), tmp_path / "file", 100, most=1000)
    assert refused.value.code == "TOO_LARGE"
