"""Paths that make sense only where people sign in."""

from __future__ import annotations

from fastapi import Request

from reelwright.api.caller import PlatformDep
from reelwright.api.csrf import refuse_other_sites
from reelwright.api.errors import ApiError


def accounts_only(request: Request, platform: PlatformDep) -> None:
    """Raises ``ApiError``: ``CONFLICT`` in local mode, ``CSRF`` for a browser that another site sent to sign in or out."""
    if platform.settings.is_local:
        raise ApiError(
            "CONFLICT", "this server is in local mode and has no accounts", hint="start it with REELWRIGHT_ACCOUNTS=1"
        )
    refuse_other_sites(request, platform.settings)
