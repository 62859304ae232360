"""Starting a rendering from any route: checked first, then written down in one short transaction."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import JSONResponse

from reelwright.api.caller import Caller
from reelwright.api.jobs_shown import job_started
from reelwright.api.once import once
from reelwright.api.wire import Success
from reelwright.app.platform import Platform
from reelwright.app.video_wishes import RenderAsked, prepared, start_render


def render_started(request: Request, platform: Platform, caller: Caller, asked: RenderAsked) -> JSONResponse:
    """The answer to a wish for a rendering. Raises ``InvalidDocument`` and ``NotFound`` before anything is written."""
    with platform.database.reader_of(caller.user_id) as session:
        ready = prepared(session, asked)
    return once(
        request, platform, caller, asked,
        lambda session: Success(data=job_started(start_render(session, platform.engine, asked, ready))),
    )  # fmt: skip
