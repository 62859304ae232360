"""Assets and uploads as they look on the wire."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from reelwright.api.wire import Asked, Paging, Wire
from reelwright.business.assets.library import Kept
from reelwright.database.columns import now
from reelwright.database.tables import Asset
from reelwright.storage.blobs import BlobStore
from reelwright.timeline.output import EvenHeight
from reelwright.timeline.output_formats import FormatName
from reelwright.timeline.output_quality import Quality

LINK_LIFE = timedelta(hours=6)
"""How long a link to play or show an asset is good: longer than anybody looks at a page."""
Name = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
ContentType = Annotated[str, StringConstraints(max_length=120, pattern=r"^[\x20-\x7e]*$")]
AssetKind = Literal["video", "audio", "image", "font", "document", "captions", "svg", "lottie", "lut"]


class AssetShown(Wire):
    """``facts`` has what its kind has: ``duration`` in seconds, ``width``, ``height``, ``fps``, ``videoCodec``, ``audioCodec``,
    ``sampleRate``, ``channels``, ``format``. ``url`` and ``thumbnailUrl`` are good until ``urlExpiresAt``.
    """

    id: uuid.UUID
    name: str
    kind: str
    content_type: str
    size: int
    facts: dict[str, Any]
    status: str
    source_id: uuid.UUID | None
    created_at: datetime
    updated_at: datetime
    url: str | None
    thumbnail_url: str | None
    url_expires_at: datetime


class Named(Wire):
    id: uuid.UUID
    name: str


class AssetUses(Wire):
    videos: list[Named]
    templates: list[Named]


class UploadBegun(Wire):
    """Send the file by ``method`` to ``url`` with exactly these ``headers``, then POST to ``completeUrl``."""

    upload_id: uuid.UUID
    url: str
    method: str
    headers: dict[str, str]
    complete_url: str
    expires_at: datetime


class UploadAsked(Asked):
    """A file that will be sent to a signed link."""

    name: Name
    content_type: ContentType = ""
    size: int = Field(ge=1, le=1 << 50)


class LinkAsked(Asked):
    """A file at an address."""

    url: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    name: Annotated[str, StringConstraints(max_length=1000)] = ""


class AssetChange(Asked):
    name: Name


class AssetsWanted(Paging):
    sort: Literal["createdAt", "updatedAt", "name", "size"] = "createdAt"  # pyright: ignore[reportIncompatibleVariableOverride]
    kind: AssetKind | None = None
    search: str = Field("", max_length=200)
    """Part of the name."""


class OutputAsked(Asked):
    format: FormatName
    quality: Quality | None = None
    height: EvenHeight | None = None


class TranscodeAsked(Asked):
    outputs: Annotated[list[OutputAsked], Field(min_length=1, max_length=10)]


class JobQueued(Wire):
    job_id: uuid.UUID
    status: str


def shown(asset: Asset, store: BlobStore, thumbnail: Kept | None) -> AssetShown:
    """An asset with fresh links."""
    small = thumbnail and store.signed_get(thumbnail.key, expires=LINK_LIFE, content_type=thumbnail.content_type)
    return AssetShown(
        id=asset.id, name=asset.name, kind=asset.kind, content_type=asset.content_type, size=asset.size, facts=asset.facts,
        status=asset.status, source_id=asset.source_id, created_at=asset.created_at, updated_at=asset.updated_at,
        url=link_to(asset, store, inline=True), thumbnail_url=small, url_expires_at=now() + LINK_LIFE,
    )  # fmt: skip


def link_to(asset: Asset, store: BlobStore, *, inline: bool) -> str | None:
    """A link to an asset's file, to be shown or to be saved; nothing for one without a file."""
    if asset.blob_key is None:
        return None
    return store.signed_get(
        asset.blob_key, expires=LINK_LIFE, filename=asset.name, content_type=asset.content_type, inline=inline
    )
