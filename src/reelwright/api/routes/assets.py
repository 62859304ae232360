"""Users' files: brought in by a form, a signed link or an address; listed, shown, renamed, removed, transcoded."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import ValidationError
from pydantic_core import from_json

from reelwright.api.asset_wire import (
    AssetChange,
    AssetShown,
    AssetsWanted,
    AssetUses,
    JobQueued,
    LinkAsked,
    Named,
    OutputAsked,
    TranscodeAsked,
    UploadAsked,
    UploadBegun,
    link_to,
    shown,
)
from reelwright.api.caller import Caller, Maker, PlatformDep, Reader, Writer
from reelwright.api.errors import ApiError, not_found
from reelwright.api.form_file import receive_form_file
from reelwright.api.incoming import announced_length, small_body
from reelwright.api.intake_dependency import IntakeDep
from reelwright.api.once import IdempotencyKey, once, once_apart
from reelwright.api.upload_threads import in_inspecting_thread, in_writing_thread
from reelwright.api.wire import Page, Success, page_of
from reelwright.app.platform import Platform
from reelwright.business.assets.library import assets_matching, find_asset, remove_asset, rename_asset, thumbnails_of
from reelwright.business.assets.names import plain_name
from reelwright.business.assets.uploads import Announced
from reelwright.business.assets.uses import templates_using, videos_using
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Asset, Job
from reelwright.workflows.assets.arrive import room_for, take_in
from reelwright.workflows.assets.fetched import take_from
from reelwright.workflows.assets.inspect import Declared
from reelwright.workflows.assets.intake import Intake
from reelwright.workflows.assets.staged import begin, complete, signed
from reelwright.workflows.assets.transcode import transcode_job
from reelwright.workflows.jobs.lifecycle import create_job

PREFIX = "/api/assets"
router = APIRouter(prefix=PREFIX, tags=["assets"])
_SORTABLE = {"createdAt": Asset.created_at, "updatedAt": Asset.updated_at, "name": Asset.name, "size": Asset.size}
_FORM_ROOM = 4096
"""What a form may have around its file."""
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object", "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}, "name": {"type": "string"}},
                }
            },
            "application/json": {"schema": {"anyOf": [UploadAsked.model_json_schema(), LinkAsked.model_json_schema()]}},
        },
    }
}  # fmt: skip


@router.post(
    "",
    status_code=201,
    summary="Bring a file in",
    openapi_extra=_BODY,
    response_model=Success[AssetShown | UploadBegun],
)
async def create(
    request: Request, caller: Writer, platform: PlatformDep, intake: IntakeDep, _key: IdempotencyKey = None
) -> Response:
    """A form with a ``file``; or JSON: ``name``, ``contentType`` and ``size`` of a file that will be sent to a signed link, or the
    ``url`` of a file of up to 100 MB. Larger files on bad lines are best sent by tus, at ``/api/assets/tus``.
    """
    essence = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if essence == "multipart/form-data":
        return await _from_form(request, platform, caller, intake)
    if essence != "application/json":
        raise ApiError(
            "UNSUPPORTED_MEDIA_TYPE", "a file comes as a form or is announced by JSON",
            hint="send multipart/form-data with the field file, or application/json",
        )  # fmt: skip
    asked = _parsed(await small_body(request))

    def make() -> Success[AssetShown | UploadBegun]:
        if isinstance(asked, UploadAsked):
            return Success(data=_announced(intake, caller.user_id, asked))
        return Success(data=_shown(platform, caller, take_from(intake, caller.user_id, asked.url, asked.name)))

    thread = in_inspecting_thread if isinstance(asked, LinkAsked) else in_writing_thread
    return await thread(once_apart, request, platform, caller, asked.model_dump_json(), make, 201)


@router.post("/uploads/{upload_id}/complete", status_code=201, summary="Make an asset of a file that was sent")
async def finish(upload_id: uuid.UUID, caller: Writer, platform: PlatformDep, intake: IntakeDep) -> Success[AssetShown]:
    """After the PUT to a signed link, or the last piece of a resumable upload. Asked again, it answers the same asset."""
    asset = await in_inspecting_thread(complete, intake, caller.user_id, upload_id)
    return Success(data=_shown(platform, caller, asset))


@router.get("", summary="Your files")
def list_assets(
    wanted: Annotated[AssetsWanted, Query()], caller: Reader, platform: PlatformDep
) -> Success[Page[AssetShown]]:
    with platform.database.reader_of(caller.user_id) as session:
        rows, pagination = page_of(session, assets_matching(wanted.kind, wanted.search), wanted, _SORTABLE)
        small = thumbnails_of(session, rows)
    items = [shown(row, platform.store, small.get(row.id)) for row in rows]
    return Success(data=Page(items=items, pagination=pagination))


@router.get("/{asset_id}", summary="One of your files")
def get_asset(asset_id: uuid.UUID, caller: Reader, platform: PlatformDep) -> Success[AssetShown]:
    with platform.database.reader_of(caller.user_id) as session:
        asset = find_asset(session, asset_id)
    return Success(data=_shown(platform, caller, asset))


@router.get("/{asset_id}/download", status_code=307, summary="To the file itself, to be saved")
def download(asset_id: uuid.UUID, caller: Reader, platform: PlatformDep) -> Response:
    with platform.database.reader_of(caller.user_id) as session:
        asset = find_asset(session, asset_id)
    link = link_to(asset, platform.store, inline=False)
    if link is None:
        raise not_found("file")
    return RedirectResponse(link, 307, headers={"Cache-Control": "no-store"})


@router.get("/{asset_id}/uses", summary="Where a file is used")
def uses(asset_id: uuid.UUID, caller: Reader, platform: PlatformDep) -> Success[AssetUses]:
    """The newest 50 videos and templates that name it."""
    with platform.database.reader_of(caller.user_id) as session:
        asset = find_asset(session, asset_id)
        videos = [Named(id=row.id, name=row.title) for row in videos_using(session, asset.id)]
        templates = [Named(id=row.id, name=row.name) for row in templates_using(session, asset.id)]
    return Success(data=AssetUses(videos=videos, templates=templates))


@router.patch("/{asset_id}", summary="Give a file another name")
def rename(asset_id: uuid.UUID, change: AssetChange, caller: Writer, platform: PlatformDep) -> Success[AssetShown]:
    with platform.database.session_of(caller.user_id) as session:
        asset = rename_asset(session, asset_id, change.name)
    return Success(data=_shown(platform, caller, asset))


@router.delete("/{asset_id}", status_code=204, summary="Remove a file")
def remove(asset_id: uuid.UUID, caller: Writer, platform: PlatformDep) -> Response:
    """Videos made with it stay as they are; what nothing needs any more is gone from the disk within a day or two."""
    with platform.database.session_of(caller.user_id) as session:
        remove_asset(session, asset_id)
    return Response(status_code=204)


@router.post(
    "/{asset_id}/transcode",
    status_code=202,
    summary="Make other formats of a file",
    response_model=Success[JobQueued],
)
def transcode(
    asset_id: uuid.UUID,
    request: Request,
    asked: TranscodeAsked,
    caller: Maker,
    platform: PlatformDep,
    _key: IdempotencyKey = None,
) -> JSONResponse:
    """A job; its result is one file for each of ``outputs``."""

    def make(session: OwnedSession) -> Success[JobQueued]:
        job = converting(session, platform, caller, asset_id, asked)
        return Success(data=JobQueued(job_id=job.id, status=job.status))

    return once(request, platform, caller, asked, make)


def converting(
    session: OwnedSession, platform: Platform, caller: Caller, asset_id: uuid.UUID, asked: TranscodeAsked
) -> Job:
    """The job that makes other formats of one of the caller's files."""
    asset = find_asset(session, asset_id)
    wish = transcode_job(session, asset, [_row(output) for output in asked.outputs])
    return create_job(session, platform.engine, caller.user_id, wish)


async def _from_form(request: Request, platform: Platform, caller: Caller, intake: Intake) -> Response:
    room = await in_writing_thread(room_for, intake, caller.user_id)
    room.check(max(1, (announced_length(request) or 0) - _FORM_ROOM))
    with intake.folder() as folder:
        path = folder / "file"
        sent = await receive_form_file(request, path, room.check)
        declared = Declared(plain_name(sent.name or sent.filename), sent.content_type)

        def make() -> Success[AssetShown]:
            return Success(data=_shown(platform, caller, take_in(intake, caller.user_id, path, declared)))

        def kept() -> Response:
            told = f"{declared} {_digest(path)}" if "Idempotency-Key" in request.headers else ""
            return once_apart(request, platform, caller, told, make, 201)

        return await in_inspecting_thread(kept)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _announced(intake: Intake, owner: uuid.UUID, asked: UploadAsked) -> UploadBegun:
    announced = Announced(plain_name(asked.name), asked.content_type, asked.size)
    upload = begin(intake, owner, announced, "put")
    way = signed(intake, upload)
    return UploadBegun(
        upload_id=upload.id, url=way.url, method=way.method, headers=dict(way.headers), expires_at=upload.expires_at,
        complete_url=f"{PREFIX}/uploads/{upload.id}/complete",
    )  # fmt: skip


def _parsed(body: bytes) -> UploadAsked | LinkAsked:
    """By the fields it has. Raises ``RequestValidationError`` or ``ApiError``."""
    try:
        told = from_json(body)
    except ValueError:
        raise ApiError("BAD_REQUEST", "the body is not valid JSON") from None
    try:
        kind = LinkAsked if isinstance(told, dict) and "url" in told else UploadAsked
        return kind.model_validate(told)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from None


def _row(output: OutputAsked) -> dict[str, Any]:
    return output.model_dump(exclude_none=True)


def _shown(platform: Platform, caller: Caller, asset: Asset) -> AssetShown:
    with platform.database.reader_of(caller.user_id) as session:
        small = thumbnails_of(session, [asset])
    return shown(asset, platform.store, small.get(asset.id))
