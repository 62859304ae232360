"""What goes on over one socket: subscriptions, the events of these, heartbeats."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

import anyio.to_thread
from starlette.websockets import WebSocket, WebSocketDisconnect

from reelwright.api.caller import Caller
from reelwright.api.errors import ApiError
from reelwright.api.live.desk import Desk
from reelwright.api.live.doorway import socket_caller
from reelwright.api.live.listener import Lagging, Listener
from reelwright.api.live.messages import Ping, Pong, Subscribe, Unsubscribe, as_text, event_told, read_message
from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.errors import ReelwrightError
from reelwright.workflows.jobs.event_history import PAGE, events_between, is_own_job, newest_event
from reelwright.workflows.jobs.event_tail import Event

_REMEMBERED = 2000
GOING_AWAY, UNREADABLE, POLICY, TOO_BIG, COME_AGAIN, SIGN_IN, FORBIDDEN = 1001, 1003, 1008, 1009, 1013, 4401, 4403
"""Codes sockets are closed with."""


class Farewell(Exception):
    """The conversation ends, with an error told and a close code."""

    def __init__(self, close_code: int, error_code: str, message: str) -> None:
        super().__init__(message)
        self.close_code = close_code
        self.error_code = error_code
        self.message = message


@dataclass(frozen=True)
class _Subscription:
    """Events above ``after`` are told: up to ``live_from`` out of the database, those above it as they come."""

    after: int
    live_from: int


class Conversation:
    """Subscriptions are kept under their job's id, the one to all jobs under ``None``."""

    def __init__(self, socket: WebSocket, caller: Caller, desk: Desk, database: Database) -> None:
        self._socket = socket
        self._caller = caller
        self._desk = desk
        self._database = database
        self._limits = desk.limits
        self._subscriptions: dict[uuid.UUID | None, _Subscription] = {}
        self._listener = Listener(self._is_wanted, desk.limits.queue)
        self._turn = asyncio.Lock()
        """Held while a subscription catches up, so that new events come after old ones."""
        self._writing = asyncio.Lock()
        self._told: deque[int] = deque(maxlen=_REMEMBERED)
        self._heard_at = time.monotonic()
        self._recent: deque[float] = deque(maxlen=desk.limits.messages)

    async def run(self) -> None:
        """Until either side ends it. Raises ``Farewell``, or ``WebSocketDisconnect`` when the client left."""
        owner, feed = self._caller.user_id, self._desk.feed
        try:
            await anyio.to_thread.run_sync(feed.join, owner, self._listener)
            await _first_end(self._hear(), self._tell(), self._beat(), self._check())
        finally:
            feed.leave(owner, self._listener)
            self._desk.give_back("subscriptions", owner, len(self._subscriptions))

    async def _hear(self) -> None:
        while True:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message["code"], message.get("reason"))
            self._heard_at = time.monotonic()
            text = message.get("text")
            if text is None:
                raise Farewell(UNREADABLE, "VALIDATION_ERROR", "messages are JSON texts, not bytes")
            self._refuse_floods(text)
            try:
                await self._act(text)
            except ApiError as refusal:
                await self._say({"type": "error", "code": refusal.code, "message": refusal.message} | _job_of(refusal))

    async def _act(self, text: str) -> None:
        try:
            message = read_message(text)
        except ValueError as fault:
            raise ApiError("VALIDATION_ERROR", str(fault)) from None
        if isinstance(message, Subscribe):
            async with self._turn:
                await self._subscribe(message)
        elif isinstance(message, Unsubscribe):
            if self._subscriptions.pop(message.job_id, None) is not None:
                self._desk.give_back("subscriptions", self._caller.user_id)
            await self._say({"type": "unsubscribed"} | message.subject)
        elif isinstance(message, Ping):
            await self._say({"type": "pong"})
        else:
            assert isinstance(message, Pong)

    async def _subscribe(self, wish: Subscribe) -> None:
        owner, job_id = self._caller.user_id, wish.job_id
        if job_id is not None and not await anyio.to_thread.run_sync(is_own_job, self._database, owner, job_id):
            raise _JobRefused(job_id)
        if job_id not in self._subscriptions:
            self._desk.take("subscriptions", owner)
        self._subscriptions[job_id] = _Subscription(0, 0)  # from here on the listener keeps its events
        floor = self._desk.feed.floor
        after = wish.after
        if after is None:
            after = floor
            if job_id is not None:
                newest = await anyio.to_thread.run_sync(newest_event, self._database, owner, job_id, floor)
                after = floor if newest is None else newest - 1
        self._subscriptions[job_id] = _Subscription(after, max(floor, after))
        await self._say({"type": "subscribed"} | wish.subject | {"after": after})
        await self._catch_up(job_id, after, floor)

    async def _catch_up(self, job_id: uuid.UUID | None, after: int, floor: int) -> None:
        """Tell what happened above ``after`` up to ``floor``."""
        while after < floor:
            page = await anyio.to_thread.run_sync(
                events_between, self._database, self._caller.user_id, job_id, after, floor
            )
            for event in page:
                if not self._is_told_otherwise(event, job_id):
                    await self._say_event(event)
            self._heard_at = time.monotonic()  # who takes all this is there, though we did not listen
            after = page[-1].id if len(page) == PAGE else floor

    def _is_told_otherwise(self, event: Event, job_id: uuid.UUID | None) -> bool:
        """Whether another subscription told an old event before, or is about to."""
        other = self._subscriptions.get(event.job_id if job_id is None else None)
        return other is not None and event.id > other.after

    async def _tell(self) -> None:
        while True:
            try:
                event = await self._listener.next()
            except Lagging:
                raise Farewell(COME_AGAIN, "LAGGING", "events come faster than you take them; resume") from None
            async with self._turn:
                if self._is_due(event):
                    await self._say_event(event)

    def _is_wanted(self, event: Event) -> bool:
        return None in self._subscriptions or event.job_id in self._subscriptions

    def _is_due(self, event: Event) -> bool:
        if event.is_late:
            return self._is_wanted(event) and event.id not in self._told
        subscriptions = (self._subscriptions.get(subject) for subject in (None, event.job_id))
        return any(each is not None and event.id > each.live_from for each in subscriptions)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self._limits.heartbeat_seconds)
            if time.monotonic() - self._heard_at > self._limits.silence_seconds:
                raise Farewell(POLICY, "TIMEOUT", "nothing was heard from you; answer heartbeats with a pong or ping")
            await self._say({"type": "heartbeat", "at": now().isoformat().replace("+00:00", "Z")})

    async def _check(self) -> None:
        while True:
            await asyncio.sleep(self._limits.check_seconds)
            try:
                caller = await anyio.to_thread.run_sync(socket_caller, self._socket)
            except ReelwrightError:
                caller = None
            if caller is None or caller.user_id != self._caller.user_id or "read" not in caller.scopes:
                raise Farewell(SIGN_IN, "UNAUTHENTICATED", "the sign-in has ended; sign in and connect again")

    def _refuse_floods(self, text: str) -> None:
        if len(text) > self._limits.message_bytes:
            raise Farewell(TOO_BIG, "TOO_LARGE", f"a message has at most {self._limits.message_bytes} characters")
        if (
            len(self._recent) == self._recent.maxlen
            and self._heard_at - self._recent[0] < self._limits.messages_seconds
        ):
            raise Farewell(POLICY, "RATE_LIMITED", "too many messages")
        self._recent.append(self._heard_at)

    async def _say_event(self, event: Event) -> None:
        self._told.append(event.id)
        await self._say({"type": "event"} | event_told(event))

    async def _say(self, message: dict[str, Any]) -> None:
        try:
            async with self._writing:
                async with asyncio.timeout(self._limits.send_seconds):
                    await self._socket.send_text(as_text(message))
        except TimeoutError:
            raise Farewell(COME_AGAIN, "LAGGING", "messages cannot be sent; resume") from None


class _JobRefused(ApiError):
    def __init__(self, job_id: uuid.UUID) -> None:
        super().__init__("NOT_FOUND", "there is no such job")
        self.job_id = job_id


def _job_of(refusal: ApiError) -> dict[str, str]:
    return {"jobId": str(refusal.job_id)} if isinstance(refusal, _JobRefused) else {}


async def _first_end(*parts: Coroutine[Any, Any, None]) -> None:
    """Run all until one ends; then the others are cancelled, and its error is raised."""
    tasks = [asyncio.create_task(part) for part in parts]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        ended, _ = await asyncio.wait(tasks)
        for task in ended:
            _ = task.cancelled() or task.exception()  # looked at: nobody else will
