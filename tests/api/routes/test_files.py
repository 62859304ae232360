import asyncio
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.asset_server import SPEECH, AssetServer, code_of, data_of, picture, send

CONTENT = SPEECH.read_bytes()


@pytest.fixture
def link(local: AssetServer) -> str:
    """To the sound, signed."""
    return data_of(send(local.as_user("ann"), "speech.flac", CONTENT), 201)["url"]


def test_a_link_answers_without_signing_in(local: AssetServer, link: str) -> None:
    answer = local.get(link)
    assert (answer.status_code, answer.content) == (200, CONTENT)
    headers = answer.headers
    assert (headers["content-type"], headers["accept-ranges"]) == ("audio/flac", "bytes")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-disposition"] == 'inline; filename="speech.flac"'
    assert headers["content-length"] == str(len(CONTENT))
    assert headers["cache-control"].startswith("private")


def test_a_player_seeks_by_ranges(local: AssetServer, link: str) -> None:
    """As browsers do for a video element: everything from 0, then from where the person clicks, then the end."""
    first = local.get(link, range="bytes=0-")
    assert (first.status_code, first.content) == (206, CONTENT)
    assert first.headers["content-range"] == f"bytes 0-{len(CONTENT) - 1}/{len(CONTENT)}"
    middle = local.get(link, range="bytes=1000-1999", **{"if-range": first.headers["etag"]})
    assert (middle.status_code, middle.content, middle.headers["content-length"]) == (206, CONTENT[1000:2000], "1000")
    assert local.get(link, range="bytes=-100").content == CONTENT[-100:]
    assert local.get(link, range="bytes=0-9", **{"if-range": '"another"'}).status_code == 200


def test_a_range_behind_the_end_is_told_in_the_envelope(local: AssetServer, link: str) -> None:
    answer = local.get(link, range=f"bytes={len(CONTENT)}-")
    assert (answer.status_code, code_of(answer)) == (416, "RANGE_NOT_SATISFIABLE")
    assert answer.headers["content-range"] == f"bytes */{len(CONTENT)}"


def test_what_a_browser_has_is_not_sent_again(local: AssetServer, link: str) -> None:
    answer = local.get(link, **{"if-none-match": local.get(link).headers["etag"]})
    assert (answer.status_code, answer.content) == (304, b"")


def test_head_tells_what_get_would_answer(local: AssetServer, link: str) -> None:
    answer = local.as_user("ann").head(link)
    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (200, b"", str(len(CONTENT)))
    assert local.as_user("ann").head(link, headers={"range": "bytes=0-9"}).headers["content-length"] == "10"


def test_a_link_with_anything_changed_is_refused(local: AssetServer, link: str) -> None:
    other = data_of(send(local.as_user("bob"), "a.png", picture()), 201)
    parts = urlsplit(link)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    changed = [
        {**query, "e": str(int(query["e"]) + 1)}, {**query, "t": "text/html"}, {**query, "f": "other.flac"},
        {**query, "s": query["s"][:-2] + "AA"}, {name: value for name, value in query.items() if name != "s"}, {**query, "x": "1"},
    ]  # fmt: skip
    links = [f"{parts.scheme}://{parts.netloc}{parts.path}?{urlencode(each)}" for each in changed]
    links += [f"{parts.scheme}://{parts.netloc}{urlsplit(other['url']).path}?{parts.query}", link.split("?")[0]]
    for each in links:
        answer = local.get(each)
        assert (answer.status_code, code_of(answer)) == (403, "LINK_REFUSED"), each
    for path in ("/files/../../secret", "/files/%2e%2e/secret", "/files/uploads/x", "/files/"):
        assert local.as_user("ann").get(path).status_code in (403, 404)


def test_a_link_ends(local: AssetServer, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from reelwright.database import columns

    monkeypatch.setattr("reelwright.api.routes.files.now", lambda: columns.now() + timedelta(days=1))
    answer = local.get(link)
    assert (answer.status_code, code_of(answer)) == (410, "LINK_EXPIRED")


def test_a_drawing_that_could_run_scripts_is_saved_and_not_shown(local: AssetServer) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
    made = send(local.as_user("ann"), "a.svg", drawing, "image/svg+xml")
    answer = local.get(data_of(made, 201)["url"])
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]


def _begun(server: AssetServer, size: int) -> dict:
    return data_of(server.as_user("ann").post("/api/assets", json={"name": "a.png", "size": size}), 201)


def test_a_signed_put_takes_exactly_what_it_permits(local: AssetServer) -> None:
    content = picture()
    way = _begun(local, len(content))
    for answer, code in (
        (local.put(way["url"], content + b"x", way["headers"]), "TOO_LARGE"),
        (local.put(way["url"], content, {"Content-Type": "text/html"}), "LINK_REFUSED"),
        (local.put(way["url"].replace("uploads/put-", "uploads/put-0"), content, way["headers"]), "LINK_REFUSED"),
        (local.put(way["url"].replace("m=", "m=9"), content, way["headers"]), "LINK_REFUSED"),
        (local.put(way["url"], b"", way["headers"]), "BAD_REQUEST"),
        (local.get(way["url"]), "LINK_REFUSED"),
    ):
        assert code_of(answer) == code
    assert local.put(way["url"], content, way["headers"]).status_code == 200


def test_a_body_without_a_length_is_held_to_the_limit_too(local: AssetServer) -> None:
    way = _begun(local, 1000)
    answer = local.put(way["url"], (bytes(600) for _ in range(3)), way["headers"])  # type: ignore[arg-type]
    assert code_of(answer) == "TOO_LARGE"
    name = urlsplit(way["url"]).path.rpartition("/")[2]
    assert local.platform.store.upload_offset(name) == 0


def test_a_file_whose_line_broke_is_not_staged(local: AssetServer) -> None:
    way = _begun(local, 9_000_000)
    parts = urlsplit(way["url"])
    messages = [{"type": "http.request", "body": bytes(8_500_000), "more_body": True}, {"type": "http.disconnect"}]
    scope = {
        "type": "http", "method": "PUT", "path": parts.path, "raw_path": parts.path.encode(), "query_string": parts.query.encode(),
        "headers": [(b"host", b"reel.example"), (b"content-type", b"application/octet-stream")], "root_path": "",
        "scheme": "http", "server": ("reel.example", 80), "client": ("1.2.3.4", 5), "http_version": "1.1", "asgi": {"version": "3.0"},
    }  # fmt: skip

    async def receive() -> Any:
        return messages.pop(0) if len(messages) > 1 else messages[0]

    async def send(_message: Any) -> None: ...

    asyncio.run(local.app(scope, receive, send))  # type: ignore[arg-type]
    assert local.platform.store.upload_offset(parts.path.rpartition("/")[2]) == 0


def test_a_link_takes_nothing_once_its_upload_is_an_asset(local: AssetServer) -> None:
    way = _begun(local, len(picture()))
    local.put(way["url"], picture(), way["headers"])
    data_of(local.as_user("ann").post(way["completeUrl"]), 201)
    assert code_of(local.put(way["url"], picture(), way["headers"])) == "GONE"


def test_a_large_file_comes_in_pieces_of_at_most_a_mebibyte(local: AssetServer) -> None:
    content = bytes(range(256)) * 12_000
    key = local.platform.store.put_bytes(content).key
    url = local.platform.store.signed_get(key, expires=timedelta(minutes=5))
    assert local.get(url).content == content
    assert max(len(piece) for piece in local.platform.store.read(key)) <= 1 << 20
