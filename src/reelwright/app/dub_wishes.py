"""Wishes for dubs, and what the edits of one touch made again."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal
from urllib.parse import unquote, urlsplit

from pydantic import Field, StringConstraints
from sqlalchemy import select

from reelwright.app.asked import Asked
from reelwright.app.consent_wish import ConsentAsked
from reelwright.app.dub_document import DOCUMENT, dub_document
from reelwright.app.lip_wiring import check_lip_sync
from reelwright.app.providers.choosing import Providers
from reelwright.app.video_wishes import PRIORITIES
from reelwright.app.voice_clones import NEEDED, cloners
from reelwright.database.columns import now
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job, Project, User, Video
from reelwright.errors import InvalidInput, NotFound, ProviderNeeded
from reelwright.productions.narrate.lexicon import parse_lexicon
from reelwright.productions.voices.consent import consent_given
from reelwright.storage.blobs import BlobStore
from reelwright.workflows.engine import INTERACTIVE, Engine
from reelwright.workflows.jobs.lifecycle import ACTIVE, JobState, NewJob, create_job
from reelwright.workflows.jobs.wishes import pictures_request
from reelwright.workflows.jobs.workspace_edit import files_in

_MOST_TARGETS = 10
DubGate = Literal["transcript", "translation"]
Language = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$", max_length=35)
]  # BCP 47, as far as voices are named by it
Voice = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class TermAsked(Asked):
    """A word and how it is said in the other language; without ``target`` it stays as it is."""

    source: str = Field(min_length=1, max_length=200, examples=["paddy"])
    target: str = Field("", max_length=200, examples=["arrozal"])


class SpeakerConsent(ConsentAsked):
    """The consent of one speaker, by id or name; ``*`` is everybody."""

    speaker: str = Field("*", min_length=1, max_length=100)


class DubCloneAsked(Asked):
    """Speakers speak with clones of their own voices, which are removed at the provider afterwards unless they are kept in the
    library. Who did not agree is cast as usual."""

    provider: str = Field("auto", min_length=1, max_length=60)
    consent: list[SpeakerConsent] = Field(min_length=1, max_length=40)
    keep_voices: bool = False


class DubAsked(Asked):
    """A video and the languages it shall speak. The first of ``targets`` becomes the default sound."""

    source: str = Field(
        min_length=1,
        max_length=2000,
        description="the video: asset:ID or an https address",
        examples=["asset:0198c5a2-8f7e-7c4e-9d6b-0a4f1c2d3e4f"],
    )
    targets: list[Language] = Field(min_length=1, max_length=_MOST_TARGETS, examples=[["es", "de"]])
    language: Language | None = Field(None, description="of the video; found out if left out", examples=["en"])
    speakers: int | None = Field(None, ge=1, le=20, description="how many people speak; found out if left out")
    voices: dict[str, Voice] = Field(
        default_factory=dict,
        max_length=40,
        description="a voice, female or male for a speaker's id or name; * is everybody",
        examples=[{"*": "female"}],
    )
    glossary: list[TermAsked] = Field(default_factory=list, max_length=2000)
    address_form: str = Field(
        "", alias="register", max_length=100, description="how people are addressed", examples=["formal"]
    )
    about: str = Field(
        "", max_length=2000, description="what the video is about; helps the translator", examples=["A cooking show"]
    )
    background: Literal["auto", "keep", "duck", "none"] = Field(
        "auto", description="keep: the voices are taken out of the sound; duck: it is lowered; none: it is left out"
    )
    burn_captions: bool = False
    captions_at: Literal["bottom", "top"] = Field(
        "bottom", description="where they are drawn; top, if the picture has captions of its own"
    )
    lexicon: str | None = Field(
        None, max_length=100_000, description="pronunciations, lines of: word = respelling", examples=["Nguyen = win"]
    )
    slow_picture: bool = Field(
        False, description="shows the picture up to a tenth slower where a line cannot be fitted otherwise"
    )
    lip_sync: str | None = Field(
        None, min_length=1, max_length=60,
        description="bring the mouths in line with the first language: auto, or a provider (wav2lip, sync); pictures are then encoded again",
    )  # fmt: skip
    transcript: str | None = Field(
        None,
        min_length=1,
        max_length=2000,
        description="your own transcript (.srt, .vtt, .ass, .tsv, .json): asset:ID or an https address; nothing is recognised",
    )
    clone: DubCloneAsked | None = Field(None, description="speak with clones of the speakers' own voices")
    approve: list[DubGate] = Field(default_factory=list, description="stages after which the job waits for an approval")
    budget: float | None = Field(None, ge=0, le=100_000, description="most US dollars the job may spend at providers")
    title: str | None = Field(None, min_length=1, max_length=300)
    project_id: uuid.UUID | None = None
    priority: Literal["interactive", "normal", "bulk"] = "normal"


class RemakeAsked(Asked):
    """What the edits touch is made again; ``approve`` ``translation`` shows new translations before they are spoken."""

    approve: list[Literal["translation"]] = Field(default_factory=list)
    budget: float | None = Field(None, ge=0, le=100_000, description="most US dollars the job may spend at providers")


class LanguagesAsked(RemakeAsked):
    """Languages that a dub shall speak, too; what was heard, told apart and separated is used again."""

    targets: list[Language] = Field(min_length=1, max_length=_MOST_TARGETS, examples=[["fr"]])


def start_dub(session: OwnedSession, engine: Engine, asked: DubAsked, providers: Providers) -> Job:
    """A video of the kind ``dub`` and its job. Raises ``InvalidInput``, ``NotFound``, ``ProviderNeeded``."""
    assert isinstance(session.owner, uuid.UUID)
    if len({target.lower() for target in asked.targets}) < len(asked.targets):
        raise InvalidInput("a language to dub into is named twice")
    if asked.language in asked.targets:
        raise InvalidInput(f"the video speaks {asked.language} already", hint="name other languages")
    if asked.transcript is None and not providers.ranked("recognition"):
        raise ProviderNeeded(
            "nobody here recognises speech", hint="send a transcript, or configure a recogniser: `reel doctor` says how"
        )
    if asked.lip_sync is not None:
        check_lip_sync(providers, asked.lip_sync)
    if asked.project_id is not None and session.get(Project, asked.project_id) is None:
        raise NotFound("there is no such project")
    if asked.clone is not None:
        _check_clone(asked.clone, providers)
    request = _request(session, asked)
    if asked.clone is not None:
        by = session.scalar(select(User.email).where(User.id == session.owner)) or ""
        request |= {"clone": asked.clone.model_dump() | {"by": by}}
    title = asked.title or f"{_name(request)} ({', '.join(asked.targets)})"
    video = Video(
        owner_id=session.owner, project_id=asked.project_id, title=title[:300], kind="dub",
        request=request | ({"title": asked.title} if asked.title else {}),
    )  # fmt: skip
    session.add(video)
    session.flush()
    wish = NewJob(
        "dub", request, tuple(asked.approve), PRIORITIES[asked.priority], video.id, budget_micros=_micros(asked.budget),
        skip=_skipped(request),
    )  # fmt: skip
    return create_job(session, engine, session.owner, wish)


def remake_dub(session: OwnedSession, engine: Engine, store: BlobStore, video: Video, asked: RemakeAsked) -> Job:
    """The job that makes again what edits touched. Raises ``JobState`` while the dub is at work or has no segments yet."""
    if session.scalar(select(Job.id).where(Job.video_id == video.id, Job.status.in_(ACTIVE)).limit(1)):
        raise JobState("the dub is at work", hint="wait for it, approve it, or cancel it")
    if DOCUMENT not in files_in(store, video.workspace_key):
        raise JobState("the dub has no segments yet", hint="try its failed job again")
    video.status = "QUEUED"
    wish = NewJob(
        "dub", {**video.request}, tuple(asked.approve), INTERACTIVE, video.id, budget_micros=_micros(asked.budget),
        workspace_key=video.workspace_key, skip=("gather", "transcript", *_skipped(video.request)),
    )  # fmt: skip
    return create_job(session, engine, video.owner_id, wish)


def add_languages(
    session: OwnedSession, engine: Engine, store: BlobStore, video: Video, asked: LanguagesAsked
) -> Job:  # fmt: skip
    """The job that makes a dub speak further languages, after those it has. Raises as ``remake_dub``, and ``InvalidInput``."""
    told = [*video.request["targets"], *asked.targets]
    if len({target.lower() for target in told}) < len(told):
        raise InvalidInput("the dub speaks one of these languages already", hint="name other ones")
    if len(told) > _MOST_TARGETS:
        raise InvalidInput(f"a dub speaks at most {_MOST_TARGETS} languages", hint="start another one")
    document = dub_document(store, video.workspace_key)
    if document is not None and document.language in asked.targets:
        raise InvalidInput(f"the video speaks {document.language} already", hint="name other languages")
    before, video.request = video.request, {**video.request, "targets": told}
    try:
        return remake_dub(session, engine, store, video, asked)
    except BaseException:
        video.request = before
        raise


def _request(session: OwnedSession, asked: DubAsked) -> dict[str, Any]:
    parse_lexicon(asked.lexicon or "")
    sources = [asked.source, *([asked.transcript] if asked.transcript else [])]
    told = asked.model_dump(
        include={
            "source", "targets", "language", "speakers", "voices", "glossary", "about", "background", "burn_captions",
            "captions_at", "slow_picture", "lip_sync", "transcript", "lexicon",
        },
        exclude_none=True,
    )  # fmt: skip
    return told | {"register": asked.address_form} | pictures_request(session, sources) | {"pictures": []}


def _check_clone(asked: DubCloneAsked, providers: Providers) -> None:
    """What is wrong with a wish for clones, before anything is begun."""
    for each in asked.consent:
        consent_given(each.declared(), "", now())
    if not cloners(providers, asked.provider):
        raise ProviderNeeded("nobody here clones voices", hint=NEEDED)


def _skipped(request: dict[str, Any]) -> tuple[str, ...]:
    """Stages that are not gone through: nobody with a GPU need be waited for."""
    return () if request.get("lip_sync") else ("lips",)


def _name(request: dict[str, Any]) -> str:
    """A name for a video that was given none: its file's."""
    held = request["assets"].get(request["source"])
    name = held["name"] if held else unquote(urlsplit(request["source"]).path)
    return PurePosixPath(name).stem or "Dub"


def _micros(dollars: float | None) -> int | None:
    return None if dollars is None else round(dollars * 1_000_000)
