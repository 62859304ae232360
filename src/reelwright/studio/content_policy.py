"""What pages may load and run: only what this server sends, and files of the store."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from reelwright.api.csrf import origin_of_address
from reelwright.app.platform import Platform
from reelwright.errors import ReelwrightError


def policy_of(platform: Platform) -> str:
    """The Content-Security-Policy of pages. No inline script or style; a bucket's address is allowed for pictures and videos."""
    files = f"'self' {_bucket(platform)}".strip()
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
        f"img-src {files} data:; media-src {files}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def _bucket(platform: Platform) -> str:
    """Scheme and host of links to files, where another server answers them."""
    try:
        link = platform.store.signed_get("0" * 64, expires=timedelta(minutes=1))
    except ReelwrightError:
        return ""
    if link.startswith(("/", platform.settings.public_url)) or not urlsplit(link).netloc:
        return ""
    return origin_of_address(link)
