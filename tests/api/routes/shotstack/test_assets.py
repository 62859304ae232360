"""The files of renders are shown and removed as assets."""

from __future__ import annotations

from uuid import UUID, uuid4

import httpx2
import pytest
from fastapi.testclient import TestClient

from reelwright.database.tables import Job, Video
from tests.api.routes.shotstack.edits import edit, image
from tests.api.routes.shotstack.running_server import Running
from tests.api.routes.shotstack.sdk import edit_api, serve_api
from tests.api.routes.shotstack.test_renders import rendered


@pytest.mark.slow
def test_the_published_client_finds_and_removes_the_files_of_a_render(server: Running) -> None:
    site, api = server.website.url(), serve_api(server.url)
    render = rendered(server, edit(image(f"{site}red.png"), poster={"capture": 0}))["id"]
    resources = api.get_asset_by_render_id(render)["data"]
    assert [each["type"] for each in resources] == ["asset", "asset"]
    video, poster = (each["attributes"] for each in resources)
    assert (video["filename"], poster["filename"]) == (f"{render}.mp4", f"{render}-poster.jpg")
    assert (video["status"], video["render_id"], video["provider_id"]) == ("ready", render, video["id"])
    shown = api.get_asset(video["id"])["data"]["attributes"]
    assert shown["filename"] == video["filename"]

    api.delete_asset(video["id"])
    assert httpx2.get(f"{server.url}/serve/v1/assets/{video['id']}").status_code == 404
    left = api.get_asset_by_render_id(render)["data"]
    assert [each["attributes"]["id"] for each in left] == [poster["id"]]
    after = edit_api(server.url).get_render(render, data=False)["response"]
    assert "url" not in after
    assert after["poster"]
    with server.platform.database.system_reader() as session:
        video_id = session.get_one(Job, UUID(render)).video_id
        assert all(row["name"] != "video.mp4" for row in session.get_one(Video, video_id).outputs)


def test_a_render_that_waits_has_no_files_yet(client: TestClient) -> None:
    asked = edit(image("https://example.com/a.png"))
    render = client.post("/edit/v1/render", json=asked).json()["response"]["id"]
    assert client.get(f"/serve/stage/assets/render/{render}").json() == {"data": []}


@pytest.mark.parametrize("path", ["assets", "assets/render"])
def test_what_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    answer = client.get(f"/serve/v1/{path}/{uuid4()}")
    assert answer.status_code == 404
    assert answer.json()["success"] is False
