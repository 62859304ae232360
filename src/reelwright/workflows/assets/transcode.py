"""An asset in other formats: what may be asked for, as the request of a job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Asset
from reelwright.errors import InvalidInput
from reelwright.timeline.output_formats import FORMATS
from reelwright.workflows.jobs.lifecycle import NewJob
from reelwright.workflows.jobs.wishes import ASSET, assets_named

FILE_FORMATS = tuple(
    name for name, form in FORMATS.items() if f".{name}" in form.suffixes and name not in ("png", "jpg")
)
"""Formats that are one file of moving pictures or sound."""


def transcode_job(session: OwnedSession, asset: Asset, outputs: Sequence[Mapping[str, Any]]) -> NewJob:
    """A job that makes ``outputs`` (rows of ``format``, ``quality``, ``height``) of an asset. Raises ``InvalidInput``."""
    has_pictures = bool(asset.facts.get("videoCodec")) and bool(asset.facts.get("duration"))
    has_sound = bool(asset.facts.get("audioCodec"))
    if not has_pictures and not has_sound:
        raise InvalidInput(
            f"{asset.name} is {_article(asset.kind)}, which cannot be transcoded", hint="choose a video or a sound"
        )
    for row in outputs:
        _check(asset.name, str(row["format"]), has_pictures, has_sound)
        if row.get("height") and not FORMATS[str(row["format"])].video:
            raise InvalidInput(f"{row['format']} is sound, which has no height", hint="leave the height out")
    source = f"{ASSET}{asset.id}"
    request = {
        "sources": [source], "assets": assets_named(session, {source: "/asset"}), "pointers": {},
        "outputs": [{name: value for name, value in row.items() if value is not None} for row in outputs],
    }  # fmt: skip
    return NewJob("transcode", request, asset_id=asset.id)


def _check(name: str, wanted: str, has_pictures: bool, has_sound: bool) -> None:
    if wanted not in FILE_FORMATS:
        raise InvalidInput(f"nothing is transcoded to {wanted}", hint=f"choose one of {', '.join(FILE_FORMATS)}")
    if FORMATS[wanted].video and not has_pictures:
        sounds = [each for each in FILE_FORMATS if not FORMATS[each].video]
        raise InvalidInput(f"{name} has no moving pictures for {wanted}", hint=f"choose one of {', '.join(sounds)}")
    if not FORMATS[wanted].video and not has_sound:
        raise InvalidInput(f"{name} has no sound for {wanted}", hint="choose a format with pictures, for example mp4")


def _article(kind: str) -> str:
    return f"an {kind}" if kind[:1] in "aeiou" else f"a {kind}"
