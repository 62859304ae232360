"""Wishes for jobs, checked as far as they can be before anything is queued, with every file they name accounted for."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Asset
from reelwright.errors import InvalidDocument, InvalidInput
from reelwright.timeline.document_sources import ADDRESS, document_sources
from reelwright.timeline.expected_length import expected_length
from reelwright.timeline.reading import Reading, read_document
from reelwright.timeline.reshape import reshaped
from reelwright.units.time import parse_rate

ASSET = "asset:"
"""``asset:<id>`` names a file the user has uploaded."""


@dataclass(frozen=True)
class RenderWish:
    """A document with its values. ``outputs`` are rows of ``format``, ``quality`` and ``height``; none is one mp4."""

    document: Mapping[str, Any]
    data: Mapping[str, Any] = field(default_factory=dict[str, Any])
    outputs: tuple[Mapping[str, Any], ...] = ()
    aspect: str | None = None
    made: frozenset[str] = frozenset()
    """Files of the workspace the document may name (a production's own speech, pictures and music)."""
    frames: tuple[int, int] | None = None
    """A part of the document (first, last not included)."""
    captures: tuple[Mapping[str, Any], ...] = ()
    """Further pictures: rows of ``name``, ``at`` in seconds and ``scale``."""
    zoom: float = 1.0
    """Pixels per pixel of the document."""


def render_request(session: OwnedSession, wish: RenderWish) -> dict[str, Any]:
    """The request of a ``render`` job. Raises ``InvalidDocument``, also for files that are not there or not the user's."""
    tree = dict(wish.document)
    if wish.aspect:
        tree = reshaped(tree, wish.aspect)
    reading = read_document(json.dumps(tree), wish.data)
    sources = _sources_of(reading)
    foreign = {
        source: pointer for source, pointer in sources.items() if not ADDRESS.match(source) and source not in wish.made
    }
    for source, pointer in foreign.items():
        raise InvalidDocument(
            f"{source[:200]!r} is not a file the server may read", pointer=reading.origin(pointer),
            hint="upload it and name it asset:ID, or name an https address",
        )  # fmt: skip
    named = {source: reading.origin(pointer) for source, pointer in sources.items() if ADDRESS.match(source)}
    assets = assets_named(session, named)
    return {
        "document": tree, "data": dict(wish.data), "outputs": [dict(row) for row in wish.outputs], "sources": list(named),
        "assets": assets, "pointers": named, "title": reading.document.title, "frames": wish.frames,
        "seconds": _seconds(reading, wish, assets),
        "captures": [dict(row) for row in wish.captures], "zoom": wish.zoom,
    }  # fmt: skip


def pictures_request(session: OwnedSession, pictures: Iterable[str]) -> dict[str, Any]:
    """The part of a request that names pictures and clips to choose from. Raises ``InvalidInput`` for one that is not there."""
    named = {picture: f"/media/{number}" for number, picture in enumerate(pictures)}
    for picture in named:
        if not ADDRESS.match(picture):
            raise InvalidInput(
                f"{picture[:200]!r} is not an address", hint="upload it and name it asset:ID, or name an https address"
            )
    return {"sources": list(named), "pictures": list(named), "assets": assets_named(session, named), "pointers": named}


def assets_named(session: OwnedSession, named: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Blob, name and length in seconds (0 where it has none) of each ``asset:`` among the sources (with their pointers).

    Raises ``InvalidDocument`` for one that is not there."""
    wanted: dict[str, uuid.UUID] = {}
    for source, pointer in named.items():
        if source.lower().startswith(ASSET):
            try:
                wanted[source] = uuid.UUID(source[len(ASSET) :].lstrip("/"))
            except ValueError:
                raise InvalidDocument(f"{source[:100]!r} is no asset's id", pointer=pointer) from None
    rows = {row.id: row for row in session.scalars(select(Asset).where(Asset.id.in_(set(wanted.values()))))}
    for source, asset in wanted.items():
        if asset not in rows or rows[asset].blob_key is None:
            raise InvalidDocument(f"there is no asset {asset}", pointer=named[source], hint="upload it first")
    return {source: _row(rows[asset]) for source, asset in wanted.items()}


def _row(asset: Asset) -> dict[str, Any]:
    return {"key": str(asset.blob_key), "name": asset.name, "seconds": float(asset.facts.get("duration") or 0)}


def _seconds(reading: Reading, wish: RenderWish, assets: Mapping[str, Mapping[str, Any]]) -> float:
    """How much is to be rendered, as far as can be told now."""
    if wish.frames:
        return (wish.frames[1] - wish.frames[0]) / float(parse_rate(reading.document.canvas.fps))
    return round(
        expected_length(reading.document, {source: float(row["seconds"]) for source, row in assets.items()}), 3
    )


def _sources_of(reading: Reading) -> dict[str, str]:
    return document_sources(reading.document.model_dump(mode="json", by_alias=True))
