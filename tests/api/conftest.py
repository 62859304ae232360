"""The API over both databases, in local mode, and another user whose rows must stay out of sight."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from reelwright.api.application import create_application
from reelwright.app.opening import open_platform
from reelwright.app.platform import Platform
from reelwright.app.server_settings import ServerSettings
from tests.databases import KINDS, database_url


@pytest.fixture(params=KINDS)
def platform(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Platform]:
    address = database_url(request.param, tmp_path)
    platform = open_platform(
        ServerSettings(tmp_path, address, str(tmp_path / "files"), secrets=("a secret of the platform, long enough",))
    )
    yield platform
    platform.close()


@pytest.fixture
def client(platform: Platform) -> Iterator[TestClient]:
    application = create_application(platform)
    with TestClient(application, base_url="http://127.0.0.1:8787", raise_server_exceptions=False) as client:
        yield client
