"""``GET /api/jobs/{id}/events``: one job's story as server-sent events."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Annotated, Any

import anyio.to_thread
import structlog
from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import Response, StreamingResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import Receive, Scope, Send

from reelwright.api.caller import Caller, Reader
from reelwright.api.errors import ApiError, not_found
from reelwright.api.live.desk import Desk
from reelwright.api.live.doorway import socket_caller
from reelwright.api.live.listener import FeedClosed, Lagging, Listener
from reelwright.api.live.messages import MOST_ID, as_text, event_told
from reelwright.api.wire import Problem
from reelwright.app.platform import Platform
from reelwright.database.open import Database
from reelwright.errors import ReelwrightError
from reelwright.workflows.jobs.event_history import (
    PAGE,
    events_between,
    is_own_job,
    is_story_over,
    newest_event,
)
from reelwright.workflows.jobs.event_tail import Event
from reelwright.workflows.jobs.lifecycle import ENDED

log = structlog.get_logger(__name__)
router = APIRouter(prefix="/api/jobs", tags=["live"])
_HEADERS = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}
_COME_AGAIN_MS = 3000


@router.get(
    "/{job_id}/events",
    summary="A job's events as they happen",
    response_class=StreamingResponse,
    responses={
        200: {"description": "Server-sent events until the job ends.", "content": {"text/event-stream": {}}},
        204: {"description": "The job has ended and there is nothing to tell after the given event."},
    },
)
async def job_events(
    request: Request,
    job_id: uuid.UUID,
    caller: Reader,
    after: Annotated[int | None, Query(ge=0, le=MOST_ID, description="the id of the last event you have")] = None,
    last_event_id: Annotated[str | None, Header(description="the same; browsers send it when they come again")] = None,
) -> Response:
    """Without an id it begins with the newest event, which tells the job's state; ``after=0`` tells the whole story."""
    platform: Platform = request.app.state.platform
    desk: Desk = request.app.state.live
    seen = after if last_event_id is None else _event_id(last_event_id)
    if not await anyio.to_thread.run_sync(is_own_job, platform.database, caller.user_id, job_id):
        raise not_found("job")
    if await anyio.to_thread.run_sync(is_story_over, platform.database, caller.user_id, job_id, seen or 0):
        return Response(status_code=204)  # tells browsers not to come again
    desk.refuse_more("streams", caller.user_id)
    story = _Story(request, caller, job_id, seen, desk, platform.database)
    return _EventStream(story.told(), media_type="text/event-stream; charset=utf-8", headers=_HEADERS)


def _event_id(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) <= MOST_ID:
        return int(text)
    raise ApiError(
        "VALIDATION_ERROR",
        "Last-Event-ID is not the id of an event",
        details=[Problem(field="Last-Event-ID", message="a whole number")],
    )


class _EventStream(StreamingResponse):
    """Lets go of its events when the client does."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            if isinstance(self.body_iterator, AsyncGenerator):
                await self.body_iterator.aclose()


@dataclass
class _Story:
    """One client's reading of one job."""

    request: Request
    caller: Caller
    job_id: uuid.UUID
    after: int | None
    desk: Desk
    database: Database

    async def told(self) -> AsyncGenerator[str]:
        owner = self.caller.user_id
        listener = Listener(lambda event: event.job_id == self.job_id, self.desk.limits.queue)
        try:
            with self.desk.place("streams", owner):
                yield f"retry: {_COME_AGAIN_MS}\n\n"
                await anyio.to_thread.run_sync(self.desk.feed.join, owner, listener)
                floor = self.desk.feed.floor
                async for event in self._old(floor):
                    yield _lines(event)
                async for text in self._new(listener, max(floor, self.after or 0)):
                    yield text
        except (Lagging, FeedClosed, ApiError):
            return  # the client comes again with the id of its last event
        except SQLAlchemyError as error:
            log.error("live_stream_failed", exc_info=error)
        finally:
            self.desk.feed.leave(owner, listener)

    async def _old(self, floor: int) -> AsyncGenerator[Event]:
        after = self.after
        if after is None:
            newest = await self._ask(newest_event, floor)
            after = floor if newest is None else newest - 1
        while after < floor:
            page: list[Event] = await self._ask(events_between, after, floor)
            for event in page:
                yield event
            after = page[-1].id if len(page) == PAGE else floor

    async def _new(self, listener: Listener, floor: int) -> AsyncGenerator[str]:
        """Events as they come, comments while none do, until the job has ended and its last event is told."""
        last, checked_at = floor, asyncio.get_running_loop().time()
        may_be_over = True
        while True:
            if may_be_over and await self._ask(is_story_over, last):
                return
            try:
                async with asyncio.timeout(self.desk.limits.keep_alive_seconds):
                    event = await listener.next()
            except TimeoutError:
                yield ": keep-alive\n\n"
                may_be_over = True
            else:
                if event.id > last or event.is_late:
                    yield _lines(event)
                    last = max(last, event.id)
                may_be_over = event.data.get("status") in ENDED
            if asyncio.get_running_loop().time() - checked_at > self.desk.limits.check_seconds:
                checked_at = asyncio.get_running_loop().time()
                if not await anyio.to_thread.run_sync(self._is_still_in):
                    return

    async def _ask(self, question: Any, *values: Any) -> Any:
        return await anyio.to_thread.run_sync(question, self.database, self.caller.user_id, self.job_id, *values)

    def _is_still_in(self) -> bool:
        try:
            caller = socket_caller(self.request)
        except ReelwrightError:
            return False
        return caller is not None and caller.user_id == self.caller.user_id and "read" in caller.scopes


def _lines(event: Event) -> str:
    return f"id: {event.id}\nevent: {event.kind}\ndata: {as_text(event_told(event))}\n\n"
