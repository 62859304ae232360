"""One file to the disk: on from where an earlier try broke off, its size and checksum proved."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from reelwright.app.models.remote_file import RemoteFile, TransferBroken, opened, told
from reelwright.errors import FetchRefused, OutputUnwritable
from reelwright.http.shown_url import shown_url

_TRIES = 4
"""In one go."""
_BLOCK = 1 << 20
_RANGE = re.compile(r"bytes (\d+)-\d*/(\d+|\*)")

OnBytes = Callable[[int], None]
"""Called with how many bytes of the file are here."""


def download(client: httpx2.Client, file: RemoteFile, part: Path, on_bytes: OnBytes = lambda count: None) -> str:
    """Bring a file to ``part``, which may hold its beginning already; the answer is its SHA-256.

    A broken transfer is taken up again, now and at the next call. What turns out to be another file is deleted. Raises
    ``FetchFailed``, ``NotFound``, ``FetchRefused`` for a wrong checksum or size, ``OutputUnwritable``.
    """
    for tried in range(1, _TRIES + 1):
        if _is_whole(file, part):
            break
        try:
            _take_up(client, file, part, on_bytes)
            break
        except TransferBroken:
            if tried == _TRIES:
                raise
            time.sleep(0.2 * 2**tried)
    return _proved(file, part)


def _is_whole(file: RemoteFile, part: Path) -> bool:
    return file.size >= 0 and part.is_file() and _size(part) == file.size


def _take_up(client: httpx2.Client, file: RemoteFile, part: Path, on_bytes: OnBytes) -> None:
    start = _size(part)
    if file.size >= 0 and start > file.size:
        part.unlink()
        start = 0
    with opened(client, file, start) as response:
        if response.status_code == 416:  # nothing behind what is here: it is whole, or it is of another file
            if file.size >= 0:
                part.unlink(missing_ok=True)
                raise TransferBroken(f"{shown_url(response.url)} is shorter than it was", hint="run it again")
            return
        if response.status_code == 206:
            start = _resumed_at(response, start, file, part)
        else:
            start = 0
        _write(response, part, start, file, on_bytes)
    if file.size >= 0 and _size(part) < file.size:
        raise TransferBroken(
            f"the transfer of {part.name} ended early", hint="run it again: it goes on where it stopped"
        )


def _resumed_at(response: httpx2.Response, start: int, file: RemoteFile, part: Path) -> int:
    found = _RANGE.fullmatch(response.headers.get("content-range", ""))
    if found and int(found[1]) == start and (file.size < 0 or found[2] in ("*", str(file.size))):
        return start
    part.unlink(missing_ok=True)
    raise TransferBroken(f"{shown_url(response.url)} sent another part than was asked for", hint="run it again")


def _write(response: httpx2.Response, part: Path, start: int, file: RemoteFile, on_bytes: OnBytes) -> None:
    with _writing(part), part.open("r+b" if start else "wb") as target:
        target.seek(start)
        target.truncate()
        done = start
        on_bytes(done)
        with told(response.url):
            for block in response.iter_bytes():
                done += len(block)
                if 0 <= file.size < done:
                    raise FetchRefused(f"{shown_url(response.url)} is larger than announced", hint="try another source")
                target.write(block)
                on_bytes(done)
        target.flush()
        os.fsync(target.fileno())


def _proved(file: RemoteFile, part: Path) -> str:
    with _writing(part):
        sha256 = _digest(part, hashlib.sha256())
        is_right = not file.sha256 or sha256 == file.sha256.lower()
        if file.git_sha1 and not file.sha256:
            blob = hashlib.sha1(b"blob %d\0" % _size(part), usedforsecurity=False)
            is_right = _digest(part, blob) == file.git_sha1
        if not is_right:
            part.unlink()
    if not is_right:
        raise FetchRefused(
            f"what came from {shown_url(httpx2.URL(file.url))} is not the file it should be: its SHA-256 is {sha256}",
            hint="it was deleted; try again, and if it stays so, do not trust the source",
        )
    return sha256


def _digest(path: Path, digest: hashlib._Hash) -> str:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _size(part: Path) -> int:
    try:
        return part.stat().st_size
    except OSError:
        return 0


@contextmanager
def _writing(part: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputUnwritable(
            f"{part.parent} cannot be written: {error.strerror or error}",
            hint="free some room, or set REELWRIGHT_MODELS",
        ) from None
