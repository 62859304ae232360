"""A connection that ends at a time: however slowly the other side drips, no wait outlasts it."""

from __future__ import annotations

import ssl
from time import monotonic
from typing import Any

import httpcore2

_PIECE_BYTES = 65_536


class DeadlineStream(httpcore2.NetworkStream):
    """Another stream, until ``deadline`` (``time.monotonic`` seconds)."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for at in range(0, len(buffer), _PIECE_BYTES):
            self._inner.write(buffer[at : at + _PIECE_BYTES], self._left(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        left = self._left(timeout, httpcore2.ConnectTimeout)
        return DeadlineStream(self._inner.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)

    def _left(self, timeout: float | None, error: type[httpcore2.TimeoutException]) -> float:
        left = seconds_left(self._deadline, timeout)
        if left <= 0:
            self._inner.close()
            raise error("the time is up")
        return left


def seconds_left(deadline: float, at_most: float | None = None) -> float:
    """Seconds until a deadline; negative after it."""
    left = deadline - monotonic()
    return left if at_most is None else min(left, at_most)
