from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.asset_server import AssetServer, asset_server
from tests.bucket import bucket_settings, running_bucket


@pytest.fixture(scope="session")
def bucket() -> Iterator[str]:
    with running_bucket() as endpoint:
        yield endpoint


@pytest.fixture
def local(tmp_path: Path) -> Iterator[AssetServer]:
    """Files in a folder."""
    with asset_server(tmp_path / "data") as server:
        yield server


@pytest.fixture(params=["local", "s3"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AssetServer]:
    """Files in a folder, and files in a bucket."""
    settings = {} if request.param == "local" else bucket_settings(request.getfixturevalue("bucket"))
    with asset_server(tmp_path / "data", **settings) as made:
        yield made
