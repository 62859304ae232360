"""Blobs in a folder: ``blobs/ab/cd/<hash>``, with the content type in a file of its own beside each."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from reelwright.errors import InvalidInput
from reelwright.storage.blobs import PIECE, BlobFacts, SignedUpload, StoredBlob
from reelwright.storage.bounds import checked_span, limited
from reelwright.storage.closed_folder import PARTS, ClosedFolder, disk_errors, open_to_read, plain_file
from reelwright.storage.errors import BlobMissing
from reelwright.storage.fetch import fetch_verified
from reelwright.storage.local_uploads import LocalUploads
from reelwright.storage.names import (
    OCTETS,
    checked_content_type,
    checked_expiry,
    checked_key,
    checked_limit,
    checked_upload_name,
    is_key,
)
from reelwright.storage.signed_links import UPLOADS, Grant, SignedLinks
from reelwright.storage.source_file import opened_source

_BLOBS = "blobs"
_TYPE = ".type"


class LocalBlobs:
    """A ``BlobStore`` in one folder, for any number of threads and processes of one machine.

    Without ``links`` everything works but ``signed_get`` and ``signed_put``, which raise ``InvalidInput``.
    """

    def __init__(self, folder: Path, links: SignedLinks | None = None) -> None:
        self._folder = ClosedFolder(folder)
        self._uploads = LocalUploads(self._folder)
        self._links = links

    def put_file(self, path: Path, content_type: str = OCTETS) -> BlobFacts:
        with opened_source(path) as file:
            return self._put(iter(lambda: file.read(PIECE), b""), content_type)

    def put_bytes(self, data: bytes, content_type: str = OCTETS) -> BlobFacts:
        return self._put((data,), content_type)

    def put_stream(self, chunks: Iterable[bytes], content_type: str = OCTETS, *, max_bytes: int) -> BlobFacts:
        return self._put(limited(chunks, checked_limit(max_bytes)), content_type)

    def facts(self, key: str) -> BlobFacts:
        with disk_errors(self._folder.root), self._shard(checked_key(key)) as shard:
            status = plain_file(key, shard)
            if status is None:
                raise _missing(key)
            return BlobFacts(key, status.st_size, _recorded_type(key, shard))

    def read(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        checked_span(start, length)
        with disk_errors(self._folder.root), self._shard(checked_key(key)) as shard:
            file = open_to_read(key, shard)
            if file is None:
                raise _missing(key)

        def pieces() -> Iterator[bytes]:
            left = length
            with file, disk_errors(self._folder.root):
                file.seek(start)
                while piece := file.read(PIECE if left is None else min(PIECE, left)):
                    left = None if left is None else left - len(piece)
                    yield piece

        return pieces()

    def fetch(self, key: str, path: Path) -> None:
        fetch_verified(self.read(key), key, path)

    def delete(self, key: str, *, if_older_than: datetime | None = None) -> bool:
        with (
            contextlib.suppress(BlobMissing),
            disk_errors(self._folder.root),
            self._folder.locked(),
            self._shard(checked_key(key)) as shard,
        ):
            status = plain_file(key, shard)
            if status is None or (if_older_than is not None and _stored_at(status) >= if_older_than):
                return False
            os.unlink(key, dir_fd=shard)
            with contextlib.suppress(FileNotFoundError):
                os.unlink(key + _TYPE, dir_fd=shard)
            return True
        return False

    def list(self) -> Iterator[StoredBlob]:
        for first in self._names(_BLOBS):
            for second in self._names(_BLOBS, first):
                with disk_errors(self._folder.root), self._folder.inside(_BLOBS, first, second) as shard:
                    keys = [name for name in os.listdir(shard) if is_key(name)]
                    found = [(key, plain_file(key, shard)) for key in keys]
                yield from (StoredBlob(key, seen.st_size, _stored_at(seen)) for key, seen in found if seen is not None)

    def signed_get(
        self,
        key: str,
        *,
        expires: timedelta,
        filename: str | None = None,
        content_type: str | None = None,
        inline: bool = True,
    ) -> str:
        ends = datetime.now(UTC) + checked_expiry(expires)
        name = None if filename is None else filename[:255]
        return self._signer().link(Grant("GET", checked_key(key), ends, name, content_type, inline))

    def signed_put(self, name: str, *, expires: timedelta, max_bytes: int, content_type: str = OCTETS) -> SignedUpload:
        """The route behind the link discards what is staged, then calls ``append_upload`` with the grant's limit."""
        ends = datetime.now(UTC) + checked_expiry(expires)
        permitted = UPLOADS + checked_upload_name(name)
        grant = Grant("PUT", permitted, ends, content_type=content_type, max_bytes=checked_limit(max_bytes))
        return SignedUpload(self._signer().link(grant), "PUT", {"Content-Type": content_type})

    def append_upload(self, name: str, offset: int, chunks: Iterable[bytes], *, max_bytes: int) -> int:
        return self._uploads.append(checked_upload_name(name), offset, chunks, checked_limit(max_bytes))

    def upload_offset(self, name: str) -> int:
        return self._uploads.offset(checked_upload_name(name))

    def adopt_upload(self, name: str, *, max_bytes: int, content_type: str = OCTETS) -> BlobFacts:
        checked_content_type(content_type)
        with (
            disk_errors(self._folder.root),
            self._uploads.finished(checked_upload_name(name), max_bytes) as (file, folder),
        ):
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
            return self._keep((folder, name), BlobFacts(digest, os.fstat(file.fileno()).st_size, content_type))

    def discard_upload(self, name: str) -> None:
        self._uploads.discard(checked_upload_name(name))

    def discard_stale(self, before: datetime) -> int:
        return self._uploads.discard_stale(before)

    def _put(self, chunks: Iterable[bytes], content_type: str) -> BlobFacts:
        checked_content_type(content_type)
        digest, size = hashlib.sha256(), 0
        with contextlib.ExitStack() as open_part:
            with disk_errors(self._folder.root):
                part = open_part.enter_context(self._folder.part())
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                with disk_errors(self._folder.root):
                    part.file.write(chunk)
            with disk_errors(self._folder.root):
                part.settle()
                return self._keep((PARTS, part.name), BlobFacts(digest.hexdigest(), size, content_type))

    def _keep(self, source: tuple[str, str], facts: BlobFacts) -> BlobFacts:
        """Give a finished file, named by its folder and name, its place; or make the blob that has it young again."""
        folder, name = source
        with self._folder.locked(), self._folder.inside(folder) as origin, self._shard(facts.key, create=True) as shard:
            there = plain_file(facts.key, shard)
            if there is not None and there.st_size == facts.size:
                os.utime(facts.key, dir_fd=shard, follow_symlinks=False)
                os.unlink(name, dir_fd=origin)
                return BlobFacts(facts.key, facts.size, _recorded_type(facts.key, shard))
            with self._folder.part() as part, self._folder.inside(PARTS) as parts:
                part.file.write(facts.content_type.encode())
                part.settle()
                os.rename(part.name, facts.key + _TYPE, src_dir_fd=parts, dst_dir_fd=shard)
            os.utime(name, dir_fd=origin, follow_symlinks=False)
            os.rename(name, facts.key, src_dir_fd=origin, dst_dir_fd=shard)
            os.fsync(shard)
            return facts

    @contextlib.contextmanager
    def _shard(self, key: str, *, create: bool = False) -> Iterator[int]:
        with contextlib.ExitStack() as opened:
            try:
                shard = opened.enter_context(self._folder.inside(_BLOBS, key[:2], key[2:4], create=create))
            except (FileNotFoundError, NotADirectoryError) as error:
                if create:
                    raise
                raise _missing(key) from error
            yield shard

    def _names(self, *folders: str) -> tuple[str, ...]:
        """Folders of two hexadecimal digits below one, in order."""
        with disk_errors(self._folder.root), contextlib.suppress(FileNotFoundError, NotADirectoryError):
            with self._folder.inside(*folders) as handle, os.scandir(handle) as entries:
                found = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
            return tuple(sorted(name for name in found if len(name) == 2 and is_key(name * 32)))
        return ()

    def _signer(self) -> SignedLinks:
        if self._links is None:
            raise InvalidInput("this store signs no links", hint="open it with a secret and the address of the API")
        return self._links


def _stored_at(status: os.stat_result) -> datetime:
    return datetime.fromtimestamp(status.st_mtime, UTC)


def _recorded_type(key: str, shard: int) -> str:
    file = open_to_read(key + _TYPE, shard)
    if file is None:
        return OCTETS
    with file, contextlib.suppress(InvalidInput):
        return checked_content_type(file.read(200).decode("ascii", "replace"))
    return OCTETS


def _missing(key: str) -> BlobMissing:
    return BlobMissing(
        f"the blob {key} is not stored", hint="it may have been collected as garbage: store the file again"
    )
