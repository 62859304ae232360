"""Where a bucket is and who may use it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from reelwright.errors import InvalidInput

_BUCKET = re.compile(r"[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]")
_PREFIX = re.compile(r"(?:[A-Za-z0-9_=-][A-Za-z0-9._=-]*(?:/[A-Za-z0-9_=-][A-Za-z0-9._=-]*)*)?")
_REGION = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True)
class S3Credentials:
    """An access key; ``session_token`` and ``expires_at`` belong to temporary ones."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None


CredentialSource = Callable[[], S3Credentials]
"""Answers credentials that are valid now; asked again when they have expired (roles of machines and pods)."""


@dataclass(frozen=True)
class S3Address:
    """A prefix in a bucket. ``endpoint`` is empty for AWS itself.

    ``public_endpoint`` is the address signed links carry when browsers reach the store by another name than this program.
    ``style`` says whether the bucket stands in the path (what MinIO and its like expect) or in the host name.
    """

    bucket: str
    prefix: str = ""
    region: str = "us-east-1"
    endpoint: str = ""
    public_endpoint: str = ""
    style: Literal["path", "virtual"] = "path"

    def __post_init__(self) -> None:
        """Raises ``InvalidInput``."""
        if not _BUCKET.fullmatch(self.bucket) or ".." in self.bucket:
            raise InvalidInput(f"{self.bucket!r} is not a bucket name", hint="s3://bucket/prefix")
        if not _PREFIX.fullmatch(self.prefix):
            raise InvalidInput(
                f"the prefix {self.prefix!r} cannot be used", hint="letters, digits, - _ = . and single slashes"
            )
        if not _REGION.fullmatch(self.region):
            raise InvalidInput(f"{self.region!r} is not a region", hint="for example eu-central-1")
        for endpoint in filter(None, (self.endpoint, self.public_endpoint)):
            _check_endpoint(endpoint)

    @property
    def base_url(self) -> str:
        """The bucket's URL for this program, without a slash at its end."""
        return self._bucket_url(self.endpoint)

    @property
    def public_base_url(self) -> str:
        """The bucket's URL for everybody else."""
        return self._bucket_url(self.public_endpoint or self.endpoint)

    def path(self, name: str) -> str:
        """The full key of an object in the bucket."""
        return f"{self.prefix}/{name}" if self.prefix else name

    def _bucket_url(self, endpoint: str) -> str:
        place = (endpoint or f"https://s3.{self.region}.amazonaws.com").rstrip("/")
        if self.style == "path":
            return f"{place}/{self.bucket}"
        scheme, _, host = place.partition("://")
        return f"{scheme}://{self.bucket}.{host}"


def _check_endpoint(endpoint: str) -> None:
    try:
        parts = urlsplit(endpoint)
        _ = parts.port
    except ValueError:
        raise InvalidInput(f"{endpoint!r} is not the address of an object store") from None
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.query
        or parts.fragment
        or "@" in parts.netloc
    ):
        raise InvalidInput(
            f"{endpoint!r} is not the address of an object store", hint="for example https://minio.example.org:9000"
        )
