"""Rendering a document or template in one call, and following it."""

from __future__ import annotations

import uuid

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from reelwright.api.caller import Maker, PlatformDep, Reader
from reelwright.api.jobs_shown import JobShown, JobStarted, job_shown
from reelwright.api.once import IdempotencyKey
from reelwright.api.rendering import render_started
from reelwright.api.routes.jobs import read_job, stop_job
from reelwright.api.wire import Success
from reelwright.app.video_wishes import RenderAsked

router = APIRouter(prefix="/api/video", tags=["render"])


@router.post("/generate", summary="Render a document or template", status_code=202, response_model=Success[JobStarted])
def generate(
    request: Request, platform: PlatformDep, caller: Maker, asked: RenderAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    return render_started(request, platform, caller, asked)


@router.get("/status/{job_id}", summary="How far a rendering is")
def status(job_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> Success[JobShown]:
    return Success(data=job_shown(platform, read_job(platform, caller.user_id, job_id)))


@router.delete("/cancel/{job_id}", summary="Stop a rendering")
def cancel(job_id: uuid.UUID, platform: PlatformDep, caller: Maker) -> Success[JobShown]:
    return Success(data=job_shown(platform, stop_job(platform, caller.user_id, job_id)), message="stopped")
