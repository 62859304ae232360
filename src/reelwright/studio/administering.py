"""Pages for administrators. For everybody else there is no such page."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.api.errors import ApiError
from reelwright.studio.pages import page
from reelwright.studio.viewer import Viewer, ViewerDep

TABS = (
    ("/admin", "Overview"), ("/admin/users", "Users"), ("/admin/jobs", "Jobs"), ("/admin/projects", "Projects"),
    ("/admin/moderation", "Moderation"), ("/admin/logs", "Audit log"), ("/admin/settings", "Settings"), ("/admin/system", "System"),
)  # fmt: skip


async def admin_viewer(viewer: ViewerDep) -> Viewer:
    """Raises ``ApiError`` ``NOT_FOUND``, in the words of an address that leads nowhere."""
    if not viewer.caller.administers:
        raise ApiError("NOT_FOUND", "the address leads nowhere; perhaps it was mistyped or removed")
    return viewer


AdminViewer = Annotated[Viewer, Depends(admin_viewer)]


def admin_page(request: Request, name: str, viewer: Viewer, *, status: int = 200, **values: Any) -> Response:
    return page(request, name, viewer, status=status, tabs=TABS, **values)


def back_to(path: str, done: str) -> Response:
    return RedirectResponse(f"{path}?done={done}", 303)
