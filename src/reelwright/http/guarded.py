"""The way to users' addresses: a name is looked up once, and the connection goes to the very addresses that were judged."""

from __future__ import annotations

import functools
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import monotonic

import httpcore2
import httpx2

from reelwright.http.allowed_url import allowed_url, refused_place
from reelwright.http.deadline_stream import DeadlineStream, seconds_left
from reelwright.http.guard import Guard
from reelwright.http.public_address import is_permitted

_MOST_ADDRESSES = 4
"""Of one host, to be tried in turn."""


class GuardedTransport(httpx2.BaseTransport):
    """Asks only what ``guard`` permits; safe to use from several threads.

    Every request has its own look-up and its own connection, which ends after ``total_seconds``, or at the request's
    extension ``deadline`` (``time.monotonic`` seconds). TLS and the Host header keep the name. Raises ``FetchRefused``
    for what is not permitted and httpx2's errors for the network's.
    """

    def __init__(self, guard: Guard, *, total_seconds: float) -> None:
        self._guard = guard
        self._total_seconds = total_seconds

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = allowed_url(request.url, self._guard)
        deadline = request.extensions.get("deadline", monotonic() + self._total_seconds)
        asked = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        connection = httpcore2.HTTPConnection(
            asked.url.origin, self._guard.tls or _system_trust(), network_backend=_GuardedBackend(self._guard, deadline)
        )
        try:
            with _as_httpx2():
                answer = connection.handle_request(asked)
        except BaseException:
            connection.close()
            raise
        body = _Body(answer.stream, connection)  # pyright: ignore[reportArgumentType]  # the synchronous one
        return httpx2.Response(answer.status, headers=answer.headers, stream=body, extensions=answer.extensions)


class _GuardedBackend(httpcore2.NetworkBackend):
    """Connections to hosts by name, for one request."""

    def __init__(self, guard: Guard, deadline: float) -> None:
        self._guard = guard
        self._deadline = deadline
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        until = monotonic() + seconds_left(self._deadline, timeout)
        addresses = self._judged(host, until)[:_MOST_ADDRESSES]
        for number, address in enumerate(addresses):
            left = seconds_left(until) / (len(addresses) - number)
            if left <= 0:
                break
            try:
                stream = self._inner.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if number == len(addresses) - 1:
                    raise
            else:
                return DeadlineStream(stream, self._deadline)
        raise httpcore2.ConnectTimeout("the time is up")

    def _judged(self, host: str, until: float) -> tuple[str, ...]:
        """All addresses of a host; one bad one among them is enough to refuse it."""
        addresses = (host,) if is_permitted(host, self._guard.allowed_networks) else self._looked_up(host, until)
        if not all(is_permitted(address, self._guard.allowed_networks) for address in addresses):
            raise refused_place(host)
        return addresses

    def _looked_up(self, host: str, until: float) -> tuple[str, ...]:
        try:
            addresses = self._guard.look_up(host, seconds_left(until))
        except TimeoutError:
            raise httpcore2.ConnectTimeout("the name took too long to look up") from None
        except OSError as error:
            raise httpcore2.ConnectError("its name is not known") from error
        if not addresses:
            raise httpcore2.ConnectError("its name is not known")
        return addresses


class _Body(httpx2.SyncByteStream):
    """What is answered; closing it closes the connection."""

    def __init__(self, stream: Iterable[bytes], connection: httpcore2.HTTPConnection) -> None:
        self._stream = stream
        self._connection = connection

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx2():
            yield from self._stream

    def close(self) -> None:
        try:
            close = getattr(self._stream, "close", None)
            if close is not None:
                close()
        finally:
            self._connection.close()


@contextmanager
def _as_httpx2() -> Iterator[None]:
    """The network's errors under the names that httpx2 gives them."""
    try:
        yield
    except (
        httpcore2.TimeoutException,
        httpcore2.NetworkError,
        httpcore2.ProtocolError,
        httpcore2.UnsupportedProtocol,
    ) as error:
        raise getattr(httpx2, type(error).__name__)(str(error)) from error


@functools.cache
def _system_trust() -> ssl.SSLContext:
    return httpx2.create_ssl_context(trust_env=False)
