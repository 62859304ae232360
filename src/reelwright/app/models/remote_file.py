"""A file at an address: what is known of it beforehand, and its bytes from any place on, through redirects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx2

from reelwright.errors import FetchFailed, FetchRefused, NotFound
from reelwright.http.shown_url import shown_url

_MOST_REDIRECTS = 6
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


class TransferBroken(FetchFailed):
    """The network failed, not the request: trying again may help."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """``size`` in bytes, -1 when it is not known. ``sha256`` of the content, or ``git_sha1`` of it as a git blob, where somebody
    told; ``told_by`` says who (``pinned``, ``hub``, ``asked``). ``headers`` go to the first host alone."""

    url: str
    size: int = -1
    sha256: str = ""
    git_sha1: str = ""
    told_by: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)


@contextmanager
def opened(client: httpx2.Client, file: RemoteFile, start: int = 0) -> Iterator[httpx2.Response]:
    """The answer that carries the bytes from ``start`` on (status 206), or all of them (200), open for reading.

    Raises ``FetchFailed``, ``NotFound``, and ``FetchRefused`` for a redirect to an address without encryption.
    """
    url, headers = checked(file.url), dict(file.headers)
    if start:
        headers["Range"] = f"bytes={start}-"
    headers["Accept-Encoding"] = "identity"
    for _ in range(_MOST_REDIRECTS):
        with told(url), client.stream("GET", url, headers=headers) as response:
            if not response.has_redirect_location:
                if response.status_code not in (200, 206, 416):
                    raise answered(response)
                yield response
                return
            url, headers = redirected(url, response, headers)
    raise FetchFailed(f"{shown_url(url)} leads on too often", hint="give the address it ends at")


def redirected(
    url: httpx2.URL, response: httpx2.Response, headers: Mapping[str, str]
) -> tuple[httpx2.URL, dict[str, str]]:
    """Where a redirect leads, and the headers for it: a token stays with its host."""
    target = checked(url.join(response.headers["location"]))
    kept = dict(headers)
    if (target.scheme, target.host, target.port) != (url.scheme, url.host, url.port):
        kept.pop("Authorization", None)
    return target, kept


def checked(url: httpx2.URL | str) -> httpx2.URL:
    """Raises ``FetchRefused`` for an address that is not https, except on this machine."""
    try:
        parsed = httpx2.URL(url)
    except (httpx2.InvalidURL, TypeError, ValueError):
        raise FetchRefused(
            "that is not a web address", hint="give one such as https://example.com/model.onnx"
        ) from None
    if parsed.scheme == "https" or (parsed.scheme == "http" and parsed.host in _THIS_MACHINE):
        return parsed
    raise FetchRefused("models are fetched over https only", hint="give an address that begins with https://")


@contextmanager
def told(url: httpx2.URL) -> Iterator[None]:
    """The network's errors as what a person can do about them."""
    try:
        yield
    except httpx2.TimeoutException:
        raise TransferBroken(
            f"{shown_url(url)} took too long", hint="run it again: it goes on where it stopped"
        ) from None
    except httpx2.ConnectError:
        raise TransferBroken(
            f"{shown_url(url)} cannot be reached", hint="check the connection, then run it again"
        ) from None
    except httpx2.HTTPError:
        raise TransferBroken(
            f"the transfer from {shown_url(url)} broke off", hint="run it again: it goes on where it stopped"
        ) from None


def answered(response: httpx2.Response) -> FetchFailed | NotFound:
    """The error for an answer that is no file."""
    status, where = response.status_code, shown_url(response.url)
    if status == 404:
        return NotFound(f"there is nothing at {where}", hint="check the name; `reel models list` shows those we know")
    if status in (401, 403):
        return FetchFailed(
            f"{where} is not open to everybody (status {status})",
            hint="for a gated or private repository accept its terms and set HF_TOKEN",
        )
    return FetchFailed(f"{where} answered {status}", hint="try again later" if status >= 429 else "check the address")
