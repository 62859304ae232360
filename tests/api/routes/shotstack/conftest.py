"""Servers for the tests of Shotstack's paths."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from fastapi.testclient import TestClient

from reelwright.api.application import create_application
from reelwright.app.opening import open_platform
from reelwright.app.platform import Platform
from reelwright.app.server_settings import ServerSettings
from tests.api.routes.shotstack.running_server import Running, running
from tests.databases import KINDS, database_url


@pytest.fixture(params=KINDS)
def platform(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Platform]:
    platform = open_platform(
        ServerSettings(tmp_path, database_url(request.param, tmp_path), str(tmp_path / "files"), secrets=("x" * 40,))
    )
    yield platform
    platform.close()


@pytest.fixture
def client(platform: Platform) -> Iterator[TestClient]:
    application = create_application(platform)
    with TestClient(application, base_url="http://127.0.0.1:8787", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("shotstack")) as server:
        for name, color in {"red": (0, 0, 220), "blue": (210, 50, 30)}.items():
            picture = np.full((144, 256, 3), color, np.uint8)
            server.website.on(f"/{name}.png", cv2.imencode(".png", picture)[1].tobytes(), content_type="image/png")
        yield server
