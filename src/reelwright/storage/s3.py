"""Blobs in an S3-compatible bucket: ``blobs/ab/cd/<hash>`` below a prefix, the content type with each object."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO
from uuid import uuid4

from reelwright.errors import InvalidInput, MediaUnusable, OutputUnwritable
from reelwright.storage.blobs import PIECE, BlobFacts, SignedUpload, StoredBlob
from reelwright.storage.bounds import checked_span, limited
from reelwright.storage.disposition import content_disposition, shows_safely
from reelwright.storage.errors import BlobMissing, StorageUnreachable
from reelwright.storage.fetch import fetch_verified
from reelwright.storage.names import (
    OCTETS,
    checked_content_type,
    checked_expiry,
    checked_key,
    checked_limit,
    checked_upload_name,
    is_key,
)
from reelwright.storage.s3_address import CredentialSource, S3Address
from reelwright.storage.s3_objects import PART, S3Objects, Stored
from reelwright.storage.s3_signature import Request, presigned_url
from reelwright.storage.s3_uploads import LARGEST_COPY, MOVING, S3Uploads, whole_path
from reelwright.storage.source_file import opened_source

_BLOBS = "blobs"
_YOUNG = timedelta(minutes=10)


class S3Blobs:
    """A ``BlobStore`` in a bucket, for any number of machines.

    ``scratch`` is a folder with room for the largest stream on its way (the system's one when not said). A blob that is
    put again gets a new date only when its own is older than ``young``.
    """

    def __init__(
        self,
        address: S3Address,
        credentials: CredentialSource,
        *,
        scratch: Path | None = None,
        young: timedelta = _YOUNG,
    ) -> None:
        self._address = address
        self._credentials = credentials
        self._objects = S3Objects(address, credentials)
        self._uploads = S3Uploads(self._objects)
        self._scratch = scratch
        self._young = young

    def put_file(self, path: Path, content_type: str = OCTETS) -> BlobFacts:
        checked_content_type(content_type)
        with opened_source(path) as file:
            return self._put(file, content_type)

    def put_bytes(self, data: bytes, content_type: str = OCTETS) -> BlobFacts:
        return self.put_stream((data,), content_type, max_bytes=max(1, len(data)))

    def put_stream(self, chunks: Iterable[bytes], content_type: str = OCTETS, *, max_bytes: int) -> BlobFacts:
        checked_content_type(content_type)
        # A stream's key is known at its end only, so it waits here; an interrupted one never reaches the bucket.
        with tempfile.SpooledTemporaryFile(max_size=PART, dir=self._scratch and str(self._scratch)) as spool:
            for chunk in limited(chunks, checked_limit(max_bytes)):
                _spool(spool, chunk)
            spool.seek(0)
            return self._put(spool, content_type)

    def facts(self, key: str) -> BlobFacts:
        return _facts(key, self._objects.look(_path(checked_key(key))))

    def read(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        checked_span(start, length)
        size = self.facts(key).size
        end = size if length is None else min(size, start + length)
        return self._pieces(_path(key), start, end)

    def fetch(self, key: str, path: Path) -> None:
        fetch_verified(self.read(key), key, path)

    def delete(self, key: str, *, if_older_than: datetime | None = None) -> bool:
        try:
            found = self._objects.look(_path(checked_key(key)))
        except BlobMissing:
            return False
        if if_older_than is not None and found.written_at >= if_older_than:
            return False
        self._objects.delete(found.path)
        return True

    def list(self) -> Iterator[StoredBlob]:
        for stored in self._objects.list(_BLOBS):
            key = stored.path.rpartition("/")[2]
            if is_key(key) and stored.path == _path(key):
                yield StoredBlob(key, stored.size, stored.written_at)

    def signed_get(
        self,
        key: str,
        *,
        expires: timedelta,
        filename: str | None = None,
        content_type: str | None = None,
        inline: bool = True,
    ) -> str:
        query: dict[str, str] = {}
        if content_type is not None:
            query["response-content-type"] = checked_content_type(content_type)
        if filename is not None or not inline or content_type is not None:
            is_shown = inline and (content_type is None or shows_safely(content_type))
            query["response-content-disposition"] = content_disposition(filename, inline=is_shown)
        return self._signed("GET", _path(checked_key(key)), expires, query=query)

    def signed_put(self, name: str, *, expires: timedelta, max_bytes: int, content_type: str = OCTETS) -> SignedUpload:
        """S3 itself takes up to 5 GiB by such a link; ``max_bytes`` is held against the file when it is adopted."""
        if checked_limit(max_bytes) > LARGEST_COPY:
            raise InvalidInput("a direct upload has at most 5 GiB", hint="upload in pieces, by append_upload")
        headers = {"Content-Type": checked_content_type(content_type)}
        url = self._signed("PUT", whole_path(checked_upload_name(name)), expires, headers=headers)
        return SignedUpload(url, "PUT", headers)

    def append_upload(self, name: str, offset: int, chunks: Iterable[bytes], *, max_bytes: int) -> int:
        return self._uploads.append(checked_upload_name(name), offset, chunks, checked_limit(max_bytes))

    def upload_offset(self, name: str) -> int:
        return self._uploads.offset(checked_upload_name(name))

    def adopt_upload(self, name: str, *, max_bytes: int, content_type: str = OCTETS) -> BlobFacts:
        checked_content_type(content_type)
        with self._uploads.finished(checked_upload_name(name), max_bytes) as parts:
            if len(parts) == 1 and parts[0].attributes == {"Content-Type": content_type}:
                facts = self._adopt_copy(parts[0], content_type)
            else:
                size = sum(part.size for part in parts)
                pieces = (piece for part in parts for piece in self._pieces(part.path, 0, part.size))
                facts = self.put_stream(pieces, content_type, max_bytes=size)
        self._uploads.discard(name)
        return facts

    def discard_upload(self, name: str) -> None:
        self._uploads.discard(checked_upload_name(name))

    def discard_stale(self, before: datetime) -> int:
        return self._uploads.discard_stale(before)

    def _put(self, file: IO[bytes], content_type: str) -> BlobFacts:
        """Hash an open file and send it if it is not there yet; what is sent is hashed once more on its way."""
        digest, size = hashlib.sha256(), 0
        while piece := file.read(PIECE):
            digest.update(piece)
            size += len(piece)
        facts = BlobFacts(digest.hexdigest(), size, content_type)
        there = self._there(facts)
        if there is not None:
            return there
        file.seek(0)
        content = _unchanged(file, facts)
        whole: bytes | Iterable[bytes] = b"".join(content) if size <= PART else content
        self._objects.put(_path(facts.key), whole, content_type, size)
        return facts

    def _there(self, facts: BlobFacts) -> BlobFacts | None:
        """The blob, if it is stored already; made young again."""
        try:
            found = self._objects.look(_path(facts.key))
        except BlobMissing:
            return None
        if found.size != facts.size:
            return None
        if found.written_at > datetime.now(UTC) - self._young:
            return _facts(facts.key, found)
        if found.size > LARGEST_COPY:
            return None
        aside = f"{MOVING}/{uuid4().hex}"  # a bucket refuses to copy an object onto itself
        try:
            self._objects.copy(found.path, aside)
            self._objects.copy(aside, found.path)
        except BlobMissing:
            return None
        finally:
            self._objects.delete(aside)
        return _facts(facts.key, found)

    def _adopt_copy(self, staged: Stored, content_type: str) -> BlobFacts:
        """Hash a staged object where its uploader cannot reach it any more, and copy it to its address in the bucket."""
        digest = hashlib.sha256()
        for piece in self._pieces(staged.path, 0, staged.size):
            digest.update(piece)
        facts = BlobFacts(digest.hexdigest(), staged.size, content_type)
        there = self._there(facts)
        if there is None:
            self._objects.copy(staged.path, _path(facts.key))
        return there or facts

    def _pieces(self, path: str, start: int, end: int) -> Iterator[bytes]:
        """Asked for in requests of bounded size, so that a slow reader holds no connection open."""
        while start < end:
            part = memoryview(self._objects.get(path, start, min(end, start + PART)))
            if not part:
                raise StorageUnreachable("the object store answered fewer bytes than it holds", hint="try again")
            for at in range(0, len(part), PIECE):
                yield bytes(part[at : at + PIECE])
            start += len(part)

    def _signed(self, method: str, path: str, expires: timedelta, **asked: dict[str, str]) -> str:
        request = Request(method, f"{self._address.public_base_url}/{self._address.path(path)}", **asked)
        now = datetime.now(UTC)
        return presigned_url(request, self._address.region, self._credentials(), checked_expiry(expires), now)


def _path(key: str) -> str:
    return f"{_BLOBS}/{key[:2]}/{key[2:4]}/{key}"


def _facts(key: str, stored: Stored) -> BlobFacts:
    return BlobFacts(key, stored.size, stored.attributes.get("Content-Type", OCTETS))


def _unchanged(file: IO[bytes], facts: BlobFacts) -> Iterator[bytes]:
    """The file's bytes; before the last ones an error if they are not those of ``facts``."""
    digest, left = hashlib.sha256(), facts.size
    while left:
        piece = file.read(min(PIECE, left))
        digest.update(piece)
        left -= len(piece)
        if not piece or (not left and digest.hexdigest() != facts.key):
            raise MediaUnusable("the file changed while it was being stored", hint="store it again when it is finished")
        yield piece


def _spool(spool: IO[bytes], chunk: bytes) -> None:
    try:
        spool.write(chunk)
    except OSError as error:
        raise OutputUnwritable(
            f"no room for the upload on its way: {error.strerror or error}", hint="free space in the scratch folder"
        ) from error
