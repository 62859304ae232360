"""A frame of a template with values, as it would be rendered."""

from __future__ import annotations

import json
import uuid
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field
from sqlalchemy import select

from reelwright.api.caller import Caller, PlatformDep, Reader
from reelwright.api.errors import not_found
from reelwright.api.preview_desk import DeskDep
from reelwright.app.asked import Asked
from reelwright.app.platform import Platform
from reelwright.database.tables import Template
from reelwright.errors import InvalidInput
from reelwright.timeline.interchange.recognised import as_document
from reelwright.timeline.reading import read_document
from reelwright.worker.preview.previews import Previews
from reelwright.worker.template_frame import PreviewWish, preview_of
from reelwright.workflows.jobs.wishes import RenderWish, render_request
from reelwright.workflows.materials import needs_materials

router = APIRouter(prefix="/api/templates/{template_id}", tags=["templates"])


class PreviewAsked(Asked):
    """``at`` is a part of the whole video's time: 0 its first frame, 1 its last."""

    data: dict[str, Any] = Field(default_factory=dict)
    at: float = Field(0.4, ge=0, le=1)
    width: int = Field(640, ge=16, le=1920)
    aspect: str | None = Field(None, max_length=20)


@router.post(
    "/preview", summary="One frame of a template with values, as it would be rendered", response_class=Response
)
def preview(
    template_id: uuid.UUID, platform: PlatformDep, caller: Reader, desk: DeskDep, asked: PreviewAsked
) -> Response:
    picture = template_frame(platform, caller, template_id, asked, desk.previews)
    return Response(picture, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})


def template_frame(
    platform: Platform, caller: Caller, template_id: uuid.UUID, asked: PreviewAsked, warm: Previews | None = None
) -> bytes:  # fmt: skip
    """A JPEG; ``warm`` for whoever will ask again soon.

    Raises ``InvalidDocument`` for values that do not fit, ``InvalidInput`` where a preview would have to be paid for.
    """
    with platform.database.reader_of(caller.user_id) as session:
        template = session.scalar(select(Template).where(Template.id == template_id))
        if template is None:
            raise not_found("template")
        wish = RenderWish(as_document(template.document).document, asked.data, aspect=asked.aspect)
        request = render_request(session, wish)
    if needs_materials(read_document(json.dumps(request["document"]), asked.data)):
        raise InvalidInput("this template has parts that are made when it is rendered", hint="render it to see it")
    return preview_of(platform, PreviewWish(caller.user_id, template_id, request, asked.at, asked.width), warm)
