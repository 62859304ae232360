"""A Shotstack edit as a job of ours."""

from __future__ import annotations

import re
import uuid
from dataclasses import asdict, dataclass
from typing import Any

from reelwright.database.columns import now
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Callback, Job, Video
from reelwright.errors import InvalidDocument
from reelwright.timeline.interchange.imported import Imported
from reelwright.timeline.interchange.shotstack.edit import import_edit
from reelwright.timeline.interchange.shotstack.output import Rendition, rendition_of
from reelwright.workflows.engine import Engine
from reelwright.workflows.jobs.lifecycle import NewJob, create_job
from reelwright.workflows.jobs.wishes import RenderWish, render_request

ASKED = "shotstack"
"""In a job's request: the edit as it was sent, its warnings, and the template it came from."""
_IN_OURS = re.compile(r"/tracks/(\d+)(/.*)?")


@dataclass(frozen=True)
class Edit:
    """An edit that can be rendered. ``tree`` is as it was sent."""

    tree: dict[str, Any]
    imported: Imported
    rendition: Rendition

    @property
    def warnings(self) -> list[dict[str, str]]:
        """What of the edit cannot be done, or not just so."""
        return [
            asdict(note)
            for note in self.imported.report
            if note.severity != "info" and note.pointer not in self.rendition.honoured
        ]


def read_edit(tree: dict[str, Any]) -> Edit:
    """Raises ``InvalidDocument`` with a pointer into the edit."""
    for key in ("timeline", "output"):
        if key not in tree:
            raise InvalidDocument(f"{key!r} is missing", pointer=f"/{key}")
    return Edit(tree, import_edit(tree), rendition_of(tree))


def queue_edit(
    session: OwnedSession, engine: Engine, owner: uuid.UUID, edit: Edit, title: str, template: uuid.UUID | None = None
) -> Job:
    """The job of an edit, with its video and whom to call back. Raises ``InvalidDocument``, also for files that are not there."""
    wish = RenderWish(
        edit.imported.document,
        outputs=({"format": edit.rendition.format},),
        frames=edit.rendition.frames,
        captures=tuple(asdict(capture) for capture in edit.rendition.captures),
        zoom=edit.rendition.zoom,
    )
    try:
        request = render_request(session, wish)
    except InvalidDocument as error:
        error.pointer = pointer_in_edit(error.pointer, edit.tree)
        raise
    asked = {"edit": edit.tree, "warnings": edit.warnings, "template": str(template) if template else None}
    video = Video(owner_id=owner, title=title[:300], kind="render", request={ASKED: {"template": asked["template"]}})
    session.add(video)
    session.flush()
    job = create_job(session, engine, owner, NewJob("render", request | {ASKED: asked}, video_id=video.id))
    if edit.rendition.callback:
        session.add(Callback(owner_id=owner, job_id=job.id, url=edit.rendition.callback, next_at=now()))
    return job


def pointer_in_edit(pointer: str | None, tree: dict[str, Any]) -> str | None:
    """Where in the edit lies what is at ``pointer`` of its document, as near as it can be said."""
    if not pointer:
        return None
    if pointer.startswith("/fonts/"):
        return f"/timeline{pointer}"
    if pointer.startswith(("/canvas", "/output")):
        return "/output"
    match = _IN_OURS.match(pointer)
    tracks = tree["timeline"].get("tracks") if isinstance(tree.get("timeline"), dict) else None
    if match is None or not isinstance(tracks, list):
        return "/timeline"
    number = len(tracks) - 1 - int(match.group(1))  # theirs begins with what lies on top
    if number < 0:
        return "/timeline/soundtrack"
    inner = re.sub(r"/src$", "/asset/src", match.group(2) or "")
    return f"/timeline/tracks/{number}{inner}"
