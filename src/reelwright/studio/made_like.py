"""A form filled in with what an earlier job was asked for."""

from __future__ import annotations

import uuid

from fastapi import Request

from reelwright.api.routes.jobs import read_job
from reelwright.app.platform import Platform
from reelwright.studio.viewer import Viewer


def made_like(platform: Platform, viewer: Viewer, request: Request, kind: str) -> dict[str, str]:
    """Values by field of the job that ``?like`` names, where it is one of this kind; nothing without one. Raises ``ApiError``
    ``NOT_FOUND`` for somebody else's."""
    try:
        job_id = uuid.UUID(request.query_params.get("like", ""))
    except ValueError:
        return {}
    job = read_job(platform, viewer.caller.user_id, job_id)
    if job.kind != kind:
        return {}
    told = {name: _text(value) for name, value in job.request.items() if isinstance(value, str | int | float)}
    return {name: value for name, value in told.items() if value}


def _text(value: str | float) -> str:
    """As a person would type it; a box that was not ticked is nothing."""
    if isinstance(value, bool):
        return "on" if value else ""
    return f"{value:g}" if isinstance(value, float) else str(value)
