"""A video's document while it is edited: steps that can be taken back and done again, kept over reloads, until they are saved
as a new version."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Video, VideoDraft, VideoVersion
from reelwright.errors import ReelwrightError
from reelwright.timeline.patch import patched

MOST_STEPS = 400
_MOST_OPERATIONS_IN_ONE = 400
"""Of steps that flow together: typing on for long begins a new one."""


class DraftChanged(ReelwrightError):
    """Somebody else (another tab) changed the draft since it was read."""

    code = "PRECONDITION_FAILED"


class DraftConflict(ReelwrightError):
    """The draft is in a state that does not allow this."""

    code = "CONFLICT"


def draft_of(session: OwnedSession, video: Video, *, for_update: bool = False) -> VideoDraft:
    """The video's draft; a fresh one, not stored yet, where nothing has been edited. Raises ``DraftConflict`` without a document.

    A draft without unsaved steps follows the video to its newest version.
    """
    query = select(VideoDraft).where(VideoDraft.video_id == video.id)
    draft = session.scalar(query.with_for_update() if for_update else query)
    if draft is not None and (draft.base_version == video.version or has_unsaved(draft)):
        return draft
    document = document_of(session, video.id, video.version)
    if draft is None:
        return VideoDraft(
            owner_id=video.owner_id, video_id=video.id, base_version=video.version, revision=1, position=0, saved_position=0,
            steps=[], document=document,
        )  # fmt: skip
    if for_update:
        _start_over(draft, video.version, document)
        return draft
    return VideoDraft(
        owner_id=video.owner_id, video_id=video.id, base_version=video.version, revision=draft.revision + 1, position=0,
        saved_position=0, steps=[], document=document,
    )  # fmt: skip


def document_of(session: OwnedSession, video_id: uuid.UUID, version: int) -> dict[str, Any]:
    """A version's document. Raises ``DraftConflict`` when there is none."""
    document = session.scalar(
        select(VideoVersion.document).where(VideoVersion.video_id == video_id, VideoVersion.version == version)
    )
    if document is None:
        raise DraftConflict("the video has no document yet", hint="wait until it is made")
    return document


def has_unsaved(draft: VideoDraft) -> bool:
    return draft.position != draft.saved_position


def check_revision(draft: VideoDraft, expected: int | None) -> None:
    """Raises ``DraftChanged`` when the draft is not the one that was read."""
    if expected is not None and draft.revision != expected:
        raise DraftChanged(
            f"the draft was changed meanwhile (it is at revision {draft.revision})",
            hint="read it again and repeat your change",
        )


def add_step(draft: VideoDraft, label: str, group: str, patch: Sequence[dict[str, Any]]) -> None:
    """Do a patch. Steps of one ``group`` that follow each other become one. What had been taken back is forgotten."""
    document, back = patched(draft.document, patch)
    steps = list(draft.steps[: draft.position])
    if draft.saved_position > draft.position:
        draft.saved_position = -1
    last = steps[-1] if steps else None
    flows_on = (
        last is not None
        and group
        and last["group"] == group
        and draft.saved_position != draft.position
        and len(last["patch"]) + len(patch) <= _MOST_OPERATIONS_IN_ONE
    )
    if flows_on and last is not None:
        steps[-1] = last | {"patch": [*last["patch"], *patch], "back": [*back, *last["back"]]}
    else:
        steps.append({"label": label[:120], "group": group, "patch": list(patch), "back": back})
    lost = max(0, len(steps) - MOST_STEPS)
    draft.steps, draft.position, draft.document = steps[lost:], len(steps) - lost, document
    if draft.saved_position >= 0:
        draft.saved_position = draft.saved_position - lost if draft.saved_position >= lost else -1
    draft.revision += 1


def undo_step(draft: VideoDraft) -> list[dict[str, Any]]:
    """Take the last step back; the patch that did so. Raises ``DraftConflict`` when there is none."""
    if draft.position == 0:
        raise DraftConflict("there is nothing to take back")
    patch = draft.steps[draft.position - 1]["back"]
    draft.document, _ = patched(draft.document, patch)
    draft.position -= 1
    draft.revision += 1
    return patch


def redo_step(draft: VideoDraft) -> list[dict[str, Any]]:
    """Do the step that was taken back last again; its patch. Raises ``DraftConflict`` when there is none."""
    if draft.position >= len(draft.steps):
        raise DraftConflict("there is nothing to do again")
    patch = draft.steps[draft.position]["patch"]
    draft.document, _ = patched(draft.document, patch)
    draft.position += 1
    draft.revision += 1
    return patch


def discard(session: OwnedSession, draft: VideoDraft, video: Video) -> None:
    """Back to the newest version, without history."""
    _start_over(draft, video.version, document_of(session, video.id, video.version))


def save(session: OwnedSession, draft: VideoDraft, video: Video, name: str, *, overwrite: bool) -> int:
    """Keep the draft as a new version of the video; the version. Nothing new is made where nothing was edited.

    Raises ``DraftConflict`` when the video has a newer version than the one the draft began from, unless told to ``overwrite`` it.
    """
    if draft.base_version != video.version and not overwrite:
        raise DraftConflict(
            f"the video is at version {video.version} by now; the draft began from version {draft.base_version}",
            hint="save over it, or discard the draft",
        )
    if has_unsaved(draft) or draft.base_version != video.version:
        add_version(session, video, draft.document, "edited", name)
        draft.base_version, draft.saved_position = video.version, draft.position
        draft.revision += 1
    return video.version


def add_version(session: OwnedSession, video: Video, document: dict[str, Any], author: str, name: str = "") -> int:
    """A new version of a video's document; its number."""
    video.version += 1
    session.add(
        VideoVersion(
            owner_id=video.owner_id,
            video_id=video.id,
            version=video.version,
            document=document,
            author=author,
            name=name,
        )
    )
    return video.version


def _start_over(draft: VideoDraft, version: int, document: dict[str, Any]) -> None:
    draft.base_version, draft.document = version, document
    draft.steps, draft.position, draft.saved_position = [], 0, 0
    draft.revision += 1
