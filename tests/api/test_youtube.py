"""YouTube over HTTP: a channel is connected by its owner's own browser, a video goes up as a job that survives its server."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("googleapiclient")

import httpx2
from sqlalchemy import select

from reelwright.app.opening import open_platform_for_work
from reelwright.app.server_settings import read_server_settings
from reelwright.client import Client
from reelwright.database.tables import Video, VideoVersion, YoutubeChannel, YoutubeUpload
from tests.served import served, serving
from tests.server import Server, bearer, code_of, server
from tests.youtube_server import YoutubeServer, youtube_server

DECLARED = {"madeForKids": False, "synthetic": True}


@pytest.fixture
def google() -> Iterator[YoutubeServer]:
    with youtube_server() as found:
        yield found


@pytest.fixture
def reel(tmp_path: Path, google: YoutubeServer) -> Iterator[Server]:
    with server(tmp_path, **google.settings()) as found:
        found.register("ann@example.com")
        yield found


def _connect(reel: Server, google: YoutubeServer, client: Any = None) -> Any:
    client = client or reel.client
    page = client.get("/api/youtube/connect", params={"next": "/videos"})
    assert page.status_code == 303, page.text
    state = parse_qs(urlsplit(page.headers["location"]).query)["state"][0]
    code = google.approve(page.headers["location"])
    return client.get("/api/youtube/callback", params={"state": state, "code": code})


def _video(reel: Server, owner: str, title: str = "How rice grows") -> str:
    """A finished video of the library."""
    rows = []
    for name, kind, content in (
        ("v.mp4", "video/mp4", b"v" * 700_000),
        ("v.srt", "application/x-subrip", b"1\n00:00:00,000 --> 00:00:01,000\nRice\n"),
    ):
        kept = reel.platform.store.put_bytes(content, kind)
        rows.append({"name": name, "key": kept.key, "contentType": kind, "size": kept.size})
    chapters = [{"title": f"Part {number}", "start": number * 20} for number in range(3)]
    with reel.platform.database.session_of(uuid.UUID(owner)) as session:
        video = Video(title=title, kind="make", status="COMPLETED", outputs=rows, version=1, facts={"duration": 70})
        session.add(video)
        session.flush()
        session.add(VideoVersion(video_id=video.id, version=1, document={"chapters": chapters}))
        return str(video.id)


def test_a_channel_is_connected_shown_and_disconnected(reel: Server, google: YoutubeServer) -> None:
    back = _connect(reel, google)
    assert (back.status_code, back.headers["location"]) == (303, "/videos")
    (shown,) = reel.client.get("/api/youtube/channels").json()["data"]
    assert (shown["reference"], shown["title"], shown["state"]) == ("UCchannel", "Rice & Co", "connected")
    assert "token" not in repr(shown)
    assert len(reel.journal("youtube.connected")) == 1
    assert reel.client.delete(f"/api/youtube/channels/{shown['id']}").status_code == 200
    assert google.revoked == ["refresh-0-token"]
    assert reel.client.get("/api/youtube/channels").json()["data"] == []


def test_connected_again_it_is_the_same_channel_with_a_new_permission(reel: Server, google: YoutubeServer) -> None:
    _connect(reel, google)
    google.refresh_tokens.clear()
    _connect(reel, google)
    assert len(reel.client.get("/api/youtube/channels").json()["data"]) == 1


def test_another_browser_cannot_finish_a_connection(reel: Server, google: YoutubeServer) -> None:
    page = reel.client.get("/api/youtube/connect").headers["location"]
    told = {"state": parse_qs(urlsplit(page).query)["state"][0], "code": google.approve(page)}
    other = reel.fresh()
    reel.register("bob@example.com", other)
    assert code_of(other.get("/api/youtube/callback", params=told)) == "INVALID_INPUT"
    assert code_of(reel.client.get("/api/youtube/callback", params=told | {"state": "forged"})) == "INVALID_INPUT"
    assert google.good_tokens == set()


def test_a_connection_is_of_this_server_and_refusable(reel: Server, google: YoutubeServer) -> None:
    assert reel.client.get("/api/youtube/connect", params={"next": "//evil.example"}).status_code == 422
    page = reel.client.get("/api/youtube/connect").headers["location"]
    asked = parse_qs(urlsplit(page).query)
    assert asked["redirect_uri"] == ["http://reel.example/api/youtube/callback"]
    answer = reel.client.get("/api/youtube/callback", params={"state": asked["state"][0], "error": "access_denied"})
    assert code_of(answer) == "INVALID_INPUT"


def test_an_account_without_a_channel_is_told_so(reel: Server, google: YoutubeServer) -> None:
    google.has_channel = False
    assert code_of(_connect(reel, google)) == "PROVIDER_REFUSED"
    assert reel.client.get("/api/youtube/channels").json()["data"] == []


def test_without_a_client_at_google_it_is_said_what_to_set(tmp_path: Path) -> None:
    with server(tmp_path) as plain:
        plain.register("ann@example.com")
        answer = plain.client.get("/api/youtube/connect")
        assert code_of(answer) == "PROVIDER_NEEDED"
        assert "REELWRIGHT_YOUTUBE_CLIENT_ID" in answer.json()["error"]["hint"]


def test_an_upload_is_checked_before_it_is_queued(reel: Server, google: YoutubeServer) -> None:
    owner = reel.client.get("/api/users/profile").json()["data"]["id"]
    video = _video(reel, owner)
    asked = {"videoId": video, **DECLARED}
    assert code_of(reel.client.post("/api/youtube/upload", json=asked)) == "PROVIDER_NEEDED"
    _connect(reel, google)
    for wrong in (
        {"videoId": video},
        asked | {"title": "x" * 101},
        asked | {"title": "a < b"},
        asked | {"publishAt": "2001-01-01T00:00:00Z"},
        asked | {"publishAt": "2101-01-01T00:00:00Z", "privacy": "public"},
        asked | {"tags": ["x" * 99] * 9},
    ):
        assert reel.client.post("/api/youtube/upload", json=wrong).status_code == 422, wrong
    assert code_of(reel.client.post("/api/youtube/upload", json=asked | {"videoId": str(uuid.uuid4())})) == "NOT_FOUND"
    assert code_of(reel.client.post("/api/youtube/upload", json=asked | {"thumbnail": "no.jpg"})) == "NOT_FOUND"
    started = reel.client.post("/api/youtube/upload", json=asked, headers={"Idempotency-Key": "k"})
    assert started.status_code == 202
    again = reel.client.post("/api/youtube/upload", json=asked, headers={"Idempotency-Key": "k"})
    assert again.json() == started.json()


def test_what_is_told_is_suggested_from_the_video(reel: Server) -> None:
    owner = reel.client.get("/api/users/profile").json()["data"]["id"]
    told = reel.client.post("/api/youtube/suggest", json={"videoId": _video(reel, owner)}).json()["data"]
    assert told["title"] == "How rice grows"
    assert told["description"].splitlines() == ["0:00 Part 0", "0:20 Part 1", "0:40 Part 2"]


def test_videos_playlists_and_numbers_are_shown_and_counted(reel: Server, google: YoutubeServer) -> None:
    _connect(reel, google)
    row = {
        "id": "v1",
        "snippet": {"title": "One"},
        "status": {"privacyStatus": "public"},
        "statistics": {"viewCount": "12"},
    }
    google.videos["v1"] = row
    google.entries["UUchannel"].append({"id": "e1", "video": "v1"})
    (shown,) = reel.client.get("/api/youtube/videos").json()["data"]["items"]
    assert (shown["title"], shown["views"], shown["likes"], shown["url"]) == ("One", 12, None, "https://youtu.be/v1")
    made = reel.client.post("/api/youtube/playlist", json={"title": "Fields", "videos": ["v1", "v2"]}).json()["data"]
    assert [each["place"] for each in made["added"]] == [0, 1]
    reel.client.post("/api/youtube/playlist", json={"playlist": made["playlist"], "videos": ["v3"]})
    path = f"/api/youtube/playlists/{made['playlist']}"
    entry = reel.client.get(path).json()["data"]["items"][2]["entry"]
    assert reel.client.put(f"{path}/{entry}", json={"video": "v3", "place": 0}).status_code == 200
    assert [each["video"] for each in reel.client.get(path).json()["data"]["items"]] == ["v3", "v1", "v2"]
    assert reel.client.delete(f"{path}/{entry}").status_code == 200
    assert [each["video"] for each in reel.client.get(path).json()["data"]["items"]] == ["v1", "v2"]
    assert [each["title"] for each in reel.client.get("/api/youtube/playlists").json()["data"]["items"]] == ["Fields"]
    buckets = {each["name"]: each["used"] for each in reel.client.get("/api/youtube/quota").json()["data"]["buckets"]}
    assert buckets["units"] == 1 + 2 + 50 + 2 * 50 + 50 + 1 + 50 + 1 + 50 + 1 + 1
    assert (buckets["uploads"], buckets["searches"]) == (0, 0)
    changed = reel.client.put("/api/youtube/videos/v1", json={"title": "New", "privacy": "unlisted", **DECLARED})
    assert changed.status_code == 200
    assert google.videos["v1"]["status"]["containsSyntheticMedia"] is True


def test_a_thumbnail_and_captions_are_taken_from_assets(reel: Server, google: YoutubeServer, tmp_path: Path) -> None:
    _connect(reel, google)
    picture = (Path(__file__).parents[1] / "media_files" / "cat.jpg").read_bytes()
    files = {"cat.jpg": (picture, "image/jpeg"), "c.srt": (b"1\n00:00:00,000 --> 00:00:01,000\nRice\n", "text/plain")}
    ids = {}
    for name, (content, kind) in files.items():
        answer = reel.client.post("/api/assets", files={"file": (name, content, kind)})
        assert answer.status_code in (201, 202), answer.text
        ids[name] = f"asset:{answer.json()['data']['id']}"
    asked = {"video": "v1", "picture": ids["cat.jpg"]}
    assert reel.client.post("/api/youtube/thumbnail", json=asked).status_code == 200
    assert google.thumbnails["v1"] == picture
    asked = {"video": "v1", "file": ids["c.srt"], "language": "en"}
    assert reel.client.post("/api/youtube/captions", json=asked).status_code == 200
    assert google.captions["v1"][0]["language"] == "en"
    wrong = {"video": "v1", "picture": ids["c.srt"]}
    assert code_of(reel.client.post("/api/youtube/thumbnail", json=wrong)) == "MEDIA_UNUSABLE"


def test_channels_are_their_owners_alone(reel: Server, google: YoutubeServer) -> None:
    _connect(reel, google)
    (shown,) = reel.client.get("/api/youtube/channels").json()["data"]
    other = reel.fresh()
    token = reel.register("bob@example.com", other)["accessToken"]
    assert other.get("/api/youtube/channels", headers=bearer(token)).json()["data"] == []
    assert code_of(other.get("/api/youtube/videos", params={"channel": shown["id"]})) in (
        "PROVIDER_NEEDED",
        "NOT_FOUND",
    )
    assert other.delete(f"/api/youtube/channels/{shown['id']}").status_code in (404, 422)
    assert google.revoked == []


def test_only_its_owner_says_what_became_of_an_upload(reel: Server, google: YoutubeServer) -> None:
    ann = reel.client.get("/api/users/profile").json()["data"]["id"]
    _connect(reel, google)
    with reel.platform.database.session_of(uuid.UUID(ann)) as session:
        channel = session.scalars(select(YoutubeChannel)).one()
        ids = [uuid.uuid4(), uuid.uuid4()]
        for number, each in enumerate(ids):
            told = {"channel_id": channel.id, "key": f"{number}", "size": 9, "title": "Rice"}
            session.add(YoutubeUpload(id=each, state="unclear", **told))
    other = reel.fresh()
    bob = bearer(reel.register("bob@example.com", other)["accessToken"])
    paths = [f"/api/youtube/uploads/{each}/resolve" for each in ids]
    assert code_of(other.post(paths[0], json={"reference": "mine"}, headers=bob)) == "NOT_FOUND"
    assert other.get("/api/youtube/uploads", headers=bob).json()["data"] == []
    states = {each["id"]: each["state"] for each in reel.client.get("/api/youtube/uploads").json()["data"]}
    assert states == {str(each): "unclear" for each in ids}
    assert reel.client.post(paths[0], json={"reference": "abc"}).json()["data"]["state"] == "done"
    assert reel.client.post(paths[1], json={"reference": ""}).json()["data"]["state"] == "new"
    assert code_of(reel.client.post(paths[0], json={"reference": ""})) == "NOT_FOUND"  # nobody asks about it any more


_SIZE = 20_000_000


@pytest.mark.slow
def test_an_upload_survives_its_server_and_is_there_once(tmp_path: Path, google: YoutubeServer) -> None:
    """A local server is killed in the middle of an upload; the next one goes on at the byte that is there."""
    data, settings = tmp_path / "data", google.settings() | {"JOBS_PER_MINUTE": "0"}
    google.faults = [(), *[("status", 503, "backendError")] * 500]
    with serving(data, **settings) as first:
        with Client(first.url) as client:
            job = _begun(client, first.url, data, google)
        first.kill()
    google.faults = []
    google.ranges.clear()
    with served(data, **settings) as url, Client(url) as client:
        done = client.wait(job)
        assert done["result"]["url"] == "https://youtu.be/video0"
    assert google.ranges[0].startswith(f"bytes {8 * 1024 * 1024}-")
    assert len(google.videos) == 1
    assert google.videos["video0"]["status"]["containsSyntheticMedia"] is True


@pytest.mark.slow
def test_a_cancelled_upload_is_given_up_and_may_be_made_later(tmp_path: Path, google: YoutubeServer) -> None:
    """What YouTube has of it is let go there, nothing is published; tried again, the video goes up whole and once."""
    data, settings = tmp_path / "data", google.settings() | {"JOBS_PER_MINUTE": "0"}
    google.faults = [(), *[("status", 503, "backendError")] * 500]
    with served(data, **settings) as url, Client(url) as client:
        job = _begun(client, url, data, google)
        client.post(f"/api/jobs/{job}/cancel", {})
        assert client.get(f"/api/jobs/{job}")["status"] == "CANCELLED"
        _until(lambda: bool(google.deleted))
        assert (google.deleted, google.sessions, google.videos) == (["s0"], {}, {})
        _until(lambda: client.get("/api/youtube/uploads")[0]["state"] == "new")
        google.faults = []
        google.ranges.clear()
        client.post(f"/api/jobs/{job}/retry", {})
        assert client.wait(job)["result"]["url"] == "https://youtu.be/video0"
    assert google.ranges[0].startswith("bytes 0-")
    assert list(google.videos) == ["video0"]
    assert google.videos["video0"]["fileDetails"]["fileSize"] == str(_SIZE)


def _begun(client: Client, url: str, data: Path, google: YoutubeServer) -> str:
    """A channel connected by its owner's browser, and an upload whose first piece is there."""
    page = httpx2.get(f"{url}/api/youtube/connect", follow_redirects=False)
    asked = parse_qs(urlsplit(page.headers["location"]).query)
    told = {"state": asked["state"][0], "code": google.approve(page.headers["location"])}
    back = httpx2.get(f"{url}/api/youtube/callback", params=told, cookies=dict(page.cookies), follow_redirects=False)
    assert back.status_code == 303, back.text
    job = client.post("/api/youtube/upload", {"videoId": _stored_video(data, _SIZE), **DECLARED})
    _until(lambda: bool(google.ranges))
    return str(job["jobId"])


def _until(is_so: Callable[[], bool], patience: float = 240) -> None:
    """Waits; gives up when nothing came of it for long."""
    deadline = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _stored_video(data: Path, size: int) -> str:
    """A finished video in the library of a server that runs."""
    platform = open_platform_for_work(read_server_settings({"REELWRIGHT_DATA": str(data)}))
    kept = platform.store.put_bytes(b"v" * size, "video/mp4")
    row = {"name": "v.mp4", "key": kept.key, "contentType": "video/mp4", "size": kept.size}
    with platform.database.session_of(platform.local_owner()) as session:
        video = Video(title="V", kind="make", status="COMPLETED", outputs=[row])
        session.add(video)
        session.flush()
        found = str(video.id)
    platform.close()
    return found
