"""What a dub costs, and who speaks with which voice."""

from __future__ import annotations

import uuid

from fastapi import APIRouter
from pydantic import Field

from reelwright.api.caller import PlatformDep, Reader, Writer
from reelwright.api.errors import ApiError
from reelwright.api.routes.dub_segments import SegmentsChanged, Versioned, edited
from reelwright.api.wire import Success
from reelwright.app.dub_wishes import DubAsked, Language
from reelwright.app.estimate import Estimate, estimate_dub
from reelwright.app.providers.of_a_job import user_providers
from reelwright.business.assets.library import find_asset
from reelwright.productions.dub import edits
from reelwright.productions.dub.document import DubDocument
from reelwright.workflows.jobs.wishes import ASSET

router = APIRouter(prefix="/api/dubs", tags=["dubs"])
_UNKNOWN_SECONDS = 60.0
"""Of a video at an address: nobody looked at it yet."""


class SpeakerChange(Versioned):
    """What is left out stays; an empty voice lets one be cast again."""

    name: str | None = Field(None, max_length=100)
    voices: dict[Language, str] | None = Field(None, max_length=40, description="by language")


@router.post("/estimate", summary="What a dub would cost at providers")
def estimate(platform: PlatformDep, caller: Reader, asked: DubAsked) -> Success[Estimate]:
    """Of a video that was uploaded; one at an address is counted as a minute."""
    seconds = _UNKNOWN_SECONDS
    if asked.source.startswith(ASSET):
        try:
            asset_id = uuid.UUID(asked.source[len(ASSET) :])
        except ValueError:
            raise ApiError("INVALID_INPUT", "the source is no asset's id", hint="write asset:ID") from None
        with platform.database.reader_of(caller.user_id) as session:
            seconds = float(find_asset(session, asset_id).facts.get("duration") or _UNKNOWN_SECONDS)
    providers = user_providers(platform, caller.user_id)
    return Success(data=estimate_dub(asked, seconds, providers))


@router.patch("/{video_id}/speakers/{speaker_id}", summary="Name a speaker, or give them other voices")
def change_speaker(
    video_id: uuid.UUID, speaker_id: str, platform: PlatformDep, caller: Writer, asked: SpeakerChange
) -> Success[SegmentsChanged]:
    def put(document: DubDocument) -> DubDocument:
        return edits.with_speaker_as(document, speaker_id, name=asked.name, voices=asked.voices)

    with platform.database.session_of(caller.user_id) as session:
        return edited(session, platform, video_id, asked, put)
