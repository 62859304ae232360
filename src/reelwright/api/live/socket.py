"""``WS /ws``: what happens to the caller's jobs, as it happens. The protocol is in docs/live.md."""

from __future__ import annotations

import asyncio
import contextlib

import anyio.to_thread
import structlog
from fastapi import APIRouter, WebSocket
from sqlalchemy.exc import SQLAlchemyError
from starlette.websockets import WebSocketDisconnect

from reelwright.api.caller import Caller
from reelwright.api.errors import ApiError
from reelwright.api.live.conversation import COME_AGAIN, FORBIDDEN, GOING_AWAY, POLICY, SIGN_IN, Conversation, Farewell
from reelwright.api.live.desk import Desk
from reelwright.api.live.doorway import refuse_elsewhere, socket_caller
from reelwright.api.live.listener import FeedClosed
from reelwright.api.live.messages import as_text
from reelwright.app.platform import Platform
from reelwright.errors import ReelwrightError

log = structlog.get_logger(__name__)
router = APIRouter(tags=["live"])
_CLOSE_SECONDS = 5.0
_UNAVAILABLE = 1011


@router.websocket("/ws")
async def live_socket(socket: WebSocket) -> None:
    platform: Platform = socket.app.state.platform
    desk: Desk = socket.app.state.live
    try:
        caller = await anyio.to_thread.run_sync(socket_caller, socket)
        if caller is not None:
            refuse_elsewhere(socket, caller, platform.settings)
    except ReelwrightError as refusal:
        if refusal.code == "CSRF":
            await socket.close(POLICY)  # before it is accepted: an answer 403, which the other site's page cannot read
            return
        caller = None
    await socket.accept()
    try:
        await _converse(socket, caller, desk, platform)
    except Farewell as farewell:
        await _part(socket, farewell)


async def _converse(socket: WebSocket, caller: Caller | None, desk: Desk, platform: Platform) -> None:
    """Raises ``Farewell`` for whatever ends it but the client."""
    if caller is None:
        raise Farewell(SIGN_IN, "UNAUTHENTICATED", "sign in first")
    socket.state.caller = caller
    if "read" not in caller.scopes:
        raise Farewell(FORBIDDEN, "FORBIDDEN", "this needs the scope read")
    try:
        with desk.place("sockets", caller.user_id):
            await Conversation(socket, caller, desk, platform.database).run()
    except ApiError as refusal:
        raise Farewell(COME_AGAIN, refusal.code, refusal.message) from None
    except FeedClosed:
        raise Farewell(GOING_AWAY, "UNAVAILABLE", "the server stops; connect again") from None
    except SQLAlchemyError as error:
        log.error("live_socket_failed", exc_info=error)
        raise Farewell(_UNAVAILABLE, "UNAVAILABLE", "the database does not answer; connect again later") from None
    except WebSocketDisconnect:
        return


async def _part(socket: WebSocket, farewell: Farewell) -> None:
    """Say why and close, to a client that may take nothing any more."""
    told = as_text({"type": "error", "code": farewell.error_code, "message": farewell.message})
    with contextlib.suppress(TimeoutError, WebSocketDisconnect, RuntimeError):
        async with asyncio.timeout(_CLOSE_SECONDS):
            await socket.send_text(told)
    with contextlib.suppress(TimeoutError, WebSocketDisconnect, RuntimeError):
        async with asyncio.timeout(_CLOSE_SECONDS):
            await socket.close(farewell.close_code, farewell.message[:120])
