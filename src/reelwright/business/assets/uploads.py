"""Files on their way in, as rows: begun, found again, arrived, become an asset, given up."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import delete, select

from reelwright.business.assets.errors import AssetMissing, UploadExpired
from reelwright.business.assets.library import Kept
from reelwright.business.assets.usage import ARRIVED
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import BlobUse, Upload

LIFE = timedelta(hours=24)
"""How long an upload may take."""
Way = Literal["put", "tus"]
"""By one PUT to a signed link, or resumable. The beginning of the staging name."""


@dataclass(frozen=True)
class Announced:
    """What a sender says of a file before it comes: a plain name, a type (or nothing), bytes."""

    name: str
    content_type: str
    size: int


def begin_upload(session: OwnedSession, owner: uuid.UUID, announced: Announced, way: Way, ends: datetime) -> Upload:
    """Write an upload down; the caller has checked that there is room."""
    upload = Upload(
        owner_id=owner, name=announced.name, content_type=announced.content_type, size=announced.size,
        staging=f"{way}-{uuid.uuid4().hex}", expires_at=ends,
    )  # fmt: skip
    session.add(upload)
    session.flush()
    return upload


def way_of(upload: Upload) -> Way:
    return "tus" if upload.staging.startswith("tus-") else "put"


def find_upload(session: OwnedSession, upload_id: uuid.UUID, moment: datetime) -> Upload:
    """Raises ``AssetMissing`` also for another user's, ``UploadExpired`` for one that came to nothing in its time."""
    upload = session.scalar(select(Upload).where(Upload.id == upload_id))
    if upload is None:
        raise AssetMissing("there is no such upload")
    if upload.asset_id is None and upload.expires_at <= moment:
        raise UploadExpired("the time for this upload is over", hint="begin it again")
    return upload


def held_upload(session: OwnedSession, upload_id: uuid.UUID, moment: datetime) -> Upload:
    """As ``find_upload``, held against other requests until the transaction ends."""
    session.execute(select(Upload.id).where(Upload.id == upload_id).with_for_update())
    return find_upload(session, upload_id, moment)


def is_awaited(session: OwnedSession, staging: str, moment: datetime) -> bool:
    """Whether bytes may still be staged under a name. For the system's session."""
    row = session.scalar(select(Upload).where(Upload.staging == staging))
    return row is not None and row.asset_id is None and row.expires_at > moment


def note_arrival(session: OwnedSession, upload: Upload, blob: Kept) -> None:
    """The whole file is a blob now: hold on to it until it is an asset, also if we are killed meanwhile."""
    _forget(session, upload.id)
    use = BlobUse(
        owner_id=upload.owner_id, user_kind=ARRIVED, user_id=upload.id, key=blob.key, size=blob.size,
        content_type=blob.content_type,
    )  # fmt: skip
    session.add(use)


def arrival_of(session: OwnedSession, upload_id: uuid.UUID) -> Kept | None:
    """The blob an upload has become, if it is no asset yet."""
    use = session.scalar(select(BlobUse).where(BlobUse.user_kind == ARRIVED, BlobUse.user_id == upload_id))
    return use and Kept(use.key, use.size, use.content_type)


def become_asset(session: OwnedSession, upload: Upload, asset_id: uuid.UUID) -> None:
    """The upload is done: the asset holds on to the blob from here."""
    _forget(session, upload.id)
    upload.asset_id = asset_id


def give_up(session: OwnedSession, upload: Upload) -> None:
    """Forget an upload. What arrived whole counts until its time is over, for until then it lies on the disk."""
    session.delete(upload)


def take_expired(session: OwnedSession, moment: datetime, most: int) -> list[str]:
    """Forget up to ``most`` uploads whose time is over, and what arrived and became nothing; their staging names.

    For the system's session.
    """
    rows = list(session.scalars(select(Upload).where(Upload.expires_at <= moment).limit(most)))
    for row in rows:
        session.delete(row)
    session.execute(delete(BlobUse).where(BlobUse.user_kind == ARRIVED, BlobUse.created_at <= moment - LIFE))
    return [row.staging for row in rows]


def _forget(session: OwnedSession, upload_id: uuid.UUID) -> None:
    session.execute(delete(BlobUse).where(BlobUse.user_kind == ARRIVED, BlobUse.user_id == upload_id))
