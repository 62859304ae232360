"""Mails put in line, in the transaction that made them worth sending."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from reelwright.business.mails.kinds import KINDS, wants
from reelwright.database.columns import now
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job, Mail, User, Video

_TOLD = {"completed": "done", "failed": "failed", "waiting": "waiting"}
_KINDS_TOLD = ("make", "render", "dub")
"""Jobs long enough to walk away from."""
LOCAL_OWNER = "owner@localhost"


def queue_mail(session: OwnedSession, owner: uuid.UUID, kind: str, key: str, data: Mapping[str, Any]) -> Mail | None:
    """A mail for a user; ``None`` when they do not want it, were told of ``key`` before, or have no address."""
    assert kind in KINDS
    user = session.get(User, owner)
    if user is None or user.email == LOCAL_OWNER or not user.is_active or not wants(user.settings, kind):
        return None
    if session.scalar(select(Mail.id).where(Mail.owner_id == owner, Mail.key == key[:200])) is not None:
        return None
    mail = Mail(owner_id=owner, kind=kind, key=key[:200], data=dict(data), next_at=now())
    session.add(mail)
    session.flush()
    return mail


def tell_by_mail(session: OwnedSession, job: Job, event: str) -> None:
    """Mail what became of a job: of videos, but not of each row of a batch."""
    kind = _TOLD.get(event)
    if job.kind == "export" and event == "completed":
        queue_mail(session, job.owner_id, "export", f"export {job.id}", {"job": str(job.id)})
    if kind is None or job.kind not in _KINDS_TOLD or job.batch_id is not None:
        return
    video = session.get(Video, job.video_id) if job.video_id else None
    title = video.title if video is not None else ""
    error = job.error or {}
    data = {
        "title": title[:120] or "untitled",
        "job": str(job.id),
        "video": str(job.video_id) if job.video_id else "",
        "is_dub": job.kind == "dub",
        "message": str(error.get("message", ""))[:500],
        "hint": str(error.get("hint", ""))[:500],
    }
    queue_mail(
        session, job.owner_id, kind, f"{event} {job.id} {job.revision} {job.stage if kind == 'waiting' else ''}", data
    )
