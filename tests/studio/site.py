"""Servers with the studio, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from reelwright.app.opening import open_platform
from reelwright.app.platform import Platform
from reelwright.app.server_settings import read_server_settings
from reelwright.database.tables import Video
from reelwright.studio.application import create_studio_application

ADDRESS = "http://reel.example"
PASSWORD = "correct horse battery"
ORIGIN = {"Origin": ADDRESS, "Accept": "text/html"}


@contextmanager
def site(folder: Path, *, accounts: bool = True, **settings: str) -> Iterator[tuple[Platform, TestClient]]:
    """A platform and a browser that follows nothing by itself."""
    environment = {"DATA": str(folder), "ACCOUNTS": "1" if accounts else "0", "PUBLIC_URL": ADDRESS} | settings
    platform = open_platform(read_server_settings({f"REELWRIGHT_{name}": value for name, value in environment.items()}))
    try:
        yield platform, browser(create_studio_application(platform))
    finally:
        platform.close()


def browser(app: Any) -> TestClient:
    return TestClient(app, base_url=ADDRESS, follow_redirects=False, headers=ORIGIN, raise_server_exceptions=False)


def register(client: TestClient, email: str) -> None:
    answer = client.post("/register", data={"email": email, "password": PASSWORD, "name": ""})
    assert answer.status_code == 303, answer.text


def made_video(platform: Platform, owner: Any, title: str, **values: Any) -> Video:
    """A row as the worker leaves it, with two files in the store."""
    outputs = []
    for name, kind in (("video.mp4", "video/mp4"), ("video.srt", "application/x-subrip")):
        key = platform.store.put_bytes(f"{title} {name}".encode())
        outputs.append({"name": name, "contentType": kind, "size": 1234, "key": key.key})
    video = Video(owner_id=owner, title=title, kind="make", status="COMPLETED", outputs=outputs, **values)
    with platform.database.session_of(owner) as session:
        session.add(video)
        session.flush()
        session.expunge(video)
    return video
