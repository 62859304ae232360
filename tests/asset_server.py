"""The HTTP application over a folder or a bucket, with callers named by a header, and files to send to it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import cv2
import httpx2
from fastapi import FastAPI
from fastapi.testclient import TestClient

from reelwright.api.application import create_application
from reelwright.api.caller import SCOPES, Caller
from reelwright.app.opening import open_platform
from reelwright.app.platform import Platform
from reelwright.app.server_settings import read_server_settings
from reelwright.database.tables import User
from tests.databases import database_url
from tests.footage import quarters, write_footage

ADDRESS = "http://reel.example"
SPEECH = Path(__file__).parent / "media_files" / "speech.flac"


@dataclass
class AssetServer:
    """``as_user`` makes clients of different people."""

    platform: Platform
    app: FastAPI

    def as_user(self, name: str) -> TestClient:
        """A client that is signed in as ``name``, who is made when first named."""
        return TestClient(self.app, base_url=ADDRESS, headers={"X-User": str(self.user(name))}, follow_redirects=False)

    def user(self, name: str) -> uuid.UUID:
        mine = uuid.uuid5(uuid.NAMESPACE_DNS, name)
        with self.platform.database.system_session() as session:
            if session.get(User, mine) is None:
                session.add(User(id=mine, email=f"{name}@example.org", name=name))
        return mine

    def get(self, url: str, **headers: str) -> Any:
        """A signed link, as somebody asks it who is not signed in."""
        return self._anybody(url).get(url, headers=headers)

    def put(self, url: str, content: bytes, headers: dict[str, str]) -> Any:
        return self._anybody(url).put(url, content=content, headers=headers)

    def _anybody(self, url: str) -> Any:
        return TestClient(self.app, base_url=ADDRESS) if url.startswith(ADDRESS) else httpx2.Client()


@contextmanager
def asset_server(folder: Path, kind: str = "sqlite", **settings: str) -> Iterator[AssetServer]:
    """``settings`` are the names after ``REELWRIGHT_``."""
    environment = {
        "DATA": str(folder), "DATABASE_URL": database_url(kind, folder), "ACCOUNTS": "1", "PUBLIC_URL": ADDRESS, **settings,
    }  # fmt: skip
    platform = open_platform(read_server_settings({f"REELWRIGHT_{name}": value for name, value in environment.items()}))
    try:
        app = create_application(platform)
        app.state.authenticate = _by_header
        yield AssetServer(platform, app)
    finally:
        platform.close()


def _by_header(request: Any) -> Caller | None:
    named = request.headers.get("x-user")
    return Caller(uuid.UUID(named), "user", frozenset(SCOPES), "bearer") if named else None


def video(folder: Path, frames: int = 20, name: str = "clip.mp4", **more: Any) -> Path:
    """A real mp4 of 64 x 48 at 10 frames a second."""
    picture = av.VideoFrame.from_ndarray(quarters(), format="rgb24").reformat(format="yuv420p")
    return write_footage(folder / name, [picture] * frames, "libx264", 10, pix_fmt="yuv420p", **more)


def picture(size: tuple[int, int] = (64, 48)) -> bytes:
    """A real PNG."""
    return cv2.imencode(".png", quarters(size))[1].tobytes()


def data_of(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()["data"]


def code_of(answer: Any) -> str:
    return answer.json()["error"]["code"]


def send(client: TestClient, name: str, content: bytes, content_type: str = "application/octet-stream") -> Any:
    """By a form."""
    return client.post("/api/assets", files={"file": (name, content, content_type)})
