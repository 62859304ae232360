"""Drafts of videos: wishes and script changed step by step, work done as far as wanted, costs told before."""

from __future__ import annotations

import uuid
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy import select

from reelwright.api.caller import Caller, Maker, PlatformDep, Reader, Writer
from reelwright.api.errors import not_found
from reelwright.api.jobs_shown import JobShown, JobStarted, job_shown, job_started
from reelwright.api.once import IdempotencyKey, once
from reelwright.api.routes.videos import video_of
from reelwright.api.script_wire import ScriptAsked, ScriptShown, script_shown, script_text
from reelwright.api.wire import Asked, Success, Wire
from reelwright.app.drafts import (
    Draft,
    Until,
    changed_draft,
    draft_of,
    new_draft,
    newest_make,
    run,
    script_of,
    stages_left,
)
from reelwright.app.estimate import estimate_make
from reelwright.app.expected_time import expected_seconds
from reelwright.app.needed_providers import check_clips
from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import user_providers
from reelwright.app.video_wishes import MakeAsked, MakeWishes
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job, Video
from reelwright.errors import ReelwrightError
from reelwright.productions.narrate.language import detect_language
from reelwright.productions.narrate.pace import speech_seconds

router = APIRouter(prefix="/api/videos", tags=["drafts"])


class DraftShown(Wire):
    """``wishes`` are those of making a video, by their names there. ``left`` are the stages that are still to be done, in order:
    those that never ran, and all from the earliest one whose wishes changed."""

    video_id: uuid.UUID
    title: str
    status: str
    revision: int
    wishes: dict[str, Any]
    script: ScriptShown | None
    left: list[str]
    job: JobShown | None


class DraftChange(Asked):
    """What is named changes, ``null`` takes a wish away. ``script`` comes as data or as a file's text. ``revision`` is the one that
    was edited: a change made in another window meanwhile is not lost."""

    wishes: MakeWishes | None = Field(None, examples=[{"voice": "espeak:en-gb", "captions": "karaoke"}])
    script: ScriptAsked | None = None
    script_text: str | None = Field(None, min_length=1, max_length=500_000)
    revision: int | None = Field(None, examples=[3])


class RunAsked(Asked):
    """``until`` is the stage after which the work waits; ``fresh`` has the script written anew; ``overwrite`` goes on where the
    timeline was edited by hand, whose edits stay as a version of the document."""

    until: Until = Field("render", examples=["visuals"])
    fresh: bool = False
    overwrite: bool = False


class DraftEstimate(Wire):
    """``cost`` in US dollars and ``work`` in seconds of what is left to do; ``length`` of the video in seconds."""

    cost: float
    stages: dict[str, float]
    work: float
    length: float
    left: list[str]


@router.post("/drafts", summary="Begin a draft of a video", status_code=201, response_model=Success[DraftShown])
def begin(
    request: Request, platform: PlatformDep, caller: Writer, asked: MakeWishes, _key: IdempotencyKey = None
) -> JSONResponse:
    """Nothing is made and nothing spent yet. A text that is a script already is the draft's script at once."""
    _check(platform, caller, asked)
    return once(
        request,
        platform,
        caller,
        asked,
        lambda session: Success(data=draft_shown(platform, session, new_draft(session, asked))),
        201,
    )


@router.get("/{video_id}/draft", summary="A video's draft: its wishes, its script, and what is left to do")
def show(video_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> Success[DraftShown]:
    with platform.database.reader_of(caller.user_id) as session:
        return Success(data=draft_shown(platform, session, video_of(session, video_id)))


@router.patch("/{video_id}/draft", summary="Change a draft")
def change(video_id: uuid.UUID, platform: PlatformDep, caller: Writer, asked: DraftChange) -> Success[DraftShown]:
    """Also while work on the video goes on: what changed is taken up when the work is run again."""
    text = script_text(asked.script) if asked.script is not None else asked.script_text
    if asked.wishes is not None:
        _check(platform, caller, asked.wishes)
    with platform.database.session_of(caller.user_id) as session:
        video = held(session, video_id)
        changed_draft(video, asked.wishes, text, asked.revision)
        session.flush()
        return Success(data=draft_shown(platform, session, video))


@router.post(
    "/{video_id}/draft/run",
    summary="Bring a video up to its draft, as far as a stage",
    status_code=202,
    response_model=Success[JobStarted],
)
def run_draft(
    video_id: uuid.UUID,
    request: Request,
    platform: PlatformDep,
    caller: Maker,
    asked: RunAsked,
    _key: IdempotencyKey = None,
) -> JSONResponse:
    """Only stages whose wishes changed are done again, and nothing that is there is paid for twice."""

    def make(session: OwnedSession) -> Success[JobStarted]:
        video = held(session, video_id)
        return Success(
            data=job_started(
                run(platform, session, video, asked.until, is_fresh=asked.fresh, overwrite=asked.overwrite)
            )
        )

    return once(request, platform, caller, asked, make)


@router.get("/{video_id}/draft/estimate", summary="What is left to do on a draft costs and takes")
def estimate(
    video_id: uuid.UUID, platform: PlatformDep, caller: Reader, until: Until = "render"
) -> Success[DraftEstimate]:
    with platform.database.reader_of(caller.user_id) as session:
        return Success(data=estimate_of(platform, caller, session, video_of(session, video_id), until))


def estimate_of(
    platform: Platform, caller: Caller, session: OwnedSession, video: Video, until: Until = "render"
) -> DraftEstimate:
    """Stages that are done and unchanged cost nothing any more."""
    draft, job = draft_of(video), newest_make(session, video)
    left = stages_left(session, draft, job)
    names = ["gather", "script", "speech", "visuals", "timeline", "render"]
    left = left[: max(0, len(left) - (len(names) - 1 - names.index(until)))]
    text = script_of(platform, video, draft, job)
    length = _length(draft, text, job)
    told = draft.wishes | ({"duration": min(3600.0, max(5.0, length))})
    if text:
        told = {name: value for name, value in told.items() if name != "topic"} | {"text": text}
    costs: dict[str, float] = {}
    if told.get("text") or told.get("topic"):
        providers = user_providers(platform, caller.user_id)
        found = estimate_make(MakeAsked.model_validate(told), providers).stages
        costs = {stage: cost for stage, cost in found.items() if stage in left}
    work = expected_seconds(session, left, length)
    return DraftEstimate(cost=round(sum(costs.values()), 6), stages=costs, work=work, length=length, left=left)


def _check(platform: Platform, caller: Caller, wishes: MakeWishes) -> None:
    """A wish for clips that nobody makes is refused when it is wished."""
    check_clips(user_providers(platform, caller.user_id), wishes.clips)


def _length(draft: Draft, text: str | None, job: Job | None) -> float:
    """Seconds the video lasts, about: as it was spoken, as the script reads, as the text does."""
    spoken = (job.result or {}).get("spoken") if job else None
    if spoken and draft.script is None:
        return round(spoken[-1]["end"] + 1.2, 1)
    if text:
        return script_shown(text, str(draft.wishes.get("language") or "en")).seconds
    own = str(draft.wishes.get("text") or "")
    wanted = float(draft.wishes.get("duration") or 60)
    return min(round(speech_seconds(own, detect_language(own)), 1), wanted) if own else wanted


def held(session: OwnedSession, video_id: uuid.UUID) -> Video:
    """One of the caller's videos, held against changes by others. Raises ``ApiError`` ``NOT_FOUND``."""
    video = session.scalar(select(Video).where(Video.id == video_id).with_for_update())
    if video is None:
        raise not_found("video")
    return video


def draft_shown(platform: Platform, session: OwnedSession, video: Video) -> DraftShown:
    draft, job = draft_of(video), newest_make(session, video)
    text = script_of(platform, video, draft, job)
    return DraftShown(
        video_id=video.id,
        title=video.title,
        status=video.status,
        revision=draft.revision,
        wishes=_on_the_wire(draft.wishes),
        script=_readable(text, str(draft.wishes.get("language") or "en")),
        left=stages_left(session, draft, job),
        job=job_shown(platform, job) if job else None,
    )


def _readable(text: str | None, language: str) -> ScriptShown | None:
    """Nothing for a script somebody's editor left in disorder; it is mended by writing another."""
    try:
        return script_shown(text, language) if text else None
    except ReelwrightError:
        return None


def _on_the_wire(wishes: dict[str, Any]) -> dict[str, Any]:
    told = MakeWishes.model_validate({name: value for name, value in wishes.items() if value is not None})
    return told.model_dump(mode="json", by_alias=True, exclude_unset=True)
