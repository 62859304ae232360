"""Shotstack's own client renders here when its host is changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import av
import cv2
import httpx2
import numpy as np
import pytest
from fastapi.testclient import TestClient
from shotstack_sdk.exceptions import ApiException
from shotstack_sdk.model.clip import Clip
from shotstack_sdk.model.edit import Edit
from shotstack_sdk.model.image_asset import ImageAsset
from shotstack_sdk.model.output import Output
from shotstack_sdk.model.poster import Poster
from shotstack_sdk.model.size import Size
from shotstack_sdk.model.thumbnail import Thumbnail
from shotstack_sdk.model.timeline import Timeline
from shotstack_sdk.model.track import Track

from reelwright.app.platform import Platform
from reelwright.database.tables import Job, User, Video
from tests.api.routes.shotstack.edits import edit, image
from tests.api.routes.shotstack.running_server import Running
from tests.api.routes.shotstack.sdk import edit_api, finished

RED, BLUE = (220, 0, 0), (30, 50, 210)


def colors_of(path: Path) -> list[np.ndarray]:
    """The mean red, green and blue of each frame."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24").mean(axis=(0, 1)) for frame in container.decode(video=0)]


def is_near(seen: Any, color: tuple[int, int, int]) -> bool:
    return bool(np.abs(np.asarray(seen) - color).max() < 12)


def clip_of(src: str, start: float) -> Clip:
    return Clip(asset=ImageAsset(type="image", src=src), start=start, length=1.0)


@pytest.mark.slow
def test_the_published_client_renders_polls_and_downloads(server: Running, tmp_path: Path) -> None:
    site, api = server.website.url(), edit_api(server.url)
    clips = [clip_of(f"{site}red.png", 0.0), clip_of(f"{site}blue.png", 1.0)]
    asked = Edit(
        timeline=Timeline(tracks=[Track(clips=clips)]),
        output=Output(format="mp4", size=Size(width=256, height=144), fps=12.0, poster=Poster(capture=1.5),
                      thumbnail=Thumbnail(capture=0.5, scale=0.5)),
        callback=f"{site}told",
    )  # fmt: skip
    queued = api.post_render(asked)
    assert queued["success"]
    assert queued["message"] == "Created"
    answer = finished(api, queued["response"]["id"])
    assert answer["duration"] == 2
    assert answer["render_time"] > 0
    assert answer["error"] == ""

    colors = colors_of(server.download(answer["url"], tmp_path / "video.mp4"))
    assert len(colors) == 24
    assert all(is_near(color, RED) for color in colors[:12])
    assert all(is_near(color, BLUE) for color in colors[12:])
    poster = cv2.imread(str(server.download(answer["poster"], tmp_path / "poster.jpg")))
    small = cv2.imread(str(server.download(answer["thumbnail"], tmp_path / "small.jpg")))
    assert poster is not None
    assert small is not None
    assert (poster.shape, small.shape) == ((144, 256, 3), (72, 128, 3))
    assert is_near(poster.mean(axis=(0, 1))[::-1], BLUE)
    assert is_near(small.mean(axis=(0, 1))[::-1], RED)

    told = server.posted_to("/told")
    assert told["url"].startswith(f"{server.url}/files/")
    assert told["completed"].endswith("Z")
    assert {key: told[key] for key in ("type", "action", "id", "owner", "status", "error")} == {
        "type": "edit", "action": "render", "id": queued["response"]["id"], "owner": answer["owner"], "status": "done", "error": None,
    }  # fmt: skip

    whole = api.get_render(queued["response"]["id"], data=True)["response"]["data"]
    assert [clip["start"] for clip in whole["timeline"]["tracks"][0]["clips"]] == [0, 1]


@pytest.mark.slow
def test_a_range_of_an_edit_is_a_gif_that_plays_once(server: Running, tmp_path: Path) -> None:
    site = server.website.url()
    clips = (image(f"{site}red.png"), image(f"{site}blue.png", 1))
    asked = edit(*clips, format="gif", repeat=False, range={"start": 0.75, "length": 0.5}, scaleTo="mobile")
    answer = rendered(server, asked)
    path = server.download(answer["url"], tmp_path / "video.gif")
    colors = colors_of(path)
    assert [is_near(color, RED) for color in colors] == [True] * 3 + [False] * 3
    assert b"NETSCAPE2.0" not in path.read_bytes()
    with av.open(str(path)) as container:
        assert (container.streams.video[0].width, container.streams.video[0].height) == (640, 360)


@pytest.mark.slow
def test_a_picture_is_the_frame_at_the_start_of_the_range(server: Running, tmp_path: Path) -> None:
    site = server.website.url()
    clips = (image(f"{site}red.png"), image(f"{site}blue.png", 1))
    answer = rendered(server, edit(*clips, format="jpg", range={"start": 1}))
    picture = cv2.imread(str(server.download(answer["url"], tmp_path / "frame.jpg")))
    assert picture is not None
    assert is_near(picture.mean(axis=(0, 1))[::-1], BLUE)


@pytest.mark.slow
def test_a_render_that_fails_says_why_and_tells_its_callback(server: Running) -> None:
    site, api = server.website.url(), edit_api(server.url, "stage")
    render_id = posted(server, edit(image(f"{site}missing.png"), callback=f"{site}failed"))
    answer = finished(api, render_id, status="failed")
    assert "404" in answer["error"]
    assert "url" not in answer
    told = server.posted_to("/failed")
    assert (told["status"], told["url"]) == ("failed", None)
    assert "404" in told["error"]


def test_what_cannot_be_done_is_in_the_answer_and_in_the_job(client: TestClient, platform: Platform) -> None:
    asked = edit(image("https://example.com/a.png"), destinations=[{"provider": "s3"}], range={"start": 0, "length": 1})
    answer = client.post("/edit/v1/render", json=asked)
    assert answer.status_code == 201
    (warning,) = answer.json()["response"]["warnings"]
    assert (warning["severity"], warning["pointer"]) == ("lost", "/output/destinations")
    with platform.database.system_reader() as session:
        job = session.get_one(Job, UUID(answer.json()["response"]["id"]))
        video = session.get_one(Video, job.video_id)
        assert job.request["shotstack"]["warnings"] == [warning]
        assert job.request["shotstack"]["edit"] == asked
        assert (job.kind, video.kind, video.status) == ("render", "render", "QUEUED")


def test_a_waiting_render_shows_its_edit_unless_told_not_to(client: TestClient) -> None:
    merge = [{"find": "FILE", "replace": "https://example.com/a.png"}]
    asked = edit(image("{{FILE}}"), merge=merge)
    render_id = client.post("/edit/v1/render", json=asked).json()["response"]["id"]
    shown = client.get(f"/edit/v1/render/{render_id}").json()
    assert (shown["success"], shown["message"]) == (True, "OK")
    assert (shown["response"]["status"], shown["response"]["poster"]) == ("queued", None)
    assert shown["response"]["data"] == asked
    merged = client.get(f"/edit/v1/render/{render_id}?data=true&merged=true").json()["response"]["data"]
    assert merged["timeline"]["tracks"][0]["clips"][0]["asset"]["src"] == "https://example.com/a.png"
    assert "data" not in client.get(f"/edit/v1/render/{render_id}?data=false").json()["response"]


def test_renders_of_others_are_not_there(client: TestClient, platform: Platform) -> None:
    render_id = client.post("/edit/v1/render", json=edit(image("https://example.com/a.png"))).json()["response"]["id"]
    with platform.database.system_session() as session:
        other = User(email="other@example.com")
        session.add(other)
        session.flush()
        session.get_one(Job, UUID(render_id)).owner_id = other.id
    assert client.get(f"/edit/v1/render/{render_id}").status_code == 404
    assert client.get(f"/serve/v1/assets/render/{render_id}").status_code == 404


@pytest.mark.parametrize("prefix", ["/edit/v1", "/edit/stage", "/v1", "/stage"])
def test_every_base_address_of_shotstacks_works(client: TestClient, prefix: str) -> None:
    answer = client.post(f"{prefix}/render", json=edit(image("https://example.com/a.png")))
    assert answer.status_code == 201
    assert client.get(f"{prefix}/render/{answer.json()['response']['id']}").status_code == 200


def test_the_client_gets_a_wrong_edits_place(server: Running) -> None:
    api = edit_api(server.url)
    asset = ImageAsset(type="image", src="file:///etc/passwd")
    wrong = Edit(
        timeline=Timeline(tracks=[Track(clips=[Clip(asset=asset, start=0.0, length=1.0)])]), output=Output(format="mp4")
    )
    with pytest.raises(ApiException) as raised:
        api.post_render(wrong)
    assert raised.value.status == 400
    assert "/timeline/tracks/0/clips/0/asset/src" in str(raised.value.body)


def posted(server: Running, asked: dict[str, Any]) -> str:
    """The id of a render asked for with plain JSON."""
    answer = httpx2.post(f"{server.url}/edit/v1/render", json=asked)
    assert answer.status_code == 201, answer.text
    return answer.json()["response"]["id"]


def rendered(server: Running, asked: dict[str, Any]) -> Any:
    return finished(edit_api(server.url), posted(server, asked))
