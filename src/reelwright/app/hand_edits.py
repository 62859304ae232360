"""What a person changed in a video's timeline by hand, and how it is kept when the video is made again from an earlier step."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from reelwright.app.video_drafts import add_version, has_unsaved
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Video, VideoDraft, VideoVersion
from reelwright.errors import ReelwrightError

KEPT_AS = "Edited by hand, before it was made again"


class HandEditsInTheWay(ReelwrightError):
    """The timeline was edited by hand, and would be laid out anew without those edits."""

    code = "CONFLICT"


@dataclass(frozen=True)
class HandEdits:
    """``version`` is the newest one where a person made it, ``has_unsaved`` says that there are steps no version has."""

    version: int | None
    has_unsaved: bool


def hand_edits(session: OwnedSession, video: Video) -> HandEdits | None:
    """``None`` where the newest timeline is as it was made."""
    newest, draft = _newest(session, video), _draft(session, video)
    is_own = newest is not None and newest.author != "made"
    if not is_own and draft is None:
        return None
    return HandEdits(newest.version if newest is not None and is_own else None, draft is not None)


def check_hand_edits(session: OwnedSession, video: Video) -> None:
    """Raises ``HandEditsInTheWay``."""
    if hand_edits(session, video) is not None:
        raise HandEditsInTheWay(
            "the timeline was edited by hand, and is laid out anew without those edits",
            hint="send overwrite to go on; the edits stay as a version of the document",
        )


def keep_hand_edits(session: OwnedSession, video: Video) -> None:
    """Steps that no version has become one, and the newest version of a person's gets a name to find it by."""
    draft = _draft(session, video)
    if draft is not None:
        add_version(session, video, draft.document, "edited", KEPT_AS)
        draft.base_version, draft.saved_position = video.version, draft.position
        draft.revision += 1
        return
    newest = _newest(session, video)
    if newest is not None and newest.author != "made" and not newest.name:
        newest.name = KEPT_AS


def _newest(session: OwnedSession, video: Video) -> VideoVersion | None:
    query = select(VideoVersion).where(VideoVersion.video_id == video.id).order_by(VideoVersion.version.desc())
    return session.scalar(query.limit(1))


def _draft(session: OwnedSession, video: Video) -> VideoDraft | None:
    """The draft, where it has steps that no version has."""
    draft = session.scalar(select(VideoDraft).where(VideoDraft.video_id == video.id))
    return draft if draft is not None and has_unsaved(draft) else None
