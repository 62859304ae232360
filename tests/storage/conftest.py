"""The two kinds of store: a folder behind a small HTTP server, and a bucket in moto's server."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import boto3
import pytest
from moto.server import ThreadedMotoServer

from reelwright.storage.blobs import BlobStore
from reelwright.storage.local import LocalBlobs
from reelwright.storage.open_store import open_store
from reelwright.storage.s3_address import S3Credentials
from reelwright.storage.signed_links import SignedLinks
from tests.storage.file_server import running_file_server

CREDENTIALS = S3Credentials("AKIAEXAMPLE", "a secret of the tests")
BUCKET = "videos"


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    s3_client(endpoint).create_bucket(Bucket=BUCKET)
    yield endpoint
    server.stop()


def s3_client(endpoint: str):
    """Amazon's own client, to look at the bucket from outside."""
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=CREDENTIALS.access_key_id,
        aws_secret_access_key=CREDENTIALS.secret_access_key,
    )


@pytest.fixture
def local_store(tmp_path: Path) -> Iterator[LocalBlobs]:
    with running_file_server() as server:
        server.links = SignedLinks(server.url, (b"s" * 32,))
        server.store = store = LocalBlobs(tmp_path / "store", server.links)
        yield store


@pytest.fixture
def s3_store(s3_endpoint: str) -> BlobStore:
    """A store in a prefix of its own."""
    url = f"s3://{BUCKET}/tests/{uuid.uuid4().hex}?endpoint={quote(s3_endpoint)}"
    return open_store(url, credentials=CREDENTIALS)


@pytest.fixture(params=["local", "s3"])
def store(request: pytest.FixtureRequest) -> BlobStore:
    return request.getfixturevalue(f"{request.param}_store")
