import asyncio
import base64
import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest
import uvicorn
from fastapi.testclient import TestClient
from sqlalchemy import select

from reelwright.app.asset_intake import expire_uploads
from reelwright.database.columns import now
from reelwright.database.tables import Upload
from tests.asset_server import SPEECH, AssetServer, code_of, data_of

CONTENT = SPEECH.read_bytes()
TUS = {"Tus-Resumable": "1.0.0"}
START = "/api/assets/tus"


def begin(client: TestClient, size: int = len(CONTENT), name: str = "Rede ü.flac", kind: str = "audio/flac") -> str:
    """Where the upload is."""
    told = ",".join(
        f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in (("filename", name), ("filetype", kind))
    )
    answer = client.post(START, headers={**TUS, "Upload-Length": str(size), "Upload-Metadata": told})
    assert answer.status_code == 201, answer.text
    assert answer.headers["tus-resumable"] == "1.0.0"
    assert answer.headers["upload-expires"].endswith("GMT")
    return answer.headers["location"]


def patch(client: TestClient, place: str, offset: int, content: bytes, **more: str) -> Any:
    headers = {**TUS, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream", **more}
    return client.patch(place, content=content, headers=headers)


def offset_of(client: TestClient, place: str) -> int:
    return int(client.head(place, headers=TUS).headers["upload-offset"])


def test_a_file_sent_in_pieces_becomes_an_asset(server: AssetServer) -> None:
    ann = server.as_user("ann")
    place = begin(ann)
    assert offset_of(ann, place) == 0
    for start in range(0, len(CONTENT), 60_000):
        answer = patch(ann, place, start, CONTENT[start : start + 60_000])
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["upload-offset"] == str(min(start + 60_000, len(CONTENT)))
    made = data_of(ann.get(f"/api/assets/{answer.headers['reelwright-asset']}"))
    assert (made["name"], made["kind"], made["size"]) == ("Rede ü.flac", "audio", len(CONTENT))
    assert server.get(made["url"]).content == CONTENT


def test_it_says_how_far_it_is_and_what_it_was_told(local: AssetServer) -> None:
    ann = local.as_user("ann")
    place = begin(ann)
    patch(ann, place, 0, CONTENT[:1000])
    headers = ann.head(place, headers=TUS).headers
    assert (headers["upload-offset"], headers["upload-length"]) == ("1000", str(len(CONTENT)))
    assert headers["cache-control"] == "no-store"
    assert base64.b64encode(b"audio/flac").decode() in headers["upload-metadata"]


def test_a_piece_for_another_place_is_refused_and_changes_nothing(server: AssetServer) -> None:
    ann = server.as_user("ann")
    place = begin(ann)
    patch(ann, place, 0, CONTENT[:1000])
    for wrong in (0, 999, 1001):
        answer = patch(ann, place, wrong, CONTENT[wrong : wrong + 10])
        assert (answer.status_code, code_of(answer)) == (409, "UPLOAD_CONFLICT")
        assert (answer.headers["upload-offset"], answer.headers["tus-resumable"]) == ("1000", "1.0.0")
    assert offset_of(ann, place) == 1000


def test_more_than_was_announced_is_refused(local: AssetServer) -> None:
    ann = local.as_user("ann")
    place = begin(ann, 1000)
    assert code_of(patch(ann, place, 0, bytes(1001))) == "TOO_LARGE"
    assert offset_of(ann, place) == 0


def test_a_lost_last_answer_is_no_loss(local: AssetServer) -> None:
    """The process is killed when all bytes are there: the next look finishes what was begun."""
    ann = local.as_user("ann")
    place = begin(ann)
    with local.platform.database.system_reader() as session:
        staging = session.scalars(select(Upload.staging)).one()
    local.platform.store.append_upload(staging, 0, (CONTENT,), max_bytes=len(CONTENT))
    looked = ann.head(place, headers=TUS)
    again = patch(ann, place, len(CONTENT), b"")
    assert looked.headers["upload-offset"] == str(len(CONTENT))
    assert looked.headers["reelwright-asset"] == again.headers["reelwright-asset"]
    completed = data_of(ann.post(f"/api/assets/uploads/{place.rpartition('/')[2]}/complete"), 201)
    assert completed["id"] == looked.headers["reelwright-asset"]


def test_an_upload_that_is_not_whole_cannot_be_completed(local: AssetServer) -> None:
    ann = local.as_user("ann")
    place = begin(ann)
    patch(ann, place, 0, CONTENT[:1000])
    answer = ann.post(f"/api/assets/uploads/{place.rpartition('/')[2]}/complete")
    assert (answer.status_code, code_of(answer)) == (409, "CONFLICT")
    assert patch(ann, place, 1000, CONTENT[1000:]).status_code == 204


def test_an_upload_is_given_up(server: AssetServer) -> None:
    ann = server.as_user("ann")
    place = begin(ann)
    patch(ann, place, 0, CONTENT[:1000])
    assert ann.delete(place, headers=TUS).status_code == 204
    assert ann.head(place, headers=TUS).status_code == 404
    assert server.platform.store.discard_stale(now() + timedelta(days=1)) == 0


def test_an_expired_upload_is_gone_with_its_bytes(server: AssetServer) -> None:
    ann = server.as_user("ann")
    place = begin(ann)
    patch(ann, place, 0, CONTENT[:1000])
    with server.platform.database.system_session() as session:
        for row in session.scalars(select(Upload)):
            row.expires_at = now() - timedelta(seconds=1)
    assert code_of(patch(ann, place, 1000, b"x")) == "GONE"
    assert expire_uploads(server.platform, now()) == 1
    assert ann.head(place, headers=TUS).status_code == 404
    assert server.platform.store.discard_stale(now() + timedelta(days=1)) == 0


def test_another_users_upload_is_not_there(local: AssetServer) -> None:
    ann, bob = local.as_user("ann"), local.as_user("bob")
    place = begin(ann)
    answers = [bob.head(place, headers=TUS), patch(bob, place, 0, CONTENT), bob.delete(place, headers=TUS)]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert offset_of(ann, place) == 0


def test_an_upload_for_a_signed_link_is_none_of_tus(local: AssetServer) -> None:
    ann = local.as_user("ann")
    way = data_of(ann.post("/api/assets", json={"name": "a.png", "size": 100}), 201)
    assert ann.head(f"{START}/{way['uploadId']}", headers=TUS).status_code == 404
    assert ann.delete(f"{START}/{way['uploadId']}", headers=TUS).status_code == 404


def test_what_is_no_media_is_refused_with_its_last_piece(local: AssetServer) -> None:
    page = b"<!DOCTYPE html><html><body>hello</body></html>"
    ann = local.as_user("ann")
    place = begin(ann, len(page), "a.png", "image/png")
    assert patch(ann, place, 0, page[:20]).status_code == 204
    answer = patch(ann, place, 20, page[20:])
    assert (answer.status_code, code_of(answer)) == (422, "MEDIA_UNUSABLE")
    assert data_of(ann.get("/api/assets"))["items"] == []


def test_the_server_tells_what_it_can(local: AssetServer) -> None:
    answer = local.as_user("ann").options(START)
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert answer.headers["tus-extension"] == "creation,expiration,termination"
    assert int(answer.headers["tus-max-size"]) == local.platform.settings.upload_limit


def test_requests_that_do_not_keep_the_protocol_are_told_so(local: AssetServer) -> None:
    ann = local.as_user("ann")
    place = begin(ann)
    old = ann.head(place, headers={"Tus-Resumable": "0.2.2"})
    assert (old.status_code, old.headers["tus-version"]) == (412, "1.0.0")
    length = {"Upload-Length": "10"}
    for answer, code in (
        (ann.post(START, headers=length), "PRECONDITION_FAILED"),
        (ann.post(START, headers=TUS), "BAD_REQUEST"),
        (ann.post(START, headers={**TUS, "Upload-Length": "-1"}), "BAD_REQUEST"),
        (ann.post(START, headers={**TUS, "Upload-Length": "0"}), "INVALID_INPUT"),
        (ann.post(START, headers={**TUS, "Upload-Defer-Length": "1"}), "BAD_REQUEST"),
        (ann.post(START, headers={**TUS, "Upload-Length": "9" * 17}), "TOO_LARGE"),
        (ann.post(START, headers={**TUS, **length, "Upload-Metadata": "filename ***"}), "BAD_REQUEST"),
        (patch(ann, place, 0, b"x", **{"Content-Type": "text/plain"}), "UNSUPPORTED_MEDIA_TYPE"),
        (patch(ann, place, 0, b"x", **{"Upload-Offset": "zero"}), "BAD_REQUEST"),
        (ann.post(place, headers=TUS), "METHOD_NOT_ALLOWED"),
    ):
        assert code_of(answer) == code


def test_networks_that_let_only_post_through_are_served(local: AssetServer) -> None:
    ann = local.as_user("ann")
    place = begin(ann)
    headers = {
        **TUS,
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
        "X-HTTP-Method-Override": "PATCH",
    }
    assert ann.post(place, content=CONTENT, headers=headers).headers["upload-offset"] == str(len(CONTENT))
    assert ann.post(place, headers={**TUS, "X-HTTP-Method-Override": "HEAD"}).headers["upload-offset"] == str(
        len(CONTENT)
    )
    assert ann.post(place, headers={**TUS, "X-HTTP-Method-Override": "DELETE"}).status_code == 204


@contextlib.contextmanager
def _listening(server: AssetServer) -> Iterator[tuple[str, int]]:
    """The application on a real socket."""
    running = uvicorn.Server(uvicorn.Config(server.app, host="127.0.0.1", port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=running.run)
    thread.start()
    try:
        while not running.started:
            time.sleep(0.01)
        yield running.servers[0].sockets[0].getsockname()[:2]
    finally:
        running.should_exit = True
        thread.join()


def _send_and_break_off(address: tuple[str, int], place: str, user: str, at: int, content: bytes) -> None:
    """A PATCH that announces everything and ends in the middle."""
    head = (
        f"PATCH {place} HTTP/1.1\r\nHost: reel.example\r\nX-User: {user}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: {at}\r\n"
        f"Content-Type: application/offset+octet-stream\r\nContent-Length: {len(CONTENT) - at}\r\n\r\n"
    )
    with socket.create_connection(address) as line:
        line.sendall(head.encode() + content[:-1])
        time.sleep(0.2)  # so that the server has read what came so far
        line.sendall(content[-1:])


def _resume(client: Any, place: str) -> Any:
    """As tus clients do: ask how far it is, go on there; ask again when that has moved meanwhile."""
    while True:
        at = offset_of(client, place)
        answer = patch(client, place, at, CONTENT[at:])
        if answer.status_code != 409:
            return answer
        time.sleep(0.02)


@pytest.mark.parametrize("broken_at", [2, 50_000, len(CONTENT) - 1])
def test_an_upload_goes_on_where_the_line_broke(server: AssetServer, broken_at: int) -> None:
    ann = server.as_user("ann")
    place = begin(ann)
    with _listening(server) as address:
        _send_and_break_off(address, place, ann.headers["X-User"], 0, CONTENT[:broken_at])
        headers = {"X-User": ann.headers["X-User"], "Host": "reel.example"}
        with httpx2.Client(base_url=f"http://{address[0]}:{address[1]}", headers=headers) as line:
            answer = _resume(line, place)
    made = data_of(ann.get(f"/api/assets/{answer.headers['reelwright-asset']}"))
    assert server.get(made["url"]).content == CONTENT


@pytest.mark.parametrize("broken_at", [1, 50_000, len(CONTENT) - 1])
def test_what_was_read_before_the_line_broke_is_kept(server: AssetServer, broken_at: int) -> None:
    ann = server.as_user("ann")
    place = begin(ann)
    told = [(b"x-user", ann.headers["X-User"].encode()), (b"tus-resumable", b"1.0.0"), (b"upload-offset", b"0")]
    told += [(b"content-type", b"application/offset+octet-stream"), (b"content-length", str(len(CONTENT)).encode())]
    messages = [{"type": "http.request", "body": CONTENT[:broken_at], "more_body": True}, {"type": "http.disconnect"}]
    scope = {
        "type": "http", "method": "PATCH", "path": place, "raw_path": place.encode(), "query_string": b"", "root_path": "",
        "headers": [(b"host", b"reel.example"), *told], "scheme": "http", "server": ("reel.example", 80), "client": ("1.2.3.4", 5),
        "http_version": "1.1", "asgi": {"version": "3.0"},
    }  # fmt: skip

    async def receive() -> Any:
        return messages.pop(0) if len(messages) > 1 else messages[0]

    async def send(_message: Any) -> None: ...

    asyncio.run(server.app(scope, receive, send))  # type: ignore[arg-type]
    assert offset_of(ann, place) == broken_at
    assert patch(ann, place, broken_at, CONTENT[broken_at:]).status_code == 204
