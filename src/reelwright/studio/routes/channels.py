"""A user's YouTube channels: connected, disconnected, and what is left of the day's quota."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.api.caller import PlatformDep
from reelwright.api.routes import youtube_channels as api
from reelwright.app.platform import Platform
from reelwright.errors import ReelwrightError
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import FormErrors, told
from reelwright.studio.pages import page
from reelwright.studio.viewer import Viewer, ViewerDep

router = APIRouter(prefix="/settings/channels", route_class=PageRoute)
_BUCKETS = {"uploads": "Uploads", "units": "Everything else", "searches": "Searches"}


@router.get("")
def channels(request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    return _page(request, platform, viewer)


@router.post("/{channel}/remove")
def disconnect(channel: str, request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    """The permission is given back at Google first; where that cannot be done now, nothing is forgotten."""
    try:
        api.disconnect(channel, request, platform, viewer.caller)
    except ReelwrightError as refusal:
        if refusal.code == "NOT_FOUND":
            raise
        return _page(request, platform, viewer, told(refusal))
    return RedirectResponse("/settings/channels?done=disconnected", 303)


def _page(request: Request, platform: Platform, viewer: Viewer, errors: FormErrors | None = None) -> Response:
    quota = api.quota(platform, viewer.caller).data
    buckets = [(_BUCKETS.get(row.name, row.name), row) for row in quota.buckets if row.name != "searches"]
    settings = platform.settings
    return page(
        request, "settings_channels.html", viewer, status=422 if errors else 200, buckets=buckets, begins_anew=quota.begins_anew_at,
        channels=api.channels(platform, viewer.caller).data, errors=errors.by_field if errors else {},
        is_set_up=bool(settings.youtube_client_id and settings.youtube_client_secret),
    )  # fmt: skip
