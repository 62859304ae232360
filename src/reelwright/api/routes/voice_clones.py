"""Clones of voices: made with the consent of whoever is heard, listed, heard, and deleted everywhere."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy import select

from reelwright.api.caller import Caller, Maker, PlatformDep, Reader, Writer
from reelwright.api.client_address import origin_of
from reelwright.api.errors import ApiError, not_found
from reelwright.api.jobs_shown import JobStarted, job_started
from reelwright.api.listing import listed
from reelwright.api.once import IdempotencyKey, once
from reelwright.api.wire import Asked, Page, Paging, Success, Wire
from reelwright.app.consent_wish import ConsentAsked
from reelwright.app.dub_wishes import Language
from reelwright.app.platform import Platform
from reelwright.app.server_voices import ServerVoices, audited, clone_of, reserve_voice
from reelwright.app.voice_sample import sample_sentence
from reelwright.business.accounts.profile import profile_of
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import VoiceCloneRow
from reelwright.productions.voices.clone import PREFIX, VoiceClone, checked_name, leaving
from reelwright.productions.voices.consent import consent_given
from reelwright.workflows.engine import INTERACTIVE
from reelwright.workflows.jobs.lifecycle import NewJob, create_job
from reelwright.workflows.jobs.wishes import pictures_request

router = APIRouter(prefix="/api/voices", tags=["voices"])
_SORTABLE = {"createdAt": VoiceCloneRow.created_at, "name": VoiceCloneRow.name}


class CloneAsked(Asked):
    """A recording of one person speaking, 10 seconds or more, and their consent. ``provider`` is who clones it first (``auto``:
    the best; ``later``: whoever speaks with it first)."""

    name: str = Field(min_length=1, max_length=60, examples=["Anna"])
    source: str = Field(
        min_length=1, max_length=2000, description="asset:ID or an https address", examples=["asset:0198c5a2-8f7e-7c4e-9d6b-0a4f1c2d3e4f"]
    )  # fmt: skip
    language: Language = Field("en", description="spoken in the recording")
    consent: ConsentAsked | None = Field(None, description="without it nobody's voice is cloned")
    gender: Literal["female", "male", "neutral"] = "neutral"
    provider: str = Field("auto", min_length=1, max_length=60)


class CloneStarted(JobStarted):
    """``voiceId`` is the clone's; it is usable when the job is completed."""

    voice_id: uuid.UUID


class ConsentShown(Wire):
    """``person`` is who is heard; ``agreedBy`` who declared it, at ``agreedAt``."""

    how: str
    person: str
    statement: str
    agreed_by: str
    agreed_at: datetime


class PlaceShown(Wire):
    """A provider the clone is at. ``isLeaving``: it is to be removed there; ``error`` is why that failed last."""

    provider: str
    language: str
    is_leaving: bool
    attempts: int
    error: str


class CloneShown(Wire):
    """``voice`` is what other requests name. ``state``: checking, refused (``note`` says why), ready, removing (deleted, still at
    a provider) or removed. ``sample`` tells seconds, loudness (LUFS), noise (dB) and how many speakers were heard."""

    id: uuid.UUID
    name: str
    voice: str
    language: str
    gender: str
    state: str
    note: str
    consent: ConsentShown | None
    consent_digest: str
    sample: dict[str, Any] | None
    places: list[PlaceShown]
    created_at: datetime
    removed_at: datetime | None


class CloneFilter(Paging):
    state: Literal["checking", "refused", "ready", "removing", "removed"] | None = None


class HearAsked(Asked):
    text: str | None = Field(None, min_length=1, max_length=300, description="a sentence of the language if left out")
    language: Language | None = Field(None, description="the sample's if left out")


@router.post(
    "", summary="Clone a voice, with the consent of whoever is heard", status_code=202, response_model=Success[CloneStarted]
)  # fmt: skip
def create(
    request: Request, platform: PlatformDep, caller: Maker, asked: CloneAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    by = profile_of(platform.database, caller.user_id).email
    made: list[VoiceClone] = []

    def make(session: OwnedSession) -> Success[CloneStarted]:
        started, clone = start_clone(session, platform, asked, by)
        made.append(clone)
        return Success(data=started)

    answer = once(request, platform, caller, asked, make)
    for clone in made:
        note_cloned(platform, caller, clone, request)
    return answer


def start_clone(
    session: OwnedSession, platform: Platform, asked: CloneAsked, by: str
) -> tuple[CloneStarted, VoiceClone]:
    """A clone that is being checked, and its job. ``by`` is who declares the consent. Raises ``ConsentNeeded``, ``InvalidInput``
    for a name that is taken or a source that is not there, ``QuotaExceeded``."""
    assert isinstance(session.owner, uuid.UUID)
    moment = datetime.now(UTC)
    consent = consent_given(asked.consent.declared() if asked.consent else None, by, moment)
    clone = VoiceClone(
        str(uuid.uuid4()), checked_name(asked.name), asked.language, "checking", consent, moment.isoformat(), asked.gender
    )  # fmt: skip
    reserve_voice(session, platform, session.owner, clone)
    told = pictures_request(session, [asked.source]) | {"pictures": [], "voice": clone.id, "provider": asked.provider}
    job = create_job(session, platform.engine, session.owner, NewJob("voice", told, priority=INTERACTIVE))
    return CloneStarted(**job_started(job).model_dump(), voice_id=uuid.UUID(clone.id)), clone


def note_cloned(platform: Platform, caller: Caller, clone: VoiceClone, request: Request) -> None:
    """Write down that a clone was begun, once it is."""
    digest = clone.consent.digest if clone.consent else ""
    audited(platform, caller.user_id, "voice.cloned", clone.id, digest, origin_of(request))


@router.get("", summary="My clones")
def list_clones(
    platform: PlatformDep, caller: Reader, asked: Annotated[CloneFilter, Query()]
) -> Success[Page[CloneShown]]:
    query = select(VoiceCloneRow)
    query = query.where(VoiceCloneRow.state == asked.state if asked.state else VoiceCloneRow.state != "removed")
    with platform.database.reader_of(caller.user_id) as session:
        rows, pagination = listed(session, query, asked, _SORTABLE)
        return Success(data=Page(items=[_shown(session, row) for row in rows], pagination=pagination))


@router.get("/{voice_id}", summary="One of my clones")
def show(voice_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> Success[CloneShown]:
    with platform.database.reader_of(caller.user_id) as session:
        return Success(data=_shown(session, _row(session, voice_id)))


@router.post(
    "/{voice_id}/preview", summary="Hear a clone say a sentence", status_code=202, response_model=Success[JobStarted]
)
def preview(
    voice_id: uuid.UUID,
    request: Request,
    platform: PlatformDep,
    caller: Maker,
    asked: HearAsked,
    _key: IdempotencyKey = None,
) -> JSONResponse:
    def make(session: OwnedSession) -> Success[JobStarted]:
        row = _row(session, voice_id)
        if row.state != "ready":
            raise ApiError("CONFLICT", f"the clone is {row.state}", hint=row.note or "only one that is ready can speak")
        language = asked.language or row.language
        told = {
            "text": asked.text or sample_sentence(language), "voice": f"{PREFIX}{row.name}", "language": language,
            "format": "mp3",
        }  # fmt: skip
        job = create_job(session, platform.engine, caller.user_id, NewJob("speech", told, priority=INTERACTIVE))
        return Success(data=job_started(job))

    return once(request, platform, caller, asked, make)


@router.delete(
    "/{voice_id}",
    summary="Delete a clone everywhere: here, and at every provider",
    description="Sample, name and consent go at once, and nobody can speak with it any more. Providers are asked until each has "
    "removed it; until then its state is `removing`.",
)
def remove(voice_id: uuid.UUID, request: Request, platform: PlatformDep, caller: Writer) -> Success[CloneShown]:
    with platform.database.reader_of(caller.user_id) as session:
        _row(session, voice_id)
    library = ServerVoices(lambda: platform, caller.user_id)
    gone = library.change(str(voice_id), lambda each: leaving(each, datetime.now(UTC)))
    audited(platform, caller.user_id, "voice.deleted", str(voice_id), gone.consent_digest, origin_of(request))
    return show(voice_id, platform, caller)


def _row(session: OwnedSession, voice_id: uuid.UUID) -> VoiceCloneRow:
    row = session.scalar(select(VoiceCloneRow).where(VoiceCloneRow.id == voice_id))
    if row is None:
        raise not_found("voice")
    return row


def _shown(session: OwnedSession, row: VoiceCloneRow) -> CloneShown:
    clone = clone_of(session, row)
    consent = None
    if clone.consent is not None:
        own = clone.consent
        consent = ConsentShown(
            how=own.how, person=own.person, statement=own.statement, agreed_by=own.agreed_by,
            agreed_at=datetime.fromisoformat(own.agreed_at),
        )  # fmt: skip
    places = [
        PlaceShown(
            provider=each.provider, language=each.language, is_leaving=each.is_leaving, attempts=each.attempts, error=each.error
        )
        for each in clone.references
    ]  # fmt: skip
    return CloneShown(
        id=row.id, name=row.name, voice=f"{PREFIX}{row.name}" if row.name else "", language=row.language, gender=row.gender,
        state=row.state, note=row.note, consent=consent, consent_digest=row.consent_digest, sample=row.sample_facts,
        places=places, created_at=row.created_at, removed_at=row.removed_at,
    )  # fmt: skip
