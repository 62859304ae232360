"""The body of an answer, up to a size: as it travels, and again after it is unpacked."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2

from reelwright.errors import FetchRefused


def bounded_chunks(response: httpx2.Response, most_bytes: int) -> Iterator[bytes]:
    """The unpacked body of a response that is being streamed. Raises ``FetchRefused`` once it is over ``most_bytes``."""
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > most_bytes:
        raise _too_large(most_bytes)
    bound_transfer(response, most_bytes)
    size = 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > most_bytes:
            raise _too_large(most_bytes)
        yield chunk


def bounded_body(response: httpx2.Response, most_bytes: int) -> bytes:
    """As ``bounded_chunks``, joined."""
    return b"".join(bounded_chunks(response, most_bytes))


def bound_transfer(response: httpx2.Response, most_bytes: int) -> None:
    """Let reading a response raise ``FetchRefused`` when more than ``most_bytes`` of it travel."""
    assert isinstance(response.stream, httpx2.SyncByteStream)
    response.stream = _Counted(response.stream, most_bytes)


class _Counted(httpx2.SyncByteStream):
    def __init__(self, inner: httpx2.SyncByteStream, most_bytes: int) -> None:
        self._inner = inner
        self._most_bytes = most_bytes

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._inner:
            size += len(chunk)
            if size > self._most_bytes:
                raise _too_large(self._most_bytes)
            yield chunk

    def close(self) -> None:
        self._inner.close()


def _too_large(most_bytes: int) -> FetchRefused:
    limit = f"{most_bytes / 1e6:.3g} MB" if most_bytes >= 100_000 else f"{most_bytes} bytes"
    return FetchRefused(f"what is behind the address is larger than {limit}", hint="give a smaller file")
