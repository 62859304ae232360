"""Files: brought in, looked at, renamed, converted and removed."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from reelwright.api.asset_wire import AssetChange, AssetShown, AssetsWanted, LinkAsked, OutputAsked, TranscodeAsked
from reelwright.api.caller import PlatformDep
from reelwright.api.intake_dependency import IntakeDep
from reelwright.api.routes import assets as api
from reelwright.api.upload_threads import in_inspecting_thread
from reelwright.app.platform import Platform
from reelwright.errors import ReelwrightError
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import FormDep, FormErrors, asked_of, told
from reelwright.studio.listing import addresses, page_number
from reelwright.studio.pages import page
from reelwright.studio.shown import place
from reelwright.studio.viewer import Viewer, ViewerDep
from reelwright.studio.words import ASSET_KINDS
from reelwright.workflows.assets.fetched import take_from

router = APIRouter(prefix="/assets", route_class=PageRoute)
_SHOWN = 30
ORDERS = {
    "newest": ("createdAt", "desc", "Newest first"),
    "oldest": ("createdAt", "asc", "Oldest first"),
    "name": ("name", "asc", "Name, A to Z"),
    "size": ("size", "desc", "Largest first"),
}
_FORMATS = {
    "video": {"mp4": "MP4 video", "webm": "WebM video", "gif": "Animation (GIF)", "mp3": "Only the sound (MP3)", "wav": "Only the sound (WAV)"},
    "audio": {"mp3": "MP3", "m4a": "M4A", "wav": "WAV", "flac": "FLAC"},
}  # fmt: skip
HEIGHTS = {"": "As it is", "1080": "1080 lines", "720": "720 lines", "480": "480 lines", "360": "360 lines"}


class Wanted(BaseModel):
    search: str = ""
    kind: str = ""
    order: str = "newest"
    page: str = "1"


@router.get("")
def assets(request: Request, platform: PlatformDep, viewer: ViewerDep, wanted: Annotated[Wanted, Query()]) -> Response:
    return _list(request, platform, viewer, wanted)


@router.post("/fetch")
async def fetch(
    request: Request, platform: PlatformDep, viewer: ViewerDep, intake: IntakeDep, form: FormDep
) -> Response:
    """A file at an address."""
    try:
        asked = asked_of(LinkAsked, {"url": form.text("url")})
        made = await in_inspecting_thread(take_from, intake, viewer.caller.user_id, asked.url, "")
    except FormErrors as errors:
        return _list(request, platform, viewer, Wanted(), errors, form.values)
    except ReelwrightError as refusal:
        errors = FormErrors({"url": told(refusal).by_field[""]})
        return _list(request, platform, viewer, Wanted(), errors, form.values)
    return RedirectResponse(f"/assets/{made.id}?done=made", 303)


@router.get("/{asset_id}")
def show(asset_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    return _page(request, platform, viewer, asset_id)


@router.post("/{asset_id}/rename")
def rename(asset_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    try:
        api.rename(asset_id, asked_of(AssetChange, {"name": form.text("name")}), viewer.caller, platform)
    except FormErrors as errors:
        return _page(request, platform, viewer, asset_id, errors, form.values)
    return RedirectResponse(f"/assets/{asset_id}?done=renamed", 303)


@router.post("/{asset_id}/remove")
def remove(asset_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep) -> Response:
    api.remove(asset_id, viewer.caller, platform)
    return RedirectResponse("/assets?done=removed", 303)


@router.post("/{asset_id}/transcode")
def transcode(
    asset_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep
) -> Response:
    try:
        output = asked_of(OutputAsked, {"format": form.text("format"), "height": form.text("height")})
        asked = TranscodeAsked.model_validate({"outputs": [output.model_dump(exclude_none=True)]})
        with platform.database.session_of(viewer.caller.user_id) as session:
            job = api.converting(session, platform, viewer.caller, asset_id, asked)
    except FormErrors as errors:
        return _page(request, platform, viewer, asset_id, errors, form.values)
    except ReelwrightError as refusal:
        if refusal.code == "NOT_FOUND":
            raise
        return _page(request, platform, viewer, asset_id, told(refusal), form.values)
    return RedirectResponse(f"/jobs/{job.id}?done=converting", 303)


def _list(
    request: Request, platform: Platform, viewer: Viewer, wanted: Wanted,
    errors: FormErrors | None = None, values: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    order = wanted.order if wanted.order in ORDERS else "newest"
    kind = wanted.kind if wanted.kind in ASSET_KINDS else None
    sort, direction, _ = ORDERS[order]
    given = {
        "search": wanted.search.strip()[:200], "kind": kind, "sort": sort, "order": direction,
        "page": page_number(wanted.page), "limit": _SHOWN,
    }  # fmt: skip
    found = api.list_assets(asked_of(AssetsWanted, given), viewer.caller, platform).data
    kept = {"search": wanted.search, "kind": kind or "", "order": order}
    return page(
        request, "assets.html", viewer, status=422 if errors else 200, assets=found.items, pages=found.pagination, wanted=kept,
        kinds=ASSET_KINDS, orders={name: row[2] for name, row in ORDERS.items()}, address=addresses("/assets", kept),
        place=lambda url: place(platform, url), errors=errors.by_field if errors else {}, values=values or {},
    )  # fmt: skip


def _page(
    request: Request, platform: Platform, viewer: Viewer, asset_id: uuid.UUID,
    errors: FormErrors | None = None, values: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    asset = api.get_asset(asset_id, viewer.caller, platform).data
    uses = api.uses(asset_id, viewer.caller, platform).data
    return page(
        request, "asset.html", viewer, status=422 if errors else 200, asset=asset, uses=uses, facts=_facts(asset),
        url=place(platform, asset.url or ""), poster=place(platform, asset.thumbnail_url or ""),
        formats=_FORMATS.get(asset.kind, {}), heights=HEIGHTS if asset.kind == "video" else {},
        errors=errors.by_field if errors else {}, values=values or {},
    )  # fmt: skip


def _facts(asset: AssetShown) -> list[tuple[str, Any]]:
    """What looking into the file found, in words; length and size are the template's."""
    facts = asset.facts
    rows: list[tuple[str, Any]] = []
    if facts.get("width"):
        rows.append(("Picture", f"{facts['width']} × {facts['height']}"))
    if facts.get("fps"):
        rows.append(("Frames a second", f"{float(facts['fps']):g}"))
    if facts.get("sampleRate"):
        rows.append(("Sound", f"{int(facts['sampleRate']) / 1000:g} kHz, {_channels(facts.get('channels'))}"))
    names = {"videoCodec": "Picture is packed as", "audioCodec": "Sound is packed as", "format": "Format"}
    rows += [(word, facts[name]) for name, word in names.items() if facts.get(name)]
    return [*rows, ("Type", asset.content_type)]


def _channels(count: Any) -> str:
    return {1: "mono", 2: "stereo"}.get(count, f"{count} channels")
