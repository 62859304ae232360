"""A bucket of the tests in moto's server."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import boto3
from moto.server import ThreadedMotoServer

BUCKET = "videos"
KEYS = {"STORAGE_KEY_ID": "AKIAEXAMPLE", "STORAGE_SECRET": "a secret of the tests"}


@contextmanager
def running_bucket() -> Iterator[str]:
    """The server's address; the bucket is there."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    boto3.client(
        "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id=KEYS["STORAGE_KEY_ID"],
        aws_secret_access_key=KEYS["STORAGE_SECRET"],
    ).create_bucket(Bucket=BUCKET)  # fmt: skip
    try:
        yield endpoint
    finally:
        server.stop()


def bucket_settings(endpoint: str) -> dict[str, str]:
    """Settings of a server that stores in a prefix of its own."""
    return {"STORAGE_URL": f"s3://{BUCKET}/{uuid.uuid4().hex}?endpoint={quote(endpoint)}", **KEYS}
