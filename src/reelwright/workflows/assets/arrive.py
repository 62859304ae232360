"""A file that lies here whole becomes an asset."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path

from reelwright.business.assets.library import Kept, NewAsset, add_asset
from reelwright.business.assets.names import plain_name
from reelwright.business.assets.usage import check_room, holds, no_room, room_left
from reelwright.database.tables import Asset
from reelwright.storage.blobs import BlobFacts
from reelwright.workflows.assets.inspect import Declared, Inspected, inspect
from reelwright.workflows.assets.intake import Intake, too_large


@dataclass(frozen=True)
class Room:
    """How much may still come: ``limit`` bytes in a file, ``left`` bytes for the user."""

    limit: int
    left: int

    def check(self, size: int) -> None:
        """Raises ``UploadTooLarge`` or ``QuotaExceeded`` for a file of at least ``size`` bytes."""
        if size > self.limit:
            raise too_large(self.limit)
        if size > self.left:
            raise no_room(size, self.left)


def room_for(intake: Intake, owner: uuid.UUID) -> Room:
    """Asked before the bytes come, and held against them while they do."""
    with intake.database.reader_of(owner) as session:
        return Room(intake.upload_limit, room_left(session, owner, intake.storage_quota))


def take_in(intake: Intake, owner: uuid.UUID, path: Path, declared: Declared) -> Asset:
    """Look into a file in a folder of its own, store it, write it down.

    Raises ``MediaUnusable``, ``UploadTooLarge``, ``QuotaExceeded``, and what the store raises.
    """
    room_for(intake, owner).check(path.stat().st_size)
    seen = inspect(path, declared, intake.child)
    blob = _kept(intake.store.put_file(path, seen.content_type), seen.content_type)
    new = described(intake, declared, seen, blob)
    with intake.database.session_of(owner) as session:
        check_room(session, owner, 0 if holds(session, owner, blob.key) else blob.size, intake.storage_quota)
        return add_asset(session, owner, new)


def described(intake: Intake, declared: Declared, seen: Inspected, blob: Kept) -> NewAsset:
    """What is to be written down; stores the thumbnail."""
    small = seen.thumbnail and intake.store.put_file(seen.thumbnail, _type_of_picture(seen.thumbnail))
    return NewAsset(
        plain_name(declared.name, seen.suffix), seen.kind, Kept(blob.key, blob.size, seen.content_type), seen.facts,
        small and _kept(small, small.content_type),
    )  # fmt: skip


def _kept(facts: BlobFacts, content_type: str) -> Kept:
    return Kept(facts.key, facts.size, content_type)


def _type_of_picture(path: Path) -> str:
    return "image/png" if path.suffix == ".png" else "image/jpeg"
