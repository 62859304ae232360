"""Wishes for videos: of a topic, an article, a script, a document or a template."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator
from sqlalchemy import select

from reelwright.app.asked import Asked
from reelwright.app.needed_providers import check_video
from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import user_providers
from reelwright.app.video_defaults import own_defaults
from reelwright.captions.styles import StyleName
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job, Project, Template, Video
from reelwright.errors import InvalidInput, NotFound
from reelwright.productions.narrate.dialogue import parse_cast
from reelwright.productions.narrate.frame import SIZES
from reelwright.productions.narrate.lexicon import parse_lexicon
from reelwright.productions.narrate.palettes import palette_named
from reelwright.productions.narrate.presenting import GENDERS, character_of
from reelwright.timeline.clips.presenter import CharacterName
from reelwright.timeline.interchange.recognised import as_document
from reelwright.workflows.engine import BULK, INTERACTIVE, NORMAL, Engine
from reelwright.workflows.jobs.lifecycle import NewJob, create_job
from reelwright.workflows.jobs.wishes import RenderWish, pictures_request, render_request
from reelwright.workflows.said_text import as_verse

MOST_TEXT = 500_000
Gate = Literal["script", "speech", "visuals", "timeline"]
PRIORITIES = {"interactive": INTERACTIVE, "normal": NORMAL, "bulk": BULK}


class OutputAsked(Asked):
    """A file to make; without a quality and height the document decides."""

    format: Literal["mp4", "webm", "mov", "gif", "mp3", "m4a", "wav", "flac"] = "mp4"
    quality: str | None = Field(None, max_length=40, examples=["high"])
    height: int | None = Field(None, ge=16, le=4320)


class RenderAsked(Asked):
    """A document (ours or a Shotstack edit) or a template, with values for its variables."""

    document: dict[str, Any] | None = None
    template_id: uuid.UUID | None = None
    data: dict[str, Any] = Field(default_factory=dict)
    outputs: list[OutputAsked] = Field(default_factory=list, max_length=8)
    aspect: str | None = Field(None, max_length=20, examples=["9:16"])
    title: str | None = Field(None, max_length=300)
    project_id: uuid.UUID | None = None
    priority: Literal["interactive", "normal", "bulk"] = "normal"

    @model_validator(mode="after")
    def _one_document(self) -> RenderAsked:
        if (self.document is None) == (self.template_id is None):
            raise ValueError("give either a document or a templateId")
        return self


class MakeWishes(Asked):
    """An article, a script or a topic, and how the video should be. What is left out the project decides, else the default."""

    topic: str | None = Field(None, min_length=1, max_length=2000, examples=["How rice grows"])
    text: str | None = Field(
        None, min_length=1, max_length=MOST_TEXT, description="an article (Markdown or plain text) or a script"
    )
    title: str | None = Field(None, max_length=300)
    project_id: uuid.UUID | None = None
    media: list[str] = Field(
        default_factory=list,
        max_length=200,
        description="pictures and clips to choose from: asset:ID or https addresses",
    )
    voice: str | None = Field(None, max_length=100)
    language: str | None = Field(None, max_length=35)
    aspect: str | None = Field(None, max_length=20)
    captions: StyleName | None = None
    palette: str | None = Field(
        None, max_length=40, description="colour scheme of designed pictures", examples=["ocean"]
    )
    music: Literal["calm", "bright", "tense", "epic", "none"] | None = None
    music_prompt: str | None = Field(
        None,
        max_length=2000,
        description="describes the music, for a provider that reads; music is the mood others take",
    )
    music_level: float | None = Field(None, ge=-20, le=10, description="decibels louder or softer than usual")
    speed: float | None = Field(None, ge=0.5, le=2)
    pitch: float | None = Field(None, ge=-6, le=6, description="semitones")
    lexicon: str | None = Field(
        None, max_length=100_000, description="pronunciations, lines of: word = respelling", examples=["Nguyen = win"]
    )
    cast: dict[str, str] | None = Field(
        None, max_length=40, description="voices by speaker's name, in a dialogue", examples=[{"Anna": "espeak:en-gb"}]
    )
    duration: float | None = Field(None, ge=5, le=3600)
    seed: int | None = None
    audience: str | None = Field(None, max_length=200, examples=["children of ten"])
    tone: str | None = Field(None, max_length=200, examples=["playful"])
    sections: int | None = Field(None, ge=1, le=20, description="how many sections a text model gives the script")
    call_to_action: bool | None = Field(None, description="whether the script ends with one; it does if left out")
    pictures: Literal["auto", "folder", "stock", "generated", "designed"] | None = Field(
        None, description="where pictures come from; auto: media, then a stock that is set up, else designed"
    )
    stock_video: bool | None = Field(None, description="moving shots of stocks, too")
    clips: str | None = Field(
        None,
        max_length=60,
        description="generated video clips in place of pictures: auto, or a provider's name; none if left out",
        examples=["auto"],
    )
    clips_for: Literal["sentences", "sections"] | None = Field(
        None, description="a clip for every shot, or to open each section"
    )
    style: str | None = Field(None, max_length=1000, description="how generated pictures look")
    references: list[str] = Field(
        default_factory=list,
        max_length=8,
        description="pictures that generated ones should look like: asset:ID or https addresses",
    )
    verse: bool | None = Field(
        None, description="the text is a poem or slokas: said line by line at the pace of the metre, above a drone"
    )
    presenter: CharacterName | None = Field(None, description="a drawn presenter who says it")
    presenter_place: Literal["corner", "full"] | None = Field(
        None, description="in a corner of the pictures, or large beside the titles; in a corner if left out"
    )
    credit_line: bool | None = Field(None, description="end the chapters file with who made the pictures")
    approve: list[Gate] = Field(default_factory=list, description="stages after which the job waits for an approval")
    priority: Literal["interactive", "normal", "bulk"] = "normal"
    budget: float | None = Field(None, ge=0, le=100_000, description="most US dollars the job may spend at providers")


class MakeAsked(MakeWishes):
    """Wishes that are enough to begin with."""

    @model_validator(mode="after")
    def _one_source(self) -> MakeAsked:
        if (self.topic is None) == (self.text is None):
            raise ValueError("give either a topic or a text")
        if self.verse and self.text is None:
            raise ValueError("only a text can be said as verse: send the poem as text")
        return self


def make_request(session: OwnedSession, asked: MakeAsked) -> dict[str, Any]:
    """The request of a ``make`` or ``script`` job; see ``needed_providers.check_video``. Raises ``InvalidInput``, ``InvalidDocument``."""
    project = _project(session, asked.project_id).settings if asked.project_id else {}
    defaults = own_defaults(session) | project
    chosen = asked.model_dump(
        include={
            "voice", "language", "aspect", "captions", "music", "music_prompt", "speed", "pitch", "lexicon", "cast", "duration", "seed",
            "audience", "tone", "sections", "call_to_action", "stock_video", "style", "credit_line", "palette", "music_level",
            "clips", "clips_for", "presenter", "presenter_place",
        },
        exclude_none=True,
    )  # fmt: skip
    parse_lexicon(asked.lexicon or "")
    if asked.palette:
        palette_named(asked.palette)
    parse_cast((f"{name}={voice}" for name, voice in (asked.cast or {}).items()), "cast")
    if asked.verse:
        chosen = {"music_prompt": "drone"} | chosen
    request = defaults | chosen | ({"picture_source": asked.pictures} if asked.pictures else {})
    if request.get("aspect", "16:9") not in SIZES:
        raise InvalidInput(f"there is no aspect {request['aspect']}", hint=f"choose one of {', '.join(SIZES)}")
    named = {"topic": asked.topic, "text": _said(asked), "title": asked.title}
    if request.get("presenter") and not request.get("voice"):
        request["voice"] = GENDERS[character_of(request["presenter"])]
    whole = request | {name: value for name, value in named.items() if value} | pictures_request(session, asked.media)
    return _with_references(session, whole, asked.references)


def _said(asked: MakeAsked) -> str | None:
    """The text; of verse a script of its lines, which stays as it is. Raises ``InvalidInput`` when it holds none."""
    if not asked.verse or asked.text is None:
        return asked.text
    return as_verse(asked.text, "the text", asked.language)


def _with_references(session: OwnedSession, request: dict[str, Any], references: list[str]) -> dict[str, Any]:
    """The request with further files to lay out, which are not among the pictures to choose from."""
    if not references:
        return request
    named = pictures_request(session, references)
    return request | {
        "references": named["sources"],
        "sources": list(dict.fromkeys([*request["sources"], *named["sources"]])),
        "assets": request["assets"] | named["assets"],
        "pointers": named["pointers"] | request["pointers"],
    }


def start_make(session: OwnedSession, platform: Platform, asked: MakeAsked) -> Job:
    """A video of an article, a script or a topic, and the job that makes it. Raises ``ProviderNeeded`` where nobody can make it."""
    owner = _owner(session)
    request = make_request(session, asked)
    check_video(user_providers(platform, owner), request)
    title = asked.title or asked.topic or _first_line(asked.text or "")
    video = Video(owner_id=owner, project_id=asked.project_id, title=title[:300], kind="make", request=request)
    session.add(video)
    session.flush()
    budget = None if asked.budget is None else round(asked.budget * 1_000_000)
    wish = NewJob(
        "make", request, tuple(asked.approve), PRIORITIES[asked.priority], video_id=video.id, budget_micros=budget
    )
    return create_job(session, platform.engine, owner, wish)


def prepared(session: OwnedSession, asked: RenderAsked, document: dict[str, Any] | None = None) -> dict[str, Any]:
    """The request of a rendering, checked whole. Only reads: checking takes longer than writing it down, and on SQLite nobody
    else writes meanwhile. ``document`` spares reading the template again."""
    if asked.project_id:
        _project(session, asked.project_id)
    outputs = tuple(output.model_dump(exclude_none=True) for output in asked.outputs)
    return render_request(
        session, RenderWish(document or document_of(session, asked), asked.data, outputs, asked.aspect)
    )


def start_render(
    session: OwnedSession, engine: Engine, asked: RenderAsked, request: dict[str, Any] | None = None,
    batch: tuple[uuid.UUID, int] | None = None,
) -> Job:  # fmt: skip
    """A video of a document or template, and the job that renders it. ``request`` is what ``prepared`` answered."""
    owner = _owner(session)
    request = dict(request or prepared(session, asked))
    title = asked.title or request.pop("title", None) or "Untitled"
    video = Video(
        owner_id=owner, project_id=asked.project_id, title=title[:300], kind="render", request={"title": asked.title}
    )
    session.add(video)
    session.flush()
    wish = NewJob("render", request, priority=PRIORITIES[asked.priority], video_id=video.id)
    if batch is not None:
        wish = replace(wish, priority=BULK, batch_id=batch[0], batch_row=batch[1])
    return create_job(session, engine, owner, wish)


def document_of(session: OwnedSession, asked: RenderAsked) -> dict[str, Any]:
    """The document asked for, in our format. Raises ``NotFound`` for a template that is not there."""
    if asked.template_id is None:
        return as_document(asked.document or {}).document
    template = session.scalar(select(Template).where(Template.id == asked.template_id))
    if template is None:
        raise NotFound("there is no such template")
    return as_document(template.document).document


def _project(session: OwnedSession, project_id: uuid.UUID) -> Project:
    row = session.get(Project, project_id)
    if row is None:
        raise NotFound("there is no such project")
    return row


def _owner(session: OwnedSession) -> uuid.UUID:
    assert isinstance(session.owner, uuid.UUID)
    return session.owner


def _first_line(text: str) -> str:
    lines = (line.strip("# \t-") for line in text.splitlines())
    return next((line for line in lines if line), "Untitled")


def start_scheduled(session: OwnedSession, platform: Platform, kind: str, request: dict[str, Any]) -> uuid.UUID:
    """The job of a schedule, from the request a client would send. Raises ``InvalidInput`` for one that cannot be read."""
    try:
        if kind == "make":
            return start_make(session, platform, MakeAsked.model_validate(request)).id
        return start_render(session, platform.engine, RenderAsked.model_validate(request)).id
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise InvalidInput(f"the schedule's request does not fit: {place}: {fault['msg']}") from None
