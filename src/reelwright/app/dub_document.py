"""The document of a dub on the server: read from the files of its video, and changed while no job works on them."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job, Video
from reelwright.errors import NotFound
from reelwright.productions.dub.document import DubDocument, read_dub, same_video, write_dub
from reelwright.productions.dub.edits import Edit
from reelwright.storage.blobs import BlobStore
from reelwright.workflows.jobs.lifecycle import JobState, job_for_update
from reelwright.workflows.jobs.workspace_edit import keep_texts, text_in

DOCUMENT = "dub.json"
"""Its name among the files."""


def dub_document(store: BlobStore, workspace_key: str | None) -> DubDocument | None:
    """The document as it stands; ``None`` before there is a transcript."""
    text = text_in(store, workspace_key, DOCUMENT)
    return None if text is None else read_dub(text)


def dub_edited(
    session: OwnedSession, store: BlobStore, video_id: uuid.UUID, version: int | None, change: Edit
) -> tuple[Video, DubDocument]:  # fmt: skip
    """Change a dub's document. ``version`` is the one that was looked at.

    Raises ``NotFound``, ``JobState`` while a job works on it, before there is one, and when somebody else changed it meanwhile;
    ``InvalidInput`` for an edit that cannot be.
    """
    video, job = _held(session, video_id)
    if job is not None and job.status in ("QUEUED", "PROCESSING", "CANCELLING"):
        raise JobState("the dub is at work", hint="edit it when it waits for an approval or has ended, or cancel it")
    if version is not None and version != video.version:
        raise JobState(f"the dub is at version {video.version} by now", hint="read it again and repeat your change")
    before = dub_document(store, video.workspace_key)
    if before is None:
        raise JobState("the dub has no segments yet")
    after = change(before)
    if after == before:
        return video, before
    video.version += 1
    key = keep_texts(session, store, video, {DOCUMENT: write_dub(after)})
    if job is not None and job.status != "COMPLETED":
        job.workspace_key = key  # what waits, or is tried again, goes on with the edits
    return video, after


def approved_document(store: BlobStore, workspace_key: str | None, tree: str) -> str:
    """The text of a document that a person sends with an approval. Raises ``InvalidInput`` for that of another video."""
    before = dub_document(store, workspace_key)
    if before is None:
        raise JobState("the dub has no segments yet")
    return write_dub(same_video(before, read_dub(tree, "the document"), "the document"))


def dub_for_update(session: OwnedSession, video_id: uuid.UUID) -> Video:
    """The dub, held against changes by others until the transaction ends. Raises ``NotFound``."""
    video = session.scalar(select(Video).where(Video.id == video_id, Video.kind == "dub").with_for_update())
    if video is None:
        raise NotFound("there is no such dub")
    return video


def _held(session: OwnedSession, video_id: uuid.UUID) -> tuple[Video, Job | None]:
    """The dub and its newest job, both held; the job first, as the job's own story takes them."""
    newest = select(Job.id).where(Job.video_id == video_id).order_by(Job.created_at.desc()).limit(1)
    seen = session.scalar(newest)
    job = job_for_update(session, seen) if seen else None
    video = dub_for_update(session, video_id)
    if session.scalar(newest) != seen:
        raise JobState("the dub is at work", hint="a job was started this moment")
    return video, job
