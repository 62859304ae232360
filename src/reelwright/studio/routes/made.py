"""What a job without a video made: a podcast's episode, music, a clip. To follow, play, save, and take among one's files."""

from __future__ import annotations

import tempfile
import uuid
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.api.caller import PlatformDep
from reelwright.api.intake_dependency import IntakeDep
from reelwright.api.jobs_shown import link_to
from reelwright.api.routes.jobs import read_job
from reelwright.api.upload_threads import in_inspecting_thread
from reelwright.app.platform import Platform
from reelwright.database.tables import Asset, Job
from reelwright.errors import InvalidInput, NotFound
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import FormDep
from reelwright.studio.pages import page
from reelwright.studio.shown import MADE_KINDS, job_row, place, result_rows
from reelwright.studio.viewer import ViewerDep
from reelwright.workflows.assets.arrive import take_in
from reelwright.workflows.assets.inspect import Declared
from reelwright.workflows.assets.intake import Intake

router = APIRouter(prefix="/tools/made/{job_id}", route_class=PageRoute)
AGAIN = {"podcast": "/tools/podcast", "music": "/tools/music", "clip": "/tools/clip"}


@router.get("")
def show(job_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    job = read_job(platform, viewer.caller.user_id, job_id)
    if job.kind not in MADE_KINDS:
        return RedirectResponse(f"/jobs/{job_id}", 303)
    result: dict[str, Any] = job.result or {}
    outputs = result.get("outputs") or []
    return page(
        request, "made.html", viewer, job=job_row(job, None), result=result, files=result_rows(platform, outputs),
        names={row["name"] for row in outputs}, player=_player(platform, outputs), again=f"{AGAIN[job.kind]}?like={job_id}",
        is_loop=bool(job.request.get("loopable")),
    )  # fmt: skip


@router.post("/keep")
async def keep(
    job_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep, intake: IntakeDep, form: FormDep
) -> Response:
    """Take a file among the user's own, so that videos can use it."""
    job = read_job(platform, viewer.caller.user_id, job_id)
    row = next((row for row in (job.result or {}).get("outputs") or [] if row["name"] == form.text("name")), None)
    if row is None:
        raise NotFound("this job made no such file")
    asset = await in_inspecting_thread(_taken_in, platform, intake, job, row)
    return RedirectResponse(f"/assets/{asset.id}?done=taken-in", 303)


def _taken_in(platform: Platform, intake: Intake, job: Job, row: dict[str, Any]) -> Asset:
    title = job_row(job, None).title
    name = (
        "".join(char if char.isalnum() or char in " -_" else " " for char in title)[:60].strip()
        or Path(row["name"]).stem
    )
    with tempfile.TemporaryDirectory(prefix="reel-keep-") as folder:
        path = Path(folder) / Path(row["name"]).name
        platform.store.fetch(row["key"], path)
        if not path.is_file():
            raise InvalidInput("the file is not here any more", hint="make it again")
        return take_in(intake, job.owner_id, path, Declared(f"{name}{path.suffix}", row["contentType"]))


def _player(platform: Platform, outputs: list[dict[str, Any]]) -> dict[str, str]:
    """Addresses: ``video`` before ``audio``, with the picture beside it as ``poster``."""
    found: dict[str, str] = {}
    for kind in ("video", "audio", "image"):
        row = next((row for row in outputs if row["contentType"].startswith(f"{kind}/")), None)
        if row is not None:
            found["poster" if kind == "image" else kind] = place(platform, link_to(platform, row))
    return found
