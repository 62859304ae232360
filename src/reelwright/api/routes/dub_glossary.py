"""A dub's glossary: what another one would touch, and taking it."""

from __future__ import annotations

import uuid

from fastapi import APIRouter
from pydantic import Field

from reelwright.api.caller import PlatformDep, Reader, Writer
from reelwright.api.routes.dub_segments import TouchedShown, Versioned, document_of
from reelwright.api.routes.dubs import dub_of
from reelwright.api.wire import Success, Wire
from reelwright.app.dub_document import dub_edited
from reelwright.app.dub_wishes import TermAsked
from reelwright.productions.dub import edits
from reelwright.productions.dub.document import DubDocument, Term

router = APIRouter(prefix="/api/dubs/{video_id}/glossary", tags=["dubs"])


class GlossaryAsked(Versioned):
    """The whole glossary, in place of the one before."""

    glossary: list[TermAsked] = Field(max_length=2000)

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(Term(each.source, each.target) for each in self.glossary)


class GlossaryTouches(Wire):
    """``touched`` are the translations that the next rendering makes anew; a person's own are never among them.
    ``version`` is the dub's, after the glossary was taken or as it was looked at."""

    version: int
    is_applied: bool
    touched: list[TouchedShown]


@router.put("", summary="Set a dub's glossary; lines it touches are translated again by the next rendering")
def write_glossary(
    video_id: uuid.UUID, platform: PlatformDep, caller: Writer, asked: GlossaryAsked
) -> Success[GlossaryTouches]:
    touched: list[edits.Touched] = []

    def put(document: DubDocument) -> DubDocument:
        touched.extend(edits.glossary_touches(document, asked.terms))
        return edits.with_glossary(document, asked.terms)

    with platform.database.session_of(caller.user_id) as session:
        video, _ = dub_edited(session, platform.store, video_id, asked.version, put)
        return _told(video.version, touched, is_applied=True)


@router.post("/preview", summary="What another glossary would touch; nothing is changed")
def preview_glossary(
    video_id: uuid.UUID, platform: PlatformDep, caller: Reader, asked: GlossaryAsked
) -> Success[GlossaryTouches]:
    with platform.database.reader_of(caller.user_id) as session:
        video = dub_of(session, video_id)
        version, key = video.version, video.workspace_key
    return _told(version, edits.glossary_touches(document_of(platform, key), asked.terms), is_applied=False)


def _told(version: int, touched: list[edits.Touched], *, is_applied: bool) -> Success[GlossaryTouches]:
    rows = [TouchedShown.model_validate(each) for each in touched]
    return Success(data=GlossaryTouches(version=version, is_applied=is_applied, touched=rows))
