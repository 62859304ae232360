"""The address of a list: its page, and links to it with something changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode


def page_number(text: str) -> int:
    """From an address, which people edit: the first page where it does not fit."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def addresses(path: str, kept: Mapping[str, object]) -> Callable[..., str]:
    """What a template calls for a link to the same list with other values; empty ones are left out."""

    def address(**change: object) -> str:
        told = {name: value for name, value in (dict(kept) | change).items() if value}
        return f"{path}?{urlencode(told)}" if told else path

    return address
