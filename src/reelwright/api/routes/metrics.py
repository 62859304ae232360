"""``GET /metrics`` for Prometheus."""

from __future__ import annotations

import hmac
import ipaddress

from fastapi import APIRouter, Request, Response

from reelwright.api.caller import PlatformDep, caller_of
from reelwright.api.errors import ApiError
from reelwright.api.metrics.measures import Measures
from reelwright.app.platform import Platform

router = APIRouter(tags=["system"])


@router.get(
    "/metrics",
    summary="Numbers for Prometheus",
    response_class=Response,
    responses={200: {"description": "Prometheus or OpenMetrics text.", "content": {"text/plain": {}}}},
)
def metrics(request: Request, platform: PlatformDep) -> Response:
    """Open to this machine in local mode; else for administrators and whoever shows ``REELWRIGHT_METRICS_TOKEN``."""
    _refuse_strangers(request, platform)
    measures: Measures = request.app.state.measures
    body, media_type = measures.told(request.app.state.live, request.headers.get("accept", ""))
    return Response(body, headers={"Content-Type": media_type, "Cache-Control": "no-store"})


def _refuse_strangers(request: Request, platform: Platform) -> None:
    settings = platform.settings
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    wanted = settings.metrics_token.encode()
    if wanted and scheme.lower() == "bearer" and hmac.compare_digest(shown.strip().encode("latin-1"), wanted):
        return
    if settings.is_local:
        if request.client is None or not _is_loopback(request.client.host):
            raise ApiError("FORBIDDEN", "numbers are told to this machine only", hint="set REELWRIGHT_METRICS_TOKEN")
        return
    caller = caller_of(request)
    if caller.role != "admin" or "admin" not in caller.scopes:
        raise ApiError("FORBIDDEN", "numbers are told to administrators", hint="or show REELWRIGHT_METRICS_TOKEN")


def _is_loopback(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or (
        isinstance(address, ipaddress.IPv6Address) and bool(address.ipv4_mapped and address.ipv4_mapped.is_loopback)
    )
