"""Media at an address is described in the words of ffprobe."""

from __future__ import annotations

from urllib.parse import quote

import httpx2
import pytest
from fastapi.testclient import TestClient

from tests.api.routes.shotstack.running_server import Running
from tests.api.routes.shotstack.sdk import edit_api


def test_the_published_client_probes_an_address(server: Running) -> None:
    url = server.website.url("/red.png")
    metadata = edit_api(server.url).probe(url)["response"]["metadata"]
    assert metadata["format"]["filename"] == url
    (stream,) = metadata["streams"]
    assert (stream["codec_type"], stream["codec_name"], stream["width"], stream["height"]) == ("video", "png", 256, 144)


@pytest.mark.parametrize("written", [lambda url: quote(url, safe=""), str], ids=["encoded", "plain"])
def test_a_query_belongs_to_the_address(server: Running, written: object) -> None:
    url = server.website.url("/red.png?size=2&key=a%20b")
    assert callable(written)
    answer = httpx2.get(f"{server.url}/edit/v1/probe/{written(url)}")
    assert answer.status_code == 200, answer.text
    assert server.website.asked[-1][0] == "/red.png?size=2&key=a%20b"


def test_what_is_no_media_is_refused(server: Running) -> None:
    url = server.website.on("/page.html", b"<html>" * 50)
    answer = httpx2.get(f"{server.url}/edit/v1/probe/{quote(url, safe='')}")
    assert answer.status_code == 400
    assert "not a media file" in answer.json()["response"]["error"]


def test_what_is_not_there_is_told(server: Running) -> None:
    answer = httpx2.get(f"{server.url}/edit/v1/probe/{quote(server.website.url('/no.mp4'), safe='')}")
    assert (answer.status_code, answer.json()["success"]) == (400, False)
    assert "answered 404" in answer.json()["response"]["error"]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080/a.mp4", "http://169.254.169.254/latest", "file:///etc/passwd", "a.mp4"]
)
def test_addresses_that_are_not_public_are_refused(client: TestClient, url: str) -> None:
    answer = client.get(f"/edit/v1/probe/{quote(url, safe='')}")
    assert (answer.status_code, answer.json()["message"]) == (400, "Bad Request")
