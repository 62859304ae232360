"""Which addresses can be a webhook's."""

from __future__ import annotations

import pytest

from reelwright.business.webhooks.address import checked_address
from reelwright.errors import InvalidInput


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://example.com/hook?a=1", "https://example.com/hook?a=1"),
        ("http://example.com:8080/x", "http://example.com:8080/x"),
        ("https://example.com/x#part", "https://example.com/x"),
        ("HTTPS://EXAMPLE.com/X", "https://example.com/X"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://[2001:db8::1]/x", "http://[2001:db8::1]/x"),
    ],
)
def test_web_addresses_are_kept(given: str, kept: str) -> None:
    assert checked_address(given) == kept


@pytest.mark.parametrize(
    "url",
    [
        "", "example.com", "/hook", "//example.com/", "https://", "https:///x", "ftp://example.com/", "file:///etc/passwd",
        "javascript:alert(1)", "https://user:pw@example.com/", "https://user@example.com/", "https://exa mple.com/",
        "https://example.com/\nx", "https://example.com\\@evil.example/", "https://example.com:99999/", "http://[::1/",
        "https://example.com/" + "x" * 2000, "https://example.com/" + "é" * 1000, "https://example.com/\ud800", "https://:80/",
        "https://example.com:0/",
    ],
)  # fmt: skip
def test_others_are_refused(url: str) -> None:
    with pytest.raises(InvalidInput):
        checked_address(url)
