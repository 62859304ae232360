"""The way to fal, and its words for what is wrong."""

from __future__ import annotations

from typing import Any

from reelwright.http.guard import Guard
from reelwright.http.vendor import VendorHttp
from reelwright.providers.access import Access
from reelwright.vendors.keyed_http import keyed_http


def api(access: Access, timeout_seconds: float = 120.0, guard: Guard | None = None) -> VendorHttp:
    """Calls with the key of ``access``; ``guard`` says where the files it makes may lie."""
    return keyed_http(
        access, {"Authorization": f"Key {access.option('api_key')}"}, timeout_seconds, reason=_reason, guard=guard
    )


def _reason(status: int, body: Any) -> str:
    """``detail`` is a list of faults, each with ``msg`` and ``type``."""
    rows = body.get("detail") if isinstance(body, dict) else None
    if not isinstance(rows, list):
        return ""
    told = [row for row in rows if isinstance(row, dict)]
    return "; ".join(f"{row.get('msg', '')} ({row.get('type', '')})" for row in told)
