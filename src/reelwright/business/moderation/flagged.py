"""The list of flagged content: what is written down, what its users say to it, what administrators decide."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from reelwright.business.accounts.refusals import NotThere
from reelwright.business.audit import Origin, record
from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import BlobUse, Job, ModerationItem
from reelwright.errors import InvalidInput, ReelwrightError

_LONGEST_EXCERPT, _LONGEST_WORDS = 4000, 2000
BLOB_USER = "moderation"
Decision = Literal["allowed", "upheld"]


class Decided(ReelwrightError):
    """The item is not in a state for this: look at it again."""

    code = "CONFLICT"


@dataclass(frozen=True)
class Finding:
    """What a moderator found: ``content`` are the words, or the bytes of a picture; ``score`` is 0 to 1."""

    moderator: str
    categories: Sequence[str]
    score: float
    content: str | bytes
    blob_key: str | None = None
    blob_size: int = 0


def digest_of(moderator: str, content: str | bytes) -> str:
    """The name of one content in the eyes of one moderator."""
    raw = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(moderator.encode() + b"\0" + raw).hexdigest()


def is_allowed(database: Database, owner: uuid.UUID, digest: str) -> bool:
    """Whether an administrator lets this user use exactly this content."""
    with database.reader_of(owner) as session:
        state = session.scalar(select(ModerationItem.state).where(ModerationItem.digest == digest))
    return state == "allowed"


def write_down(database: Database, owner: uuid.UUID, job_id: uuid.UUID | None, found: Finding) -> ModerationItem:
    """Keep a finding; one that is known is counted, and stays as it was decided."""
    digest = digest_of(found.moderator, found.content)
    with database.session_of(owner) as session:
        item = session.scalar(select(ModerationItem).where(ModerationItem.digest == digest).with_for_update())
        known_job = job_id if job_id is not None and session.get(Job, job_id) is not None else None
        if item is not None:
            item.times, item.job_id = item.times + 1, known_job or item.job_id
            return item
        words = found.content if isinstance(found.content, str) else ""
        item = ModerationItem(
            job_id=known_job, kind="words" if words else "picture", moderator=found.moderator[:60],
            categories=sorted(set(found.categories)), score_percent=round(100 * found.score), excerpt=words[:_LONGEST_EXCERPT].replace("\x00", ""),
            blob_key=found.blob_key, digest=digest, owner_id=owner,
        )  # fmt: skip
        session.add(item)
        session.flush()
        if found.blob_key:
            session.add(
                BlobUse(owner_id=owner, key=found.blob_key, size=found.blob_size, user_kind=BLOB_USER, user_id=item.id)
            )
        return item


def appeal(session: OwnedSession, item_id: uuid.UUID, text: str) -> ModerationItem:
    """Ask for a person's look, in a session of the user. Raises ``NotThere``, ``Decided`` for what was decided, ``InvalidInput``."""
    text = text.strip()
    if not text or len(text) > _LONGEST_WORDS:
        raise InvalidInput(f"an appeal has 1 to {_LONGEST_WORDS} characters", hint="say why it may be used")
    item = session.scalar(select(ModerationItem).where(ModerationItem.id == item_id).with_for_update())
    if item is None:
        raise NotThere("there is no such item")
    if item.decided_at is not None or item.appealed_at is not None:
        raise Decided("it was appealed or decided already", hint="a person's decision stands")
    item.state, item.appeal, item.appealed_at = "appealed", text, now()
    return item


def decide(
    session: OwnedSession, item_id: uuid.UUID, decision: Decision, note: str, *, actor: uuid.UUID, origin: Origin
) -> ModerationItem:
    """Decide, or decide anew, in a session of the system. Raises ``NotThere`` and ``InvalidInput``."""
    if len(note) > _LONGEST_WORDS:
        raise InvalidInput(f"a note has at most {_LONGEST_WORDS} characters")
    item = session.scalar(select(ModerationItem).where(ModerationItem.id == item_id).with_for_update())
    if item is None:
        raise NotThere("there is no such item")
    record(
        session, "moderation.decided", actor=actor, subject=str(item.id), origin=origin, old=item.state, new=decision,
        owner=str(item.owner_id),
    )  # fmt: skip
    item.state, item.note, item.decided_by, item.decided_at = decision, note.strip(), actor, now()
    session.flush()
    return item
