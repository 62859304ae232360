"""Requests both databases can keep."""

from __future__ import annotations

from typing import Any

import pytest

from reelwright.business.schedules.storable import checked_request
from reelwright.errors import InvalidInput


def test_plain_json_is_kept_as_it_is() -> None:
    request = {"source": "Reis 🍚", "outputs": [{"size": 1080, "loud": -14.5}, None, True]}
    assert checked_request(request) is request


def _nested(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(depth):
        value = {"a": value}
    return value


@pytest.mark.parametrize(
    "request_",
    [
        {"a": "\x00"},
        {"a\x00": 1},
        {"a": ["\ud800"]},
        {"a": float("nan")},
        {"a": float("inf")},
        _nested(100_000),
        {"a": "x" * 1_000_001},
    ],
    ids=["nul", "nul in a key", "half a pair", "nan", "infinity", "deep", "large"],
)
def test_what_cannot_be_kept_is_refused(request_: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        checked_request(request_)
