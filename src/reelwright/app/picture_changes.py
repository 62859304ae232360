"""A person's changes to the pictures of a video: swapped, brought along, moved in time, described."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import PurePosixPath

from pydantic import Field

from reelwright.app.asked import Asked
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Asset
from reelwright.errors import InvalidInput, NotFound
from reelwright.productions.narrate.picture_ranking import Candidate
from reelwright.productions.narrate.visual_plan import Change, Option, Row, changed
from reelwright.providers.pictures import Credit, StockCandidate
from reelwright.workflows.picture_files import fetched_name

OWN = "assets"
_USUAL_SIZE = (1920, 1080)


class PictureChange(Asked):
    """``chosen`` is the id of one of the shot's candidates, ``generated`` or ``designed``; ``asset`` is a file of the user's to
    show instead. ``focus`` (parts of width and height) stays in view. ``start`` is when it begins, in seconds of the video: the
    one before lasts until then. ``trim`` is the second of a clip it begins with, ``prompt`` describes a generated picture, ``alt``
    says what is to be seen. Shots count from 1."""

    shot: int = Field(ge=1, le=10_000, examples=[2])
    chosen: str | None = Field(None, max_length=300, examples=["pexels:1234"])
    asset: uuid.UUID | None = None
    focus: tuple[float, float] | None = Field(None, examples=[[0.5, 0.3]])
    start: float | None = Field(None, ge=0, le=86_400, examples=[6.4])
    trim: float | None = Field(None, ge=0, le=86_400)
    prompt: str | None = Field(None, min_length=1, max_length=2000)
    alt: str | None = Field(None, max_length=500)


def with_changes(
    session: OwnedSession, rows: Sequence[Row], changes: Sequence[PictureChange]
) -> tuple[list[Row], dict[str, str]]:
    """The rows after the changes, and the blobs of files that were brought along, by their place in the workspace.

    Raises ``InvalidInput`` for a shot or candidate that is not there, ``NotFound`` for an asset that is not the user's.
    """
    blobs: dict[str, str] = {}
    told: list[Change] = []
    for change in changes:
        chosen, offered = change.chosen, None
        if change.asset is not None:
            offered, name, key = _brought(session, change.asset)
            chosen, blobs[name] = offered.id, key
        told.append(
            Change(change.shot, chosen, change.focus, change.start, change.trim, change.prompt, change.alt, offered)
        )
    return changed(rows, told, own_files=False), blobs


def _brought(session: OwnedSession, asset_id: uuid.UUID) -> tuple[Option, str, str]:
    """An asset as a candidate, with the place and the blob of its file."""
    asset = session.get(Asset, asset_id)
    if asset is None or asset.blob_key is None:
        raise NotFound("there is no such file", hint="upload it first")
    if asset.kind not in ("image", "video"):
        raise InvalidInput(f"{asset.name} is no picture and no clip", hint="upload a picture or a video")
    width, height = (
        int(asset.facts.get(name) or usual) for name, usual in zip(("width", "height"), _USUAL_SIZE, strict=True)
    )
    words = Candidate.named(asset.name, "picture", 0).description
    kind = "picture" if asset.kind == "image" else "video"
    seconds = float(asset.facts.get("duration") or 0)
    candidate = StockCandidate(OWN, str(asset.id), kind, width, height, words, Credit(""), seconds=seconds)
    option = Option(f"{OWN}:{asset.id}", 1.0, {}, candidate)
    suffix = PurePosixPath(asset.name).suffix.lower()
    return option, fetched_name(option.id, suffix if suffix[1:].isalnum() else ".bin"), asset.blob_key
