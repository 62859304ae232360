"""Shotstack's paths: ``/edit/v1`` and ``/serve/v1``, the same with ``stage``, and the older ones without ``/edit``."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from reelwright.api.errors import not_found
from reelwright.api.routes.shotstack import assets, probing, renders, templates
from reelwright.api.routes.shotstack.answering import ShotstackRoute

VERSIONS = ("v1", "stage")
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]

_FAILURES: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "Refused", "content": {"application/json": {}}},
    "5XX": {"description": "A fault here or at a provider", "content": {"application/json": {}}},
}
_nowhere = APIRouter(route_class=ShotstackRoute)


@_nowhere.api_route("/{path:path}", methods=_METHODS, include_in_schema=False)
def nowhere(path: str) -> None:
    raise not_found(f"path {path[:100]}")


def _made() -> APIRouter:
    router = APIRouter(tags=["Shotstack"])
    for version in VERSIONS:
        is_shown = version == "v1"
        for prefix in (f"/edit/{version}", f"/{version}"):
            for area in (renders, templates, probing):
                is_newest = is_shown and prefix.startswith("/edit")
                router.include_router(area.router, prefix=prefix, include_in_schema=is_newest, responses=_FAILURES)
        router.include_router(
            assets.router, prefix=f"/serve/{version}", include_in_schema=is_shown, responses=_FAILURES
        )
        for prefix in (f"/edit/{version}", f"/serve/{version}"):
            router.include_router(_nowhere, prefix=prefix)
    return router


router = _made()
