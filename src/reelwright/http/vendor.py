"""Calls to a vendor's HTTP API, with every way they can fail named by its remedy and by whether money may be gone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from time import time
from typing import Any
from urllib.parse import urlsplit

import httpx2

from reelwright.errors import (
    ContentRefused,
    NoBalance,
    OutcomeUnknown,
    ProviderFailed,
    ProviderRefused,
    ProviderUnavailable,
    RateLimited,
    ReelwrightError,
)
from reelwright.http.call_deadline import CallDeadline
from reelwright.http.client import provider_client
from reelwright.http.fetch import FetchLimits, fetch_file
from reelwright.http.guard import Guard

MOST_JSON = 8_000_000
MOST_MEDIA = 2_000_000_000
_BALANCE_WORDS = (
    "insufficient_quota",
    "insufficient balance",
    "insufficient credit",
    "quota_exceeded",
    "out of credits",
    "billing",
)
_CONTENT_WORDS = ("content_policy", "content policy", "safety system", "moderation", "safety filter")
_MISSING_WORDS = ("model_not_found", "model_decommissioned", "unknown model", "model does not exist")
_NOT_TAKEN = frozenset({503, 529})
"""Statuses that say the call was not begun."""
_MAYBE_DONE = frozenset({408, 502, 504})
"""Statuses of somebody in between: the vendor may be at work."""


Reason = Callable[[int, Any], str]
"""Reads the vendor's own words out of an error: of its status and its JSON."""
_NOT_SENT = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.WriteError,
    httpx2.WriteTimeout,
)


class Elsewhere(ProviderFailed):
    """A vendor answered with a redirect to ``address``."""

    address = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """``headers`` have lower-case names."""

    content: bytes
    headers: Mapping[str, str]
    status: int

    def json(self, title: str) -> Any:
        try:
            return json.loads(self.content)
        except ValueError:
            raise OutcomeUnknown(
                f"{title} answered with something that is not JSON", hint="check its address"
            ) from None


@dataclass(frozen=True)
class VendorHttp:
    """One vendor's API. ``headers`` carry the key; they go to ``base_url``'s host alone.

    ``timeout_seconds`` is the longest silence, ``total_seconds`` the longest call, however it drips. ``key_hint`` says what to
    set when the key is refused, ``missing_hint`` when there is no such address or model. ``reason(status, body)`` may read the
    vendor's own words out of an error's JSON, where the usual places do not hold them.

    GET is safe to repeat: whatever breaks it raises ``ProviderUnavailable``. Of other methods, what may have been accepted
    raises ``OutcomeUnknown``.
    """

    title: str
    base_url: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    timeout_seconds: float = 120.0
    total_seconds: float = 1800.0
    key_hint: str = ""
    missing_hint: str = ""
    reason: Reason | None = None
    guard: Guard = field(default_factory=Guard, repr=False)
    """What files at other addresses, which the vendor names, may be fetched from."""

    def json(self, method: str, path: str, *, most_bytes: int = MOST_JSON, **sent: Any) -> Any:
        """The JSON of an answer. ``sent`` are httpx2's ``json``, ``data``, ``files``, ``content``, ``params``, ``headers``."""
        return self.call(method, path, most_bytes=most_bytes, **sent).json(self.title)

    def call(self, method: str, path: str, *, most_bytes: int = MOST_MEDIA, **sent: Any) -> Answer:
        """An answer, whole. Raises the ``ProviderFailed`` that fits, and ``OutcomeUnknown`` for one over ``most_bytes``."""
        with self._response(method, self._url(path), sent) as response:
            chunks, size = [], 0
            for chunk in response.iter_bytes():
                size += len(chunk)
                if size > most_bytes:
                    raise self._broken(method, f"{self.title} sent more than {most_bytes} bytes")
                chunks.append(chunk)
            return Answer(b"".join(chunks), dict(response.headers), response.status_code)

    def download(self, address: str, target: Path, *, most_bytes: int = MOST_MEDIA) -> None:
        """Fetch a file the vendor names: from its own host with the key, from any other public one without it."""
        here, there = urlsplit(self.base_url), urlsplit(self._url(address))
        if (here.scheme, here.netloc) == (there.scheme, there.netloc):
            try:
                target.write_bytes(self.call("GET", self._url(address), most_bytes=most_bytes).content)
                return
            except Elsewhere as error:  # to where it keeps its files, which the key is not for
                address = error.address
        try:
            fetch_file(address, target, limits=FetchLimits(max_bytes=most_bytes), guard=self.guard)
        except ReelwrightError as error:
            raise ProviderUnavailable(
                f"what {self.title} made cannot be fetched: {error.message}", hint=error.hint
            ) from None

    def _url(self, path: str) -> str:
        return path if "://" in path else f"{self.base_url.rstrip('/')}/{path.lstrip('/')}"

    @contextmanager
    def _response(self, method: str, url: str, sent: dict[str, Any]) -> Iterator[httpx2.Response]:
        headers = {**self.headers, **sent.pop("headers", {})}
        with (
            provider_client(timeout_seconds=self.timeout_seconds) as client,
            CallDeadline(self.total_seconds) as deadline,
        ):
            try:
                with client.stream(method, url, headers=headers, extensions=deadline.extensions, **sent) as response:
                    if response.status_code >= 300:
                        raise self._refusal(method, response)
                    yield response
            except (httpx2.HTTPError, httpx2.InvalidURL) as error:
                raise (
                    self._late(method, deadline) if deadline.is_over else self._failure(method, url, error)
                ) from None
            if deadline.is_over:  # a body without a length seems to have come to its end
                raise self._late(method, deadline)

    def _late(self, method: str, deadline: CallDeadline) -> ProviderFailed:
        message = f"{self.title} was not done after {self.total_seconds:g} s"
        if not deadline.was_connected:
            return ProviderUnavailable(message, hint="try again later")
        return self._broken(method, message)

    def _failure(self, method: str, url: str, error: httpx2.HTTPError | httpx2.InvalidURL) -> ProviderFailed:
        """What broke a call, and whether it may have been accepted."""
        if isinstance(error, _NOT_SENT):
            return ProviderUnavailable(
                f"{self.title} cannot be reached at {_shown(url)}",
                hint="check the address and the network, or try later",
            )
        if isinstance(error, httpx2.TimeoutException):
            return self._broken(method, f"{self.title} was silent for more than {self.timeout_seconds:g} s")
        if isinstance(error, (httpx2.InvalidURL, httpx2.UnsupportedProtocol)):
            return ProviderFailed(f"the address of {self.title}, {_shown(url)}, cannot be read")
        return self._broken(method, f"{self.title} did not answer to the end ({type(error).__name__})")

    def _broken(self, method: str, message: str) -> ProviderFailed:
        if method == "GET":
            return ProviderUnavailable(message, hint="try again later")
        return OutcomeUnknown(message, hint="it may have been accepted and charged for")

    def _refusal(self, method: str, response: httpx2.Response) -> ProviderFailed:
        body = _bounded(response)
        told = self._told(response.status_code, body)
        error = refusal(
            self.title, response.status_code, told, response.headers, self.key_hint, is_safe=method == "GET"
        )
        error.status = response.status_code
        if isinstance(error, Elsewhere):
            error.address = str(response.url.join(response.headers.get("location", "")))
        is_missing = response.status_code == 404 or any(word in told.lower() for word in _MISSING_WORDS)
        if self.missing_hint and is_missing and type(error) is ProviderFailed:
            error.hint = self.missing_hint
        return error

    def _told(self, status: int, body: bytes) -> str:
        """The vendor's own reason."""
        try:
            data = json.loads(body)
        except ValueError:
            return " ".join(body.decode("utf-8", "replace").split())[:200]
        told = self.reason(status, data) if self.reason is not None else ""
        return " ".join((told or _usual_reason(data) or json.dumps(data)).split())[:400]


def refusal(
    title: str, status: int, told: str, headers: Mapping[str, str], key_hint: str = "", *, is_safe: bool = False
) -> ProviderFailed:
    """The error of an HTTP status and the vendor's reason."""
    said = f"{title} refused: {told or f'HTTP {status}'}"
    low = told.lower()
    if status == 402 or any(word in low for word in _BALANCE_WORDS):
        return NoBalance(said, hint=f"top up the account at {title}, or choose another provider")
    if status == 403 and any(word in low for word in _CONTENT_WORDS):
        return ContentRefused(said, hint="change the words")
    if status in (401, 403):
        return ProviderRefused(said, hint=key_hint or f"check the key for {title}")
    if status == 429:
        seconds = _retry_after(headers)
        when = f"try again in {seconds:g} s" if seconds is not None else "try again later"
        return RateLimited(said, hint=when, retry_after=seconds)
    if status in _NOT_TAKEN:
        return ProviderUnavailable(said, hint="it is overloaded or down: try again later")
    if status in _MAYBE_DONE:
        kind = ProviderUnavailable if is_safe else OutcomeUnknown
        return kind(said, hint="try again later" if is_safe else "it may have been accepted and charged for")
    if any(word in low for word in _CONTENT_WORDS):
        return ContentRefused(said, hint="change the words")
    if status == 404:
        return ProviderFailed(
            said, hint="the model may have been retired, or the address is wrong: check both settings"
        )
    if 300 <= status < 400:
        return Elsewhere(f"{title} points elsewhere (HTTP {status})", hint="set the address it moved to")
    return ProviderFailed(said, hint="try again later" if status >= 500 else "")


def _usual_reason(data: Any) -> str:
    """Where vendors put their reason: ``error.message``, ``error``, ``detail.message``, ``detail``, ``message``, ``errors[0]`` …"""
    if isinstance(data, str):
        return data
    if isinstance(data, list):
        return _usual_reason(data[0]) if data else ""
    if isinstance(data, dict):
        for name in (
            "error",
            "detail",
            "message",
            "msg",
            "errors",
            "error_message",
            "err_msg",
            "title",
            "reason",
            "failure",
        ):
            if told := _usual_reason(data.get(name)):
                code = data.get("code") or data.get("status") or data.get("type")
                return f"{told} ({code})" if isinstance(code, str) and code not in told else told
    return ""


def _retry_after(headers: Mapping[str, str]) -> float | None:
    told = headers.get("retry-after", "").strip()
    try:
        return max(0.0, float(told))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time())
    except (ValueError, TypeError):
        return None


def _bounded(response: httpx2.Response, most: int = 64_000) -> bytes:
    """The beginning of an error's body; nothing when it breaks off."""
    got = b""
    try:
        for chunk in response.iter_bytes():
            got += chunk
            if len(got) > most:
                break
    except httpx2.HTTPError:
        pass
    return got[:most]


def _shown(url: str) -> str:
    """Scheme and host: paths and queries may hold keys."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "(unreadable)"
    return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}"
