"""Uploads that come by a signed link or in pieces: begun, continued, completed, given up."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path

from reelwright.business.assets.errors import AssetMissing, UploadExpired, UploadUnfinished
from reelwright.business.assets.library import Kept, add_asset, find_asset
from reelwright.business.assets.uploads import (
    LIFE,
    Announced,
    Way,
    arrival_of,
    become_asset,
    begin_upload,
    find_upload,
    give_up,
    held_upload,
    is_awaited,
    note_arrival,
    way_of,
)
from reelwright.business.assets.usage import check_room
from reelwright.database.columns import now
from reelwright.database.tables import Asset, Upload
from reelwright.errors import LimitExceeded, MediaUnusable
from reelwright.storage.blobs import SignedUpload
from reelwright.storage.errors import BlobMissing, UploadConflict
from reelwright.storage.names import OCTETS
from reelwright.workflows.assets.arrive import described
from reelwright.workflows.assets.inspect import Declared, inspect
from reelwright.workflows.assets.intake import Intake, too_large


@dataclass(frozen=True)
class Standing:
    """An upload and how many of its bytes are here."""

    upload: Upload
    offset: int

    @property
    def is_whole(self) -> bool:
        return self.offset == self.upload.size


def begin(intake: Intake, owner: uuid.UUID, announced: Announced, way: Way) -> Upload:
    """Keep room for a file. Raises ``UploadTooLarge`` or ``QuotaExceeded``."""
    intake.check_size(announced.size)
    with intake.database.session_of(owner) as session:
        check_room(session, owner, announced.size, intake.storage_quota)
        return begin_upload(session, owner, announced, way, now() + LIFE)


def signed(intake: Intake, upload: Upload) -> SignedUpload:
    """Where the file is to be sent, whole. What it is we find out ourselves, so the link names no type of its own."""
    return intake.store.signed_put(upload.staging, expires=LIFE, max_bytes=upload.size, content_type=OCTETS)


def standing(intake: Intake, owner: uuid.UUID, upload_id: uuid.UUID) -> Standing:
    """How far a resumable upload is. Raises ``AssetMissing`` or ``UploadExpired``."""
    with intake.database.reader_of(owner) as session:
        upload = find_upload(session, upload_id, now())
        is_here = upload.asset_id is not None or arrival_of(session, upload_id) is not None
    if way_of(upload) != "tus":
        raise AssetMissing("there is no such resumable upload")
    return Standing(upload, upload.size if is_here else intake.store.upload_offset(upload.staging))


def append(intake: Intake, at: Standing, piece: bytes) -> Standing:
    """Add a piece. Raises ``UploadConflict`` when the upload moved meanwhile, ``UploadTooLarge`` past its announced size."""
    try:
        offset = intake.store.append_upload(at.upload.staging, at.offset, (piece,), max_bytes=at.upload.size)
    except LimitExceeded:
        raise too_large(at.upload.size) from None
    return Standing(at.upload, offset)


def complete(intake: Intake, owner: uuid.UUID, upload_id: uuid.UUID) -> Asset:
    """Make the asset of an upload that has arrived; asked again, the same asset.

    May be killed anywhere and called again. Raises ``AssetMissing``, ``UploadExpired``, ``UploadUnfinished``, ``MediaUnusable``.
    """
    with intake.database.reader_of(owner) as session:
        upload = find_upload(session, upload_id, now())
        if upload.asset_id is not None:
            return find_asset(session, upload.asset_id)
    blob = _arrived(intake, owner, upload)
    declared = Declared(upload.name, upload.content_type)
    if blob.size != upload.size:
        raise MediaUnusable(
            f"{upload.name} came with {blob.size:,} bytes, and {upload.size:,} were announced", hint="upload it again"
        )
    with intake.folder() as folder:
        path: Path = folder / "file"
        intake.store.fetch(blob.key, path)
        new = described(intake, declared, inspect(path, declared, intake.child), blob)
    with intake.database.session_of(owner) as session:
        upload = held_upload(session, upload_id, now())
        if upload.asset_id is not None:  # another request was faster
            return find_asset(session, upload.asset_id)
        asset = add_asset(session, owner, new)
        become_asset(session, upload, asset.id)
        return asset


def receive_whole(intake: Intake, staging: str, at: int, piece: bytes, most: int) -> int:
    """Add a piece of a file that is sent whole, beginning anew at byte 0; how many are here.

    Raises ``UploadExpired`` for one that nobody waits for, ``UploadConflict``, ``UploadTooLarge``.
    """
    if at == 0:
        with intake.database.system_reader() as session:
            if not is_awaited(session, staging, now()):
                raise UploadExpired("nobody waits for this upload any more", hint="begin it again")
        intake.store.discard_upload(staging)
    try:
        return intake.store.append_upload(staging, at, (piece,), max_bytes=most)
    except LimitExceeded:
        intake.store.discard_upload(staging)
        raise too_large(most) from None


def discard_part(intake: Intake, staging: str, received: int) -> None:
    """Forget a file that broke off at byte ``received``, unless another request has begun it anew since."""
    if intake.store.upload_offset(staging) == received:
        intake.store.discard_upload(staging)


def cancel(intake: Intake, owner: uuid.UUID, upload_id: uuid.UUID) -> None:
    """Forget an upload and what was staged of it. Raises ``AssetMissing`` or ``UploadExpired``."""
    with intake.database.session_of(owner) as session:
        upload = find_upload(session, upload_id, now())
        give_up(session, upload)
    intake.store.discard_upload(upload.staging)


def _arrived(intake: Intake, owner: uuid.UUID, upload: Upload) -> Kept:
    """The blob of what was staged, held on to. Raises ``UploadUnfinished``."""
    if way_of(upload) == "tus":
        offset = intake.store.upload_offset(upload.staging)
        if 0 < offset < upload.size:
            raise UploadUnfinished(f"{offset:,} of {upload.size:,} bytes have arrived", hint="send the rest first")
    try:
        facts = intake.store.adopt_upload(upload.staging, max_bytes=upload.size, content_type=OCTETS)
    except LimitExceeded:
        raise too_large(upload.size) from None
    except (BlobMissing, UploadConflict):
        with intake.database.reader_of(owner) as session:
            earlier = arrival_of(session, upload.id)
        if earlier is None:
            raise UploadUnfinished("the file has not arrived", hint="send it first") from None
        return earlier
    blob = Kept(facts.key, facts.size, OCTETS)
    with intake.database.session_of(owner) as session:
        note_arrival(session, held_upload(session, upload.id, now()), blob)
    return blob
