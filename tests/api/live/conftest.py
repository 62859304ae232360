"""Applications over both databases, whose callers say who they are by ``Authorization: Bearer <user id>`` or a cookie."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.requests import HTTPConnection

from reelwright.api.application import create_application
from reelwright.api.caller import SCOPES, Caller
from reelwright.api.live.desk import Desk
from reelwright.api.live.feed import Feed
from reelwright.app.opening import open_platform
from reelwright.app.platform import Platform
from reelwright.app.server_settings import ServerSettings
from tests.databases import KINDS, database_url
from tests.workflows.jobs.happenings import new_user

QUICK = 0.05


@pytest.fixture(params=KINDS)
def platform(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Platform]:
    address = database_url(request.param, tmp_path)
    settings = ServerSettings(tmp_path, address, str(tmp_path / "files"), secrets=("secret",), is_local=False)
    platform = open_platform(
        replace(settings, public_url="https://reel.example", allowed_origins=("https://cms.example",))
    )
    yield platform
    platform.close()


@pytest.fixture
def app(platform: Platform) -> FastAPI:
    return live_application(platform)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


@pytest.fixture
def owner(platform: Platform) -> uuid.UUID:
    return new_user(platform.database)


def live_application(platform: Platform) -> FastAPI:
    app = create_application(platform)
    app.state.authenticate = who_says_so
    app.state.live = Desk(Feed(platform.database, QUICK))
    return app


def limit(app: FastAPI, **limits: float) -> None:
    """Other limits than the usual ones."""
    desk: Desk = app.state.live
    app.state.live = Desk(desk.feed, replace(desk.limits, **limits))


def who_says_so(connection: HTTPConnection) -> Caller | None:
    scheme, _, name = connection.headers.get("authorization", "").partition(" ")
    if scheme == "Bearer" and name != "nobody":
        scopes = frozenset({"render"} if name.endswith(".blind") else SCOPES)
        return Caller(uuid.UUID(name.removesuffix(".blind")), "user", scopes, "token")
    if cookie := connection.cookies.get("user"):
        return Caller(uuid.UUID(cookie), "user", frozenset(SCOPES), "cookie")
    return None


def bearer(user: uuid.UUID) -> dict[str, str]:
    return {"Authorization": f"Bearer {user}"}
