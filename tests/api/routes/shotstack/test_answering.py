"""Errors on Shotstack's paths are Shotstack's, and ours everywhere else."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from reelwright.api.caller import Caller
from reelwright.app.platform import Platform
from tests.api.routes.shotstack.edits import edit, image

RENDER = "/edit/v1/render"
GOOD = edit(image("https://example.com/a.png"))


def refused(answer: Any, status: int = 400) -> str:
    """The error's text, in an answer of Shotstack's shape."""
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert body["success"] is False
    assert body["message"] == {400: "Bad Request", 403: "Forbidden", 404: "Not Found"}[status]
    return body["response"]["error"]


def test_a_body_that_is_no_json(client: TestClient) -> None:
    assert refused(client.post(RENDER, content=b"{bad")) == "the body is not valid JSON"


@pytest.mark.parametrize("body", [b"", b"[]", b'"text"', b"null"])
def test_a_body_that_is_no_object(client: TestClient, body: bytes) -> None:
    refused(client.post(RENDER, content=body))


def test_a_body_without_a_content_type_is_read(client: TestClient) -> None:
    import json

    assert client.post(RENDER, content=json.dumps(GOOD).encode()).status_code == 201


@pytest.mark.parametrize("key", ["timeline", "output"])
def test_an_edit_without_its_parts(client: TestClient, key: str) -> None:
    assert key in refused(client.post(RENDER, json={name: value for name, value in GOOD.items() if name != key}))


def test_an_asset_of_no_known_type_is_named_with_its_place(client: TestClient) -> None:
    answer = client.post(
        RENDER, json=edit({"asset": {"type": "vidoe", "src": "https://a.b/c"}, "start": 0, "length": 1})
    )
    assert refused(answer) == "there is no asset 'vidoe'; did you mean 'video'?"
    assert answer.json()["response"]["details"][0]["path"] == "/timeline/tracks/0/clips/0/asset/type"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"output": {"format": "avi"}}, "/output/format"),
        ({"output": {"format": "mp4", "size": {"width": 0, "height": 100}}}, "/output/size/width"),
        ({"output": {"format": "mp4", "fps": "many"}}, "/output/fps"),
        ({"output": {"format": "mp4", "range": {"start": -1}}}, "/output/range/start"),
        ({"output": {"format": "mp4", "thumbnail": {"capture": 1, "scale": 3}}}, "/output/thumbnail/scale"),
        ({"output": []}, "/output"),
        ({"merge": {"find": "A"}}, "/merge"),
        ({"callback": "ftp://example.com"}, "/callback"),
        ({"callback": "http://10.0.0.1/hook"}, "/callback"),
        ({"callback": f"https://example.com/{'a' * 2000}"}, "/callback"),
    ],
)
def test_each_fault_has_its_place(client: TestClient, change: dict[str, Any], place: str) -> None:
    answer = client.post(RENDER, json=GOOD | change)
    refused(answer)
    assert answer.json()["response"]["details"][0]["path"] == place


@pytest.mark.parametrize(
    "value",
    ["\x00", "\ud800", float("nan"), float("inf"), 10**400, [[]]],
    ids=["nul", "half", "nan", "inf", "huge", "list"],
)
def test_values_no_database_keeps(client: TestClient, value: Any) -> None:
    import json

    tree = GOOD | {"merge": [{"find": "A", "replace": value}]}
    if value == [[]]:
        for _ in range(200):
            tree["merge"] = [tree["merge"]]
    refused(client.post(RENDER, content=json.dumps(tree).encode()))


def test_a_file_of_the_server_is_not_read(client: TestClient) -> None:
    answer = client.post(RENDER, json=edit(image("https://example.com/a.png"), image("/etc/passwd", 1)))
    assert "is not a file the server may read" in refused(answer)
    assert answer.json()["response"]["details"][0]["path"] == "/timeline/tracks/0/clips/1/asset/src"


@pytest.mark.parametrize("path", ["/edit/v1/nothing", "/edit/stage", "/serve/v1/other/x", "/edit/v1/"])
def test_paths_that_are_not_there(client: TestClient, path: str) -> None:
    refused(client.get(path), 404)
    refused(client.delete(path), 404)


def test_ids_that_are_none(client: TestClient) -> None:
    refused(client.get(f"{RENDER}/17"))


def test_other_paths_keep_our_envelope(client: TestClient) -> None:
    for path in ("/api/nothing", "/edit/v2/render", "/v1/other"):
        assert client.get(path).json()["error"]["code"] == "NOT_FOUND"


def test_a_key_in_shotstacks_header_tells_who_calls(client: TestClient, platform: Platform) -> None:
    owner = platform.local_owner()

    def authenticate(request: Request) -> Caller | None:
        known = {"good": frozenset({"read", "write", "render"}), "looks": frozenset({"read"})}
        key = request.headers.get("x-api-key", "")
        return Caller(owner, "user", known[key], "token") if key in known else None

    client.app.state.authenticate = authenticate  # type: ignore[attr-defined]
    refused(client.post(RENDER, json=GOOD), 403)
    refused(client.post(RENDER, json=GOOD, headers={"x-api-key": "wrong"}), 403)
    assert client.post(RENDER, json=GOOD, headers={"x-api-key": "good"}).status_code == 201
    assert client.get("/edit/v1/templates", headers={"x-api-key": "looks"}).status_code == 200
    assert "scope" in refused(client.post(RENDER, json=GOOD, headers={"x-api-key": "looks"}), 403)
