"""Addresses as they may be shown and logged: without passwords, keys and control characters."""

from __future__ import annotations

import httpx2

_LONGEST = 120


def shown_url(url: httpx2.URL) -> str:
    """Scheme, host, port and path. Query strings and user names are left out: they hold keys."""
    return _short(shown_host(url) + url.raw_path.decode("ascii").partition("?")[0])


def shown_host(url: httpx2.URL) -> str:
    """Scheme, host and port alone: the path of a webhook is a secret too."""
    return _short(f"{url.scheme}://{url.netloc.decode('ascii')}")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
