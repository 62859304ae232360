"""The landing page."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.studio.error_pages import PageRoute
from reelwright.studio.pages import page
from reelwright.studio.viewer import MaybeViewer

router = APIRouter(route_class=PageRoute)


@router.get("/")
def welcome(request: Request, viewer: MaybeViewer) -> Response:
    """Who is signed in goes on to the dashboard, unless they ask for this page by ``?stay``."""
    if viewer is not None and "stay" not in request.query_params:
        return RedirectResponse("/dashboard", 303)
    return page(request, "welcome.html", viewer)
