"""How far a read or an upload may go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reelwright.errors import InvalidInput, LimitExceeded


def limited(chunks: Iterable[bytes], max_bytes: int) -> Iterator[bytes]:
    """The chunks, as long as they are no more than ``max_bytes`` together. Raises ``LimitExceeded``."""
    seen = 0
    for chunk in chunks:
        seen += len(chunk)
        if seen > max_bytes:
            raise too_large(max_bytes)
        yield chunk


def too_large(max_bytes: int) -> LimitExceeded:
    """The error of an upload beyond its limit."""
    return LimitExceeded(f"the upload is larger than {max_bytes} bytes", hint="send a smaller file")


def checked_span(start: int, length: int | None) -> None:
    """Raises ``InvalidInput`` for a read that begins before the first byte or has a negative length."""
    if start < 0 or (length is not None and length < 0):
        raise InvalidInput("a read begins at byte 0 or later and has no negative length")
