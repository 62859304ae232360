"""Single stages as jobs of their own: a script, speech, music, captions; voices and pictures that fit."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import Field
from sqlalchemy import select

from reelwright.api.caller import Caller, Maker, PlatformDep, Reader
from reelwright.api.jobs_shown import JobShown, JobStarted, job_shown, job_started
from reelwright.api.once import IdempotencyKey, once
from reelwright.api.routes.jobs import read_job
from reelwright.api.wire import Asked, Success, Wire
from reelwright.app.lip_wiring import check_lip_sync
from reelwright.app.needed_providers import check_video
from reelwright.app.picture_advice import Advice, AdviceWish, advised, stocks_of
from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import user_providers
from reelwright.app.video_wishes import MakeAsked, make_request
from reelwright.app.voice_sample import sample_sentence
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Asset
from reelwright.productions.narrate.frame import SIZES, Frame
from reelwright.productions.narrate.language import detect_language
from reelwright.providers.music import FASTEST, SLOWEST, Mood, Style
from reelwright.transcript.sentences import split_sentences
from reelwright.workflows.engine import INTERACTIVE, NORMAL
from reelwright.workflows.jobs.lifecycle import NewJob, create_job
from reelwright.workflows.jobs.wishes import pictures_request

router = APIRouter(prefix="/api", tags=["stages"])


class SpeechAsked(Asked):
    text: str = Field(min_length=1, max_length=100_000)
    voice: str | None = Field(None, max_length=100)
    language: str | None = Field(None, max_length=35)
    format: Literal["mp3", "wav", "m4a", "flac"] = "mp3"


class PreviewAsked(Asked):
    voice: str | None = Field(None, max_length=100)
    text: str | None = Field(None, min_length=1, max_length=300, description="a sentence of the language if left out")
    language: str | None = Field(None, max_length=35)


class MusicAsked(Asked):
    """``prompt`` is a mood (calm, bright, tense, epic), a style, or a description for a provider that reads; without one the mood is
    taken from its words. ``provider`` asks one alone. Music that is ``loopable`` goes on from its end at its beginning."""

    prompt: str = Field("calm", min_length=1, max_length=2000)
    duration: float = Field(60, ge=5, le=1800)
    mood: Mood | None = None
    style: Style | None = Field(None, description="who plays; drone and chant suit verses", examples=["drone"])
    tempo: float | None = Field(None, ge=SLOWEST, le=FASTEST, description="beats a minute")
    key: str | None = Field(None, max_length=12, examples=["A minor"])
    loopable: bool = False
    seed: int = 0
    format: Literal["mp3", "wav", "m4a", "flac"] = "mp3"
    provider: str | None = Field(None, max_length=60)


class CaptionsAsked(Asked):
    """``source`` is an uploaded recording, video, word list or caption file (asset:ID) or its address.

    Of a recording: ``text`` is what it says, when that is known (its words are then timed, not recognised); ``speakers`` is how
    many to tell apart (-1: find out); ``vocabulary`` are names and terms to expect.
    """

    source: str = Field(min_length=1, max_length=2000)
    language: str | None = Field(None, max_length=35, pattern=r"^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$")
    speakers: int = Field(0, ge=-1, le=30)
    vocabulary: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(default_factory=list, max_length=1000)
    text: str | None = Field(None, min_length=1, max_length=500_000)
    max_chars: int | None = Field(None, ge=4, le=200)
    max_words: int | None = Field(None, ge=1, le=100)
    max_lines: int | None = Field(None, ge=1, le=4)


class EnhanceAsked(Asked):
    """``source`` is an uploaded recording or video (asset:ID) or its address; a video comes back as mp4. ``voice-only`` takes
    everything but voices away, which a hosted provider has to do."""

    source: str = Field(min_length=1, max_length=2000)
    strength: Literal["light", "normal", "strong"] = "normal"
    keep: Literal["clean", "voice-only"] = "clean"
    provider: str | None = Field(None, max_length=60)
    format: Literal["mp3", "wav", "m4a", "flac"] = "mp3"


class LipSyncAsked(Asked):
    """``video`` and ``sound`` are uploaded (asset:ID) or lie at addresses; the sound begins with the first picture and becomes the only
    one. Mouths are changed where somebody speaks in it; ``provider`` asks one alone. ``budget`` in US dollars."""

    video: str = Field(min_length=1, max_length=2000)
    sound: str = Field(min_length=1, max_length=2000)
    provider: str | None = Field(None, max_length=60, examples=["wav2lip"])
    budget: float | None = Field(None, ge=0, le=100_000)


class PicturesAsked(Asked):
    """A text, and optionally which of the user's pictures and clips to choose from; else all. ``stock`` asks stocks, too."""

    text: str = Field(min_length=1, max_length=200_000)
    assets: list[uuid.UUID] = Field(default_factory=list, max_length=1000)
    stock: bool = True
    stock_video: bool = False
    aspect: Literal["16:9", "9:16", "1:1", "4:5"] = "16:9"
    language: str | None = Field(None, max_length=35)
    count: int = Field(6, ge=1, le=30)


class PictureOption(Wire):
    """``provider`` is a stock, or ``assets`` for the user's own, whose ``id`` is the asset's. ``score`` is 0 to 1, ``scores``
    its parts. ``credit`` is what the picture's use asks for; ``preview`` may be shown while choosing."""

    provider: str
    id: str
    kind: Literal["picture", "video"]
    width: int
    height: int
    seconds: float
    words: str
    score: float
    scores: dict[str, float]
    preview: str
    credit: dict[str, str]


class PictureFor(Wire):
    """``assetId`` and ``name`` are the user's own file that suits best, if there is any."""

    sentence: str
    asset_id: uuid.UUID | None
    name: str
    search: str
    candidates: list[PictureOption]


@router.post(
    "/scripts/generate",
    summary="Write a script of an article or a topic",
    status_code=202,
    response_model=Success[JobStarted],
)
def write_script(
    request: Request, platform: PlatformDep, caller: Maker, asked: MakeAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    def wish(session: OwnedSession) -> NewJob:
        told = make_request(session, asked)
        check_video(user_providers(platform, caller.user_id), told)
        return NewJob("script", told, priority=INTERACTIVE)

    return _start(
        request,
        platform,
        caller,
        asked,
        wish,
    )


@router.post("/tts/generate", summary="Speak a text", status_code=202, response_model=Success[JobStarted])
@router.post("/ai/audio-generate", include_in_schema=False, status_code=202, response_model=Success[JobStarted])
def speak(
    request: Request, platform: PlatformDep, caller: Maker, asked: SpeechAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    return _start(
        request,
        platform,
        caller,
        asked,
        lambda _: NewJob("speech", asked.model_dump(exclude_none=True), priority=NORMAL),
    )


@router.post("/tts/preview", summary="Hear a voice", status_code=202, response_model=Success[JobStarted])
def preview(
    request: Request, platform: PlatformDep, caller: Maker, asked: PreviewAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    told = asked.model_dump(exclude_none=True) | {"text": asked.text or sample_sentence(asked.language or "en")}
    wish = NewJob("speech", told | {"format": "mp3"}, priority=INTERACTIVE)
    return _start(request, platform, caller, asked, lambda _: wish)


@router.get("/tts/status/{job_id}", summary="How far a speech job is")
def speech_status(job_id: uuid.UUID, platform: PlatformDep, caller: Reader) -> Success[JobShown]:
    return Success(data=job_shown(platform, read_job(platform, caller.user_id, job_id)))


@router.post("/ai/music-generate", summary="Compose music", status_code=202, response_model=Success[JobStarted])
def compose(
    request: Request, platform: PlatformDep, caller: Maker, asked: MusicAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    return _start(request, platform, caller, asked, lambda _: NewJob("music", asked.model_dump()))


@router.post(
    "/ai/captions",
    summary="Captions of a recording, of words or of other captions, in every format",
    status_code=202,
    response_model=Success[JobStarted],
)
def captions(
    request: Request, platform: PlatformDep, caller: Maker, asked: CaptionsAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    return _start(request, platform, caller, asked, lambda session: _of_file(session, "captions", asked, asked.source))


@router.post(
    "/ai/enhance-audio", summary="Clean the sound of a recording", status_code=202, response_model=Success[JobStarted]
)
def enhance(
    request: Request, platform: PlatformDep, caller: Maker, asked: EnhanceAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    return _start(request, platform, caller, asked, lambda session: _of_file(session, "enhance", asked, asked.source))


@router.post(
    "/lip-syncs",
    summary="Bring the mouths of a video in line with a sound",
    status_code=202,
    response_model=Success[JobStarted],
)
def lip_sync(
    request: Request, platform: PlatformDep, caller: Maker, asked: LipSyncAsked, _key: IdempotencyKey = None
) -> JSONResponse:
    check_lip_sync(user_providers(platform, caller.user_id), asked.provider)

    def wish(session: OwnedSession) -> NewJob:
        told = asked.model_dump(exclude={"budget"}, exclude_none=True)
        files = pictures_request(session, [asked.video, asked.sound])
        budget = None if asked.budget is None else round(asked.budget * 1_000_000)
        return NewJob("lip-sync", told | files | {"pictures": []}, budget_micros=budget)

    return _start(request, platform, caller, asked, wish)


@router.post("/images/recommend", summary="Pictures and clips that fit each sentence of a text, own ones and of stocks")
def recommend(platform: PlatformDep, caller: Reader, asked: PicturesAsked) -> Success[list[PictureFor]]:
    query = select(Asset).where(Asset.kind.in_(("image", "video")))
    if asked.assets:
        query = query.where(Asset.id.in_(asked.assets))
    with platform.database.reader_of(caller.user_id) as session:
        assets = session.scalars(query.order_by(Asset.created_at.desc()).limit(1000)).all()
    language = asked.language or detect_language(asked.text)
    sentences = split_sentences(asked.text, language)
    stocks = stocks_of(platform, caller.user_id) if asked.stock and sentences else []
    if not sentences or not (assets or stocks):
        return Success(data=[], message="there are no pictures to choose from" if sentences else "")
    frame = Frame(*SIZES[asked.aspect])
    wish = AdviceWish(sentences, language, frame, asked.count, asked.stock, asked.stock_video)
    rows, notes = advised(wish, assets, stocks)
    return Success(data=[_picture_for(row) for row in rows], message="; ".join(notes))


def _picture_for(row: Advice) -> PictureFor:
    options = [
        PictureOption(
            provider=each.candidate.provider, id=each.candidate.id, kind=each.candidate.kind, width=each.candidate.width,
            height=each.candidate.height, seconds=each.candidate.seconds, words=each.candidate.words, score=each.score,
            scores=each.parts, preview=each.candidate.preview_url, credit=asdict(each.candidate.credit),
        )
        for each in row.candidates
    ]  # fmt: skip
    own = row.own
    return PictureFor(
        sentence=row.sentence,
        asset_id=own.id if own else None,
        name=own.name if own else "",
        search=row.search,
        candidates=options,
    )


def _start(
    request: Request, platform: Platform, caller: Caller, asked: Asked, wish: Callable[[OwnedSession], NewJob]
) -> JSONResponse:
    def make(session: OwnedSession) -> Success[JobStarted]:
        return Success(data=job_started(create_job(session, platform.engine, caller.user_id, wish(session))))

    return once(request, platform, caller, asked, make)


def _of_file(session: OwnedSession, kind: str, asked: Asked, source: str) -> NewJob:
    """A job on one file. Raises ``InvalidInput`` for a source that is neither an asset nor an address, or is not there."""
    request = pictures_request(session, [source])
    told = asked.model_dump(exclude={"source"}, exclude_none=True)
    return NewJob(kind, told | request | {"pictures": []})
