"""A file from an address that a user gave, within limits of size and time."""

from __future__ import annotations

import os
import secrets
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import httpx2

from reelwright.errors import FetchFailed, FetchRefused, OutputUnwritable
from reelwright.http.allowed_url import allowed_url
from reelwright.http.bounded_body import bounded_chunks
from reelwright.http.client import guarded_client
from reelwright.http.download_name import download_name
from reelwright.http.guard import Guard
from reelwright.http.shown_url import shown_url

_MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """``max_bytes`` as sent and as unpacked; ``total_seconds`` from the look-up to the last byte, redirects included."""

    max_bytes: int = 2_000_000_000
    total_seconds: float = 600.0
    connect_seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """``size`` in bytes, ``content_type`` as the server claims it (lower case, may be empty), ``filename`` fit for a disk.

    ``final_url`` is where the redirects ended, without its query string, which may hold a key.
    """

    size: int
    content_type: str
    final_url: str
    filename: str


def fetch_file(url: str, path: Path, *, limits: FetchLimits, guard: Guard) -> Fetched:
    """Store what is at ``url`` as ``path``, whole or not at all.

    Raises ``FetchRefused`` for an address that may not be asked or a file over the limit, ``FetchFailed`` when it
    cannot be had, ``OutputUnwritable`` when it cannot be stored.
    """
    deadline = monotonic() + limits.total_seconds
    client = guarded_client(guard, connect_seconds=limits.connect_seconds, total_seconds=limits.total_seconds)
    with client, _followed(client, url, guard, deadline) as response:
        if not response.is_success:
            raise _answered(response)
        size = _store(response, path, limits.max_bytes)
        content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        final_url = str(response.url.copy_with(query=None, fragment=None))
        return Fetched(size, content_type, final_url, download_name(response))


@contextmanager
def _followed(client: httpx2.Client, url: str, guard: Guard, deadline: float) -> Iterator[httpx2.Response]:
    """The first answer that is no redirect, open for reading; each address on the way is judged like the first."""
    target = allowed_url(url, guard)
    for _ in range(_MOST_REDIRECTS + 1):
        with _told(target), client.stream("GET", target, extensions={"deadline": deadline}) as response:
            if not response.has_redirect_location:
                yield response
                return
            target = allowed_url(_joined(target, response.headers["location"]), guard)
    raise FetchRefused(f"the address leads on more than {_MOST_REDIRECTS} times", hint="give the one it ends at")


def _joined(url: httpx2.URL, location: str) -> httpx2.URL:
    try:
        return url.join(location)
    except (httpx2.InvalidURL, ValueError):
        raise FetchRefused(f"{shown_url(url)} leads on to something that is not a web address") from None


def _store(response: httpx2.Response, path: Path, max_bytes: int) -> int:
    """Bytes written."""
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        size = 0
        with _writing(path):
            file = part.open("xb")
        with file:
            for chunk in bounded_chunks(response, max_bytes):
                with _writing(path):
                    size += file.write(chunk)
            with _writing(path):
                file.flush()
                os.fsync(file.fileno())
        with _writing(path):
            os.replace(part, path)
        return size
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputUnwritable(f"cannot write {path.name}: {error.strerror or error}") from None


@contextmanager
def _told(url: httpx2.URL) -> Iterator[None]:
    """The network's errors as what a person can do about them."""
    try:
        yield
    except httpx2.TimeoutException:
        raise FetchFailed(f"{shown_url(url)} took too long", hint="try again later, or allow more time") from None
    except httpx2.ConnectError as error:
        raise FetchFailed(
            f"{shown_url(url)} could not be reached: {_reason(error)}", hint="check the address, or try again later"
        ) from None
    except httpx2.DecodingError:
        raise FetchFailed(f"{shown_url(url)} answered with something that cannot be unpacked") from None
    except httpx2.HTTPError:
        raise FetchFailed(f"the transfer from {shown_url(url)} broke off", hint="try again") from None


def _reason(error: BaseException) -> str:
    """The root of a failed connection, in a few words."""
    at: BaseException | None = error
    while at is not None:
        if isinstance(at, ssl.SSLCertVerificationError):
            return f"its certificate is not valid ({at.verify_message})"
        if isinstance(at, ssl.SSLError):
            return "it does not speak TLS"
        at = at.__cause__ or at.__context__
    return str(error) if str(error).startswith("its ") else "no connection"


def _answered(response: httpx2.Response) -> FetchFailed:
    status = response.status_code
    hints = {401: "it asks for a log-in", 403: "it may not be open to everybody", 404: "check the address"}
    hint = hints.get(status, "try again later" if status >= 500 or status == 429 else "check the address")
    return FetchFailed(f"{shown_url(response.url)} answered {status}", hint=hint)
