"""The objects of one bucket prefix, with failures in this room's words. The only file that calls the store library."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from reelwright.storage.errors import BlobMissing, StorageUnreachable
from reelwright.storage.s3_address import CredentialSource, S3Address

if TYPE_CHECKING:
    from obstore.store import S3Credential

PART = 8 << 20
"""Bytes sent or asked for in one request."""
_MOST_PARTS = 9_000
_AT_ONCE = 4
_MARGIN = timedelta(minutes=1)
"""How long before their end temporary credentials are renewed, so that none ends during a request."""


@dataclass(frozen=True)
class Stored:
    """An object's path below the prefix, its bytes, when it was written (UTC), and its headers where they were asked for."""

    path: str
    size: int
    written_at: datetime
    attributes: dict[str, str]


class S3Objects:
    """Put, get, copy, list and delete by path below the address's prefix."""

    def __init__(self, address: S3Address, credentials: CredentialSource) -> None:
        self.address = address
        self._store = S3Store(
            address.bucket,
            prefix=address.prefix or None,
            # Everything that decides where requests go and who signs them is said here: the library would otherwise
            # look for it in the environment. The bucket is in the URL already, hence the "virtual" style.
            config={
                "aws_endpoint_url_s3": address.base_url,
                "virtual_hosted_style_request": True,
                "region": address.region,
                "skip_signature": False,
                "unsigned_payload": False,
                "s3_express": False,
                "request_payer": False,
            },
            client_options={
                "allow_http": address.base_url.startswith("http://"),
                "connect_timeout": timedelta(seconds=10),
                "timeout": timedelta(minutes=5),
            },
            retry_config={"max_retries": 5, "retry_timeout": timedelta(minutes=2)},
            credential_provider=_provider(credentials),
        )

    def put(self, path: str, content: bytes | Iterable[bytes], content_type: str, size: int) -> None:
        """Write an object whole or not at all; an error out of ``content`` ends the writing and passes through."""
        part = max(PART, -(-size // _MOST_PARTS))
        is_large = not isinstance(content, bytes)
        with _failures(self.address, path, is_writing=True):
            obstore.put(
                self._store,
                path,
                content,
                attributes={"Content-Type": content_type},
                use_multipart=is_large,
                chunk_size=part,
                max_concurrency=_AT_ONCE,
            )

    def look(self, path: str) -> Stored:
        """An object's facts with its headers. Raises ``BlobMissing``."""
        with _failures(self.address, path):
            found = obstore.get(self._store, path, options={"head": True})
            meta = found.meta
            attributes = {str(name): value for name, value in found.attributes.items()}
            return Stored(path, meta["size"], meta["last_modified"], attributes)

    def get(self, path: str, start: int, end: int) -> bytes:
        """The bytes from ``start`` up to ``end`` or the object's own end. Raises ``BlobMissing``."""
        with _failures(self.address, path):
            return bytes(obstore.get_range(self._store, path, start=start, end=end))

    def copy(self, source: str, target: str) -> None:
        """Copy within the store, at most 5 GiB. Raises ``BlobMissing``."""
        with _failures(self.address, source):
            obstore.copy(self._store, source, target)

    def delete(self, path: str) -> None:
        """Remove an object, if there is one."""
        with _failures(self.address, path), contextlib.suppress(FileNotFoundError):
            obstore.delete(self._store, path)

    def list(self, prefix: str) -> Iterator[Stored]:
        """All objects below a prefix, by path."""
        with _failures(self.address, prefix, is_writing=True):
            for batch in obstore.list(self._store, prefix=prefix, chunk_size=1000):
                for meta in batch:
                    yield Stored(meta["path"], meta["size"], meta["last_modified"], {})


def _provider(credentials: CredentialSource) -> Callable[[], S3Credential]:
    def provide() -> S3Credential:
        now = credentials()
        return {
            "access_key_id": now.access_key_id,
            "secret_access_key": now.secret_access_key,
            "token": now.session_token,
            "expires_at": now.expires_at and now.expires_at - _MARGIN,
        }

    return provide


@contextlib.contextmanager
def _failures(address: S3Address, path: str, *, is_writing: bool = False) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        if is_writing:
            raise _no_bucket(address) from error
        raise BlobMissing(
            f"{path} is not stored", hint="it may have been collected as garbage: store it again"
        ) from error
    except (PermissionDeniedError, UnauthenticatedError) as error:
        raise StorageUnreachable(
            f"the object store refuses access to the bucket {address.bucket}",
            hint="check the access key and its policy",
        ) from error
    except BaseError as error:
        if "NoSuchBucket" in str(error):
            raise _no_bucket(address) from error
        raise StorageUnreachable(
            f"the object store at {address.base_url} failed: {str(error).splitlines()[0][:300]}",
            hint="check its address and whether it is up",
        ) from error


def _no_bucket(address: S3Address) -> StorageUnreachable:
    return StorageUnreachable(
        f"there is no bucket {address.bucket} at {address.base_url}", hint="create the bucket first"
    )
