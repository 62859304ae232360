"""From sign-up to a video that plays, over HTTP alone, on a real server; and that nobody else sees any of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest
from websockets.sync.client import connect

from reelwright.client import Client
from reelwright.errors import ReelwrightError
from reelwright.media.probe import probe
from tests.databases import KINDS, database_url
from tests.served import served

pytestmark = pytest.mark.slow
_ARTICLE = "# Bread\n\nBread needs flour, water, salt and time.\n\n## Rising\n\nThe dough rises for an hour, and then it is baked.\n"


@pytest.mark.parametrize("kind", KINDS)
def test_an_article_becomes_a_video_that_plays(kind: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with served(tmp_path / "data", "--accounts", DATABASE_URL=database_url(kind, tmp_path)) as url:
        ann = _registered(url, "ann@example.com")
        started = _data(ann.post("/api/videos", json={"text": _ARTICLE, "duration": 10, "approve": ["script"]}))
        token = _data(ann.post("/api/users/tokens", json={"name": "script", "scopes": ["read", "write", "render"]}))[
            "token"
        ]
        with Client(url, token) as reel:
            waiting = reel.wait(started, until_approval=True)
            assert waiting["waitingFor"] == "script"
            reel.approve(waiting, "script", script="# Bread, twice\n\nBread is baked twice for rusk.\n")
            seen = _followed(url, token, started["jobId"])
            assert seen == sorted(seen)
            assert len(set(seen)) > 5
            done = reel.wait(started)
            assert probe(reel.download(done, tmp_path / "video.mp4")).video is not None
            captions = reel.download(done, tmp_path / "video.vtt", "video.vtt").read_text()
            assert "rusk" in captions
            video = reel.get(f"/api/videos/{started['videoId']}")
            assert video["title"] == "Bread, twice"
            _plays(reel.get(f"/api/videos/{started['videoId']}/playback")["url"])
            _edited(reel, started["videoId"])
        bob = _registered(url, "bob@example.com")
        for path in ("", "/status", "/playback", "/document", "/frame?at=1"):
            assert bob.get(f"/api/videos/{started['videoId']}{path}").status_code == 404
        assert bob.post(f"/api/videos/{started['videoId']}/approve", json={"stage": "script"}).status_code == 404
        assert _data(bob.get("/api/videos"))["pagination"]["total"] == 0
        assert httpx2.get(f"{url}/api/videos").status_code == 401


def _followed(url: str, token: str, job: str) -> list[int]:
    """The progress a WebSocket tells of, from the job's beginning to its end."""
    progress: list[int] = []
    with connect(f"{url.replace('http', 'ws', 1)}/ws?token={token}") as socket:
        socket.send(json.dumps({"type": "subscribe", "jobId": job, "after": 0}))
        for text in socket:
            told = json.loads(text)
            if told["type"] == "heartbeat":
                socket.send(json.dumps({"type": "pong"}))
            if told["type"] == "event":
                progress.append(told["data"]["progress"])
                if told["kind"] in ("completed", "failed", "cancelled"):
                    return progress
    raise AssertionError("the server hung up")


def _plays(url: str) -> None:
    part = httpx2.get(url, headers={"Range": "bytes=0-1023"})
    assert (part.status_code, len(part.content)) == (206, 1024)
    assert part.content[4:8] == b"ftyp"
    assert httpx2.get(url[:-4] + "AAAA").status_code == 403


def _edited(reel: Client, video: str) -> None:
    """One changed caption word is a new version, rendered; an outdated edit is refused."""
    shown = reel.get(f"/api/videos/{video}/document")
    document: dict[str, Any] = shown["document"]
    document["title"] = "Another title"
    changed = reel._data(
        reel._http.put(f"/api/videos/{video}/document", json={"document": document, "version": shown["version"]})
    )
    assert changed["version"] == shown["version"] + 1
    reel.wait(changed["job"])
    with pytest.raises(ReelwrightError, match="version"):
        reel._data(
            reel._http.put(f"/api/videos/{video}/document", json={"document": document, "version": shown["version"]})
        )
    frame = reel._http.get(f"/api/videos/{video}/frame", params={"at": 1, "width": 320})
    assert (frame.status_code, frame.headers["content-type"]) == (200, "image/jpeg")


def _registered(url: str, email: str) -> httpx2.Client:
    client = httpx2.Client(base_url=url, timeout=60)
    session = _data(client.post("/api/auth/register", json={"email": email, "password": "a long enough password"}))
    client.headers["Authorization"] = f"Bearer {session['accessToken']}"
    client.cookies.clear()
    return client


def _data(answer: httpx2.Response) -> Any:
    assert answer.is_success, answer.text
    return answer.json()["data"]
