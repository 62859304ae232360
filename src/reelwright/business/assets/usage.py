"""How much room a user's files take, and whether there is room for another."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import func, select

from reelwright.business.assets.errors import QuotaExceeded
from reelwright.database.columns import now
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import BlobUse, Upload, User

ARRIVED = "upload"
"""The ``user_kind`` of blobs that have arrived whole and are not an asset yet."""


def used_bytes(session: OwnedSession, owner: uuid.UUID) -> int:
    """Bytes of all blobs something of the user's needs; the same content counts once."""
    each = select(func.max(BlobUse.size).label("size")).where(BlobUse.owner_id == owner).group_by(BlobUse.key)
    return int(session.scalar(select(func.sum(each.subquery().c.size))) or 0)


def promised_bytes(session: OwnedSession, owner: uuid.UUID, moment: datetime) -> int:
    """Bytes kept free for uploads that were begun and may still arrive."""
    arrived = select(BlobUse.user_id).where(BlobUse.owner_id == owner, BlobUse.user_kind == ARRIVED)
    waiting = select(func.sum(Upload.size)).where(
        Upload.owner_id == owner, Upload.asset_id.is_(None), Upload.expires_at > moment, Upload.id.not_in(arrived)
    )
    return int(session.scalar(waiting) or 0)


def room_left(session: OwnedSession, owner: uuid.UUID, default_limit: int) -> int:
    """Bytes the user may still store; below zero when the limit was lowered under what is there."""
    own = session.scalar(select(User.storage_limit_bytes).where(User.id == owner))
    return (default_limit if own is None else own) - used_bytes(session, owner) - promised_bytes(session, owner, now())


def check_room(session: OwnedSession, owner: uuid.UUID, size: int, default_limit: int) -> None:
    """Raises ``QuotaExceeded`` unless ``size`` more bytes fit. In a writing session no other of the user's comes between."""
    session.execute(select(User.id).where(User.id == owner).with_for_update())
    left = room_left(session, owner, default_limit)
    if size > left:
        raise no_room(size, left)


def no_room(size: int, left: int) -> QuotaExceeded:
    """The error of a file of (at least) ``size`` bytes where ``left`` fit."""
    return QuotaExceeded(
        f"the file has {size:,} bytes or more, and there is room for {max(0, left):,}",
        hint="remove files you do not need, or ask the operator for more room",
    )


def holds(session: OwnedSession, owner: uuid.UUID, key: str) -> bool:
    """Whether the user has this content already, so that it takes no more room."""
    held = select(BlobUse.id).where(BlobUse.owner_id == owner, BlobUse.key == key).limit(1)
    return session.scalar(held) is not None
