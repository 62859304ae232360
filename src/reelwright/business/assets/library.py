"""A user's assets: added, found, listed, renamed and removed, together with the blobs they need."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, delete, select

from reelwright.business.assets.errors import AssetMissing
from reelwright.business.assets.names import plain_name
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Asset, BlobUse, Upload

ASSET = "asset"
"""The ``user_kind`` of blobs that assets need."""
THUMBNAIL = "thumbnail"


@dataclass(frozen=True)
class Kept:
    """A stored blob."""

    key: str
    size: int
    content_type: str


@dataclass(frozen=True)
class NewAsset:
    """A file that was looked into and stored. ``facts`` as in ``Asset.facts``."""

    name: str
    kind: str
    blob: Kept
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    thumbnail: Kept | None = None


def add_asset(session: OwnedSession, owner: uuid.UUID, new: NewAsset) -> Asset:
    """Write an asset down, with the uses of its blobs."""
    asset = Asset(
        owner_id=owner, name=new.name, kind=new.kind, content_type=new.blob.content_type, blob_key=new.blob.key,
        size=new.blob.size, facts=dict(new.facts), status="ready",
    )  # fmt: skip
    session.add(asset)
    session.flush()
    for name, kept in (("", new.blob), (THUMBNAIL, new.thumbnail)):
        if kept is not None:
            session.add(_use(asset, name, kept))
    return asset


def find_asset(session: OwnedSession, asset_id: uuid.UUID) -> Asset:
    """Raises ``AssetMissing`` also for another user's."""
    asset = session.scalar(select(Asset).where(Asset.id == asset_id))
    if asset is None:
        raise AssetMissing("there is no such asset")
    return asset


def assets_matching(kind: str | None, search: str) -> Select[Asset]:
    """All assets of a kind whose name holds ``search``, in small or large letters."""
    query = select(Asset)
    if kind:
        query = query.where(Asset.kind == kind)
    return query.where(Asset.name.icontains(search, autoescape=True)) if search else query


def thumbnails_of(session: OwnedSession, assets: list[Asset]) -> dict[uuid.UUID, Kept]:
    """The small pictures of those assets that have one."""
    uses = session.scalars(
        select(BlobUse).where(
            BlobUse.user_kind == ASSET, BlobUse.name == THUMBNAIL, BlobUse.user_id.in_([asset.id for asset in assets])
        )
    )
    return {use.user_id: Kept(use.key, use.size, use.content_type) for use in uses}


def rename_asset(session: OwnedSession, asset_id: uuid.UUID, name: str) -> Asset:
    """Give an asset another name; its ending stays true to what it is. Raises ``AssetMissing``."""
    asset = find_asset(session, asset_id)
    ending = asset.name.rpartition(".")
    asset.name = plain_name(name, f".{ending[2].lower()}" if ending[1] else "")
    return asset


def remove_asset(session: OwnedSession, asset_id: uuid.UUID) -> None:
    """Forget an asset. Its blobs go by garbage collection, unless something else needs them. Raises ``AssetMissing``."""
    asset = find_asset(session, asset_id)
    session.execute(delete(BlobUse).where(BlobUse.user_kind == ASSET, BlobUse.user_id == asset.id))
    session.execute(delete(Upload).where(Upload.asset_id == asset.id))
    session.delete(asset)


def _use(asset: Asset, name: str, kept: Kept) -> BlobUse:
    return BlobUse(
        owner_id=asset.owner_id, user_kind=ASSET, user_id=asset.id, name=name, key=kept.key, size=kept.size,
        content_type=kept.content_type,
    )  # fmt: skip
