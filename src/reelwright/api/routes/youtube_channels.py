"""YouTube channels: connecting one in a browser, listing, disconnecting; the day's quota."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse

from reelwright.api.caller import PlatformDep, Reader, SignedInUser, in_person_to_change
from reelwright.api.client_address import origin_of
from reelwright.api.pending_connection import forget_pending, pending_of, set_pending
from reelwright.api.routes.oauth import refuse_elsewhere
from reelwright.api.wire import Success, Wire
from reelwright.app.channels import connect_channel, disconnect_channel, quota_of, sign_in_of
from reelwright.app.platform import Platform
from reelwright.business.youtube.channels import channels_of
from reelwright.business.youtube.quota import begins_anew
from reelwright.database.columns import now
from reelwright.errors import InvalidInput

router = APIRouter(prefix="/api/youtube", tags=["youtube"], dependencies=[Depends(in_person_to_change)])
_Given = Annotated[str, Query(max_length=4000)]


class ChannelShown(Wire):
    """``reference`` is YouTube's id. ``state`` is ``connected``, or ``broken`` when it must be connected again."""

    id: uuid.UUID
    reference: str
    title: str
    picture_url: str
    state: str
    created_at: datetime


class BucketShown(Wire):
    """``uploads`` and ``searches`` are counted one by one, everything else in ``units``."""

    name: str
    used: int
    limit: int


class QuotaShown(Wire):
    """Of the server's Google project, shared by all its users."""

    buckets: list[BucketShown]
    begins_anew_at: datetime


@router.get("/connect", status_code=303, response_class=RedirectResponse, summary="Go to Google to connect a channel")
def connect(
    platform: PlatformDep,
    caller: SignedInUser,
    next_path: Annotated[str, Query(alias="next", max_length=500, description="Path to go on to")] = "/",
) -> RedirectResponse:
    refuse_elsewhere(next_path)
    begun = sign_in_of(platform.settings).begin(_redirect(platform))
    response = RedirectResponse(begun.address, 303)
    set_pending(response, platform, caller.user_id, begun.state, begun.verifier, next_path)
    return response


@router.get("/callback", status_code=303, response_class=RedirectResponse, summary="Back from Google")
def callback(
    request: Request,
    platform: PlatformDep,
    caller: SignedInUser,
    state: _Given = "",
    code: _Given = "",
    error: _Given = "",
) -> RedirectResponse:
    verifier, next_path = pending_of(request, platform, caller.user_id, state)
    if error or not code:
        raise InvalidInput("the channel was not connected: Google was told no", hint="begin again and allow it")
    granted = sign_in_of(platform.settings).finish(code, verifier, _redirect(platform))
    connect_channel(platform, caller.user_id, granted, origin_of(request))
    response = RedirectResponse(next_path, 303)
    forget_pending(response, platform)
    return response


@router.get("/channels", summary="The connected channels")
def channels(platform: PlatformDep, caller: Reader) -> Success[list[ChannelShown]]:
    with platform.database.reader_of(caller.user_id) as session:
        return Success(data=[ChannelShown.model_validate(row) for row in channels_of(session)])


@router.delete("/channels/{channel}", summary="Disconnect a channel; the permission is given back at Google")
def disconnect(channel: str, request: Request, platform: PlatformDep, caller: SignedInUser) -> Success[ChannelShown]:
    row = disconnect_channel(platform, caller.user_id, channel, origin_of(request))
    return Success(data=ChannelShown.model_validate(row), message="disconnected; what is at YouTube stays there")


@router.get("/quota", summary="What is left of the server's daily quota at YouTube")
def quota(platform: PlatformDep, caller: Reader) -> Success[QuotaShown]:
    buckets = [BucketShown.model_validate(row) for row in quota_of(platform).buckets()]
    return Success(data=QuotaShown(buckets=buckets, begins_anew_at=begins_anew(now())))


def _redirect(platform: Platform) -> str:
    return f"{platform.settings.public_url}/api/youtube/callback"
