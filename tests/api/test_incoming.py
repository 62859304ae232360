import asyncio
from typing import Any

import pytest
from starlette.requests import ClientDisconnect, Request

from reelwright.api.errors import ApiError
from reelwright.api.incoming import pieces, small_body


def _request(*bodies: bytes, is_broken: bool = False) -> Request:
    messages: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": True} for body in bodies]
    messages.append(
        {"type": "http.disconnect"} if is_broken else {"type": "http.request", "body": b"", "more_body": False}
    )

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    return Request({"type": "http", "method": "PUT", "path": "/", "headers": []}, receive)


def _pieces(request: Request, size: int) -> tuple[list[bytes], bool]:
    async def gather() -> tuple[list[bytes], bool]:
        found: list[bytes] = []
        try:
            async for piece in pieces(request, size):
                found.append(piece)  # noqa: PERF401  # what came before the error is wanted
        except ClientDisconnect:
            return found, True
        return found, False

    return asyncio.run(gather())


def test_a_body_comes_in_pieces_of_one_size() -> None:
    assert _pieces(_request(b"abc", b"d", b"efghijk"), 4) == ([b"abcd", b"efgh", b"ijk"], False)
    assert _pieces(_request(), 4) == ([], False)


def test_what_came_before_an_interruption_is_handed_on_first() -> None:
    assert _pieces(_request(b"abc", b"def", is_broken=True), 4) == ([b"abcd", b"ef"], True)


def test_a_small_body_is_held_to_its_limit() -> None:
    assert asyncio.run(small_body(_request(b"ab", b"cd"), 4)) == b"abcd"
    with pytest.raises(ApiError) as refused:
        asyncio.run(small_body(_request(b"ab", b"cde"), 4))
    assert refused.value.code == "TOO_LARGE"
