"""The segments of a dub: shown, changed one by one or many at once, taken out as a file and put back in."""

from __future__ import annotations

import math
import uuid
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from reelwright.api.caller import Caller, PlatformDep, Reader, Writer
from reelwright.api.errors import ApiError, not_found
from reelwright.api.once import IdempotencyKey, once
from reelwright.api.routes.dubs import dub_of
from reelwright.api.wire import Asked, Page, Pagination, Success, Wire
from reelwright.app.dub_document import dub_document, dub_edited
from reelwright.app.dub_wishes import Language
from reelwright.app.platform import Platform
from reelwright.database.ownership import OwnedSession
from reelwright.errors import InvalidInput
from reelwright.productions.dub import edits
from reelwright.productions.dub.document import DubDocument, Segment, read_dub, same_video, write_dub
from reelwright.productions.dub.segment_table import read_rows, write_rows

router = APIRouter(prefix="/api/dubs/{video_id}", tags=["dubs"])
Format = Literal["tsv", "srt", "vtt", "json"]
_TYPES = {
    "tsv": "text/tab-separated-values", "srt": "application/x-subrip", "vtt": "text/vtt", "json": "application/json",
}  # fmt: skip
_MOST_MS = 2**40


class TranslationShown(Wire):
    """``full`` is the translation before it was shortened to its time; ``voice`` is set where it is not the speaker's.
    ``isOutdated``: the segment's words changed since, so it is made again."""

    text: str
    full: str
    voice: str
    is_edited: bool
    is_outdated: bool
    candidates: list[str]


class SegmentShown(Wire):
    """``start`` and ``end`` in seconds of the video; ``translations`` by language."""

    id: str
    speaker: str
    start: float
    end: float
    text: str
    translations: dict[str, TranslationShown]


class SegmentsChanged(Wire):
    """``changed`` are the ids of the segments that are made anew by the next rendering; ``version`` counts edits."""

    version: int
    changed: list[str]
    segments: list[SegmentShown]


class SegmentPaging(Asked):
    """In order of time."""

    page: int = Field(1, ge=1, le=1_000_000)
    limit: int = Field(50, ge=1, le=200)
    language: Language | None = Field(None, description="only this language's translations")
    speaker: str | None = Field(None, max_length=200)


class Versioned(Asked):
    """``version`` is the one that was looked at: a change made by somebody else meanwhile is not lost."""

    version: int | None = Field(None, ge=0, le=2**31)


class SegmentChange(Versioned):
    """What is left out stays. ``translation`` and ``voice`` are of ``language``; an empty translation asks for a new one, an
    empty voice gives the speaker's back. Other ``text`` is translated again."""

    text: str | None = Field(None, max_length=5000, examples=["Thank you."])
    language: Language | None = Field(None, examples=["es"])
    translation: str | None = Field(None, max_length=5000, examples=["Muchas gracias."])
    voice: str | None = Field(None, max_length=200)
    speaker: str | None = Field(None, min_length=1, max_length=100)
    start: float | None = Field(None, ge=0, le=_MOST_MS, description="seconds")
    end: float | None = Field(None, ge=0, le=_MOST_MS, description="seconds")


class SplitAsked(Versioned):
    at: float = Field(ge=0, le=_MOST_MS, description="seconds of the video", examples=[4.2])


class ReplaceAsked(Versioned):
    """Without ``apply`` it only tells what it would touch. Without ``language`` the source's words are meant."""

    find: str = Field(min_length=1, max_length=500, examples=["agua"])
    put: str = Field(max_length=500, examples=["río"])
    language: Language | None = Field(None, examples=["es"])
    whole_words: bool = True
    apply: bool = False


class TouchedShown(Wire):
    """``language`` is empty for the source's words; ``after`` for a translation that the next rendering makes anew."""

    id: str
    language: str
    before: str
    after: str


class Replaced(Wire):
    version: int
    is_applied: bool
    touched: list[TouchedShown]


class ImportAsked(Versioned):
    """What ``export`` gave, edited. A table goes with its ``language``; captions carry it, or without one the source's words."""

    format: Format
    content: str = Field(
        min_length=1, max_length=10_000_000, examples=["1\n00:00:01,000 --> 00:00:03,500\nBuenos días.\n"]
    )
    language: Language | None = Field(None, examples=["es"])


@router.get("/segments", summary="The segments of a dub")
def segments(
    video_id: uuid.UUID, platform: PlatformDep, caller: Reader, asked: Annotated[SegmentPaging, Query()]
) -> Success[Page[SegmentShown]]:
    document = _document(platform, caller, video_id)
    found = [each for each in document.segments if asked.speaker in (None, each.speaker)]
    first = (asked.page - 1) * asked.limit
    pages = math.ceil(len(found) / asked.limit)
    pagination = Pagination(
        page=asked.page, limit=asked.limit, total=len(found), total_pages=pages, has_next=asked.page < pages, has_prev=asked.page > 1,
    )  # fmt: skip
    rows = [_shown(document, each, asked.language) for each in found[first : first + asked.limit]]
    return Success(data=Page(items=rows, pagination=pagination))


@router.get("/segments/{segment_id}", summary="One segment of a dub")
def segment(video_id: uuid.UUID, segment_id: str, platform: PlatformDep, caller: Reader) -> Success[SegmentShown]:
    document = _document(platform, caller, video_id)
    return Success(data=_shown(document, _segment(document, segment_id)))


@router.patch("/segments/{segment_id}", summary="Change a segment's words, translation, speaker, voice or times")
def change(
    video_id: uuid.UUID, segment_id: str, platform: PlatformDep, caller: Writer, asked: SegmentChange
) -> Success[SegmentsChanged]:
    if asked.language is None and (asked.translation is not None or asked.voice is not None):
        raise InvalidInput("a translation and a voice are of a language", hint="send language, too")
    with platform.database.session_of(caller.user_id) as session:
        return edited(session, platform, video_id, asked, lambda document: _changed(document, segment_id, asked))


@router.post(
    "/segments/{segment_id}/split", summary="Divide a segment at a moment", response_model=Success[SegmentsChanged]
)
def split(
    video_id: uuid.UUID,
    segment_id: str,
    request: Request,
    platform: PlatformDep,
    caller: Writer,
    asked: SplitAsked,
    _key: IdempotencyKey = None,
) -> JSONResponse:
    def divided(document: DubDocument) -> DubDocument:
        _segment(document, segment_id)
        return edits.split_segment(document, segment_id, round(asked.at * 1000))

    def make(session: OwnedSession) -> Success[SegmentsChanged]:
        return edited(session, platform, video_id, asked, divided)

    return once(request, platform, caller, asked, make, 200)


@router.post(
    "/segments/{segment_id}/merge",
    summary="Join a segment and the next of the same speaker",
    response_model=Success[SegmentsChanged],
)
def merge(
    video_id: uuid.UUID,
    segment_id: str,
    request: Request,
    platform: PlatformDep,
    caller: Writer,
    asked: Versioned,
    _key: IdempotencyKey = None,
) -> JSONResponse:
    def joined(document: DubDocument) -> DubDocument:
        _segment(document, segment_id)
        return edits.merge_segments(document, segment_id)

    def make(session: OwnedSession) -> Success[SegmentsChanged]:
        return edited(session, platform, video_id, asked, joined)

    return once(request, platform, caller, asked, make, 200)


@router.post("/replace", summary="Find and replace; a preview unless apply is true", response_model=Success[Replaced])
def replace(
    video_id: uuid.UUID,
    request: Request,
    platform: PlatformDep,
    caller: Writer,
    asked: ReplaceAsked,
    _key: IdempotencyKey = None,
) -> JSONResponse:
    return once(
        request,
        platform,
        caller,
        asked,
        lambda session: Success(data=_replaced(session, platform, video_id, asked)),
        200,
    )


@router.get(
    "/export",
    summary="The segments as a file, to be edited elsewhere",
    response_class=Response,
    responses={200: {"content": {kind: {} for kind in _TYPES.values()}, "description": "The file"}},
)
def export(
    video_id: uuid.UUID, platform: PlatformDep, caller: Reader, format: Format = "tsv",
    language: Annotated[Language | None, Query(description="left out: the source's words")] = None,
) -> Response:  # fmt: skip
    document = _document(platform, caller, video_id)
    text = write_dub(document) if format == "json" else write_rows(document, language, f".{format}")
    name = f"{language or document.language}.{format}".encode("ascii", "ignore").decode()
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.encode(), headers=headers, media_type=_TYPES[format])


@router.post("/import", summary="Put an edited file back in", response_model=Success[SegmentsChanged])
def import_(
    video_id: uuid.UUID,
    request: Request,
    platform: PlatformDep,
    caller: Writer,
    asked: ImportAsked,
    _key: IdempotencyKey = None,
) -> JSONResponse:
    name = f"the file.{asked.format}"

    def put(document: DubDocument) -> DubDocument:
        if asked.format != "json":
            return edits.with_rows(document, asked.language, read_rows(asked.content, name), name)[0]
        return same_video(document, read_dub(asked.content, name), name)

    def make(session: OwnedSession) -> Success[SegmentsChanged]:
        return edited(session, platform, video_id, asked, put)

    return once(request, platform, caller, asked, make, 200)


def replaced(video_id: uuid.UUID, platform: Platform, caller: Caller, asked: ReplaceAsked) -> Replaced:
    """What a find and replace touches; done when ``apply`` is set."""
    with platform.database.session_of(caller.user_id) as session:
        return _replaced(session, platform, video_id, asked)


def _replaced(session: OwnedSession, platform: Platform, video_id: uuid.UUID, asked: ReplaceAsked) -> Replaced:
    touched: list[edits.Touched] = []

    def put(document: DubDocument) -> DubDocument:
        found = edits.replacements(document, asked.find, asked.put, asked.language, whole_words=asked.whole_words)
        touched.extend(found)
        return edits.with_replacements(document, found)

    if asked.apply:
        video, _ = dub_edited(session, platform.store, video_id, asked.version, put)
    else:
        video = dub_of(session, video_id)
        document = document_of(platform, video.workspace_key)
        touched += edits.replacements(document, asked.find, asked.put, asked.language, whole_words=asked.whole_words)
    rows = [TouchedShown.model_validate(each) for each in touched]
    return Replaced(version=video.version, is_applied=asked.apply, touched=rows)


def edited(
    session: OwnedSession, platform: Platform, video_id: uuid.UUID, asked: Versioned, change: edits.Edit
) -> Success[SegmentsChanged]:
    """Change the document, and tell which segments that changed."""
    before: list[DubDocument] = []

    def noted(document: DubDocument) -> DubDocument:
        before.append(document)
        return change(document)

    video, after = dub_edited(session, platform.store, video_id, asked.version, noted)
    changed = edits.changed_between(before[0], after)
    shown = [_shown(after, each) for each in after.segments if each.id in changed][:200]
    return Success(data=SegmentsChanged(version=video.version, changed=changed, segments=shown))


def _changed(document: DubDocument, segment_id: str, asked: SegmentChange) -> DubDocument:
    _segment(document, segment_id)
    if asked.text is not None:
        document = edits.with_text(document, segment_id, asked.text)
    if asked.speaker is not None:
        document = edits.with_speaker(document, segment_id, asked.speaker)
    if asked.language is not None and asked.translation is not None:
        document = edits.with_own_translation(document, asked.language, segment_id, asked.translation)
    if asked.language is not None and asked.voice is not None:
        document = edits.with_voice(document, asked.language, segment_id, asked.voice)
    if asked.start is not None or asked.end is not None:
        now = document.segment(segment_id)
        start = now.start_ms if asked.start is None else round(asked.start * 1000)
        end = now.end_ms if asked.end is None else round(asked.end * 1000)
        document = edits.with_times(document, segment_id, start, end)
    return document


def _document(platform: Platform, caller: Caller, video_id: uuid.UUID) -> DubDocument:
    with platform.database.reader_of(caller.user_id) as session:
        key = dub_of(session, video_id).workspace_key
    return document_of(platform, key)


def document_of(platform: Platform, workspace_key: str | None) -> DubDocument:
    """The document of a dub's workspace. Raises ``CONFLICT`` before there is one."""
    document = dub_document(platform.store, workspace_key)
    if document is None:
        raise ApiError("CONFLICT", "the dub has no segments yet", hint="they come with its transcript")
    return document


def _segment(document: DubDocument, segment_id: str) -> Segment:
    found = next((each for each in document.segments if each.id == segment_id), None)
    if found is None:
        raise not_found("segment")
    return found


def _shown(document: DubDocument, each: Segment, language: str | None = None) -> SegmentShown:
    translations: dict[str, TranslationShown] = {}
    for name, rows in document.translations.items():
        have = rows.get(each.id)
        if have is not None and language in (None, name):
            translations[name] = TranslationShown(
                text=have.text, full=have.full, voice=have.voice, is_edited=have.is_edited,
                is_outdated=not have.is_edited and have.source != each.text, candidates=list(have.candidates),
            )  # fmt: skip
    return SegmentShown(
        id=each.id,
        speaker=each.speaker,
        start=each.start_ms / 1000,
        end=each.end_ms / 1000,
        text=each.text,
        translations=translations,
    )
