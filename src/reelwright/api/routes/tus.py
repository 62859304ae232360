"""Resumable uploads by the tus protocol 1.0.0 (https://tus.io/protocols/resumable-upload), with creation, termination, expiration."""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Callable, Coroutine
from email.utils import format_datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect

from reelwright.api.caller import PlatformDep, Writer
from reelwright.api.errors import ApiError
from reelwright.api.incoming import announced_length, broken_off, pieces
from reelwright.api.intake_dependency import IntakeDep
from reelwright.api.upload_threads import in_inspecting_thread, in_writing_thread
from reelwright.business.assets.names import plain_name
from reelwright.business.assets.uploads import Announced
from reelwright.database.tables import Upload
from reelwright.errors import ReelwrightError
from reelwright.workflows.assets.intake import too_large
from reelwright.workflows.assets.staged import append, begin, cancel, complete, standing

PREFIX = "/api/assets/tus"
VERSION = "1.0.0"
ASSET_HEADER = "Reelwright-Asset"
"""In the answer to the last piece: the id of the asset the file became."""
_BODY = "application/offset+octet-stream"
_MOST_DIGITS = 18


class _TusRoute(APIRoute):
    """Speaks this version only, and says so with every answer."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                if request.method != "OPTIONS" and request.headers.get("tus-resumable") != VERSION:
                    raise ApiError(
                        "PRECONDITION_FAILED", f"tus {VERSION} is spoken here", hint=f"send Tus-Resumable: {VERSION}",
                        headers={"Tus-Version": VERSION},
                    )  # fmt: skip
                answer = await inner(request)
            except ReelwrightError as error:
                error.headers = {**getattr(error, "headers", {}), "Tus-Resumable": VERSION}  # type: ignore[attr-defined]
                raise
            answer.headers["Tus-Resumable"] = VERSION
            return answer

        return handle


router = APIRouter(prefix=PREFIX, tags=["assets"], route_class=_TusRoute)


@router.options("", summary="What the server can do", status_code=204)
@router.options("/{upload_id}", include_in_schema=False)
def abilities(platform: PlatformDep) -> Response:
    headers = {
        "Tus-Version": VERSION, "Tus-Extension": "creation,expiration,termination",
        "Tus-Max-Size": str(platform.settings.upload_limit),
    }  # fmt: skip
    return Response(status_code=204, headers=headers)


@router.post("", status_code=201, summary="Begin a resumable upload")
def create(request: Request, caller: Writer, intake: IntakeDep) -> Response:
    """``Upload-Length`` in bytes; ``Upload-Metadata`` may hold ``filename`` and ``filetype``."""
    size = _number(request, "upload-length")
    if size < 1:
        raise ApiError("INVALID_INPUT", "the file is empty", hint="send a file with something in it")
    told = _metadata(request.headers.get("upload-metadata", ""))
    name = plain_name(told.get("filename") or told.get("name") or "file")
    content_type = told.get("filetype") or told.get("type") or ""
    kept_type = content_type[:120] if content_type.isascii() and content_type.isprintable() else ""
    upload = begin(intake, caller.user_id, Announced(name, kept_type, size), "tus")
    return Response(status_code=201, headers={"Location": f"{PREFIX}/{upload.id}", "Upload-Expires": _ends(upload)})


@router.head("/{upload_id}", summary="How far an upload is")
async def look(upload_id: uuid.UUID, caller: Writer, intake: IntakeDep) -> Response:
    at = await in_writing_thread(standing, intake, caller.user_id, upload_id)
    headers = {
        "Upload-Offset": str(at.offset), "Upload-Length": str(at.upload.size), "Cache-Control": "no-store",
        "Upload-Metadata": _told(at.upload), "Upload-Expires": _ends(at.upload),
    }  # fmt: skip
    if at.is_whole:  # the answer to the last piece was lost: what it began is finished here
        asset = await in_inspecting_thread(complete, intake, caller.user_id, upload_id)
        headers[ASSET_HEADER] = str(asset.id)
    return Response(status_code=200, headers=headers)


@router.patch("/{upload_id}", status_code=204, summary="Send the next bytes")
async def continue_at(upload_id: uuid.UUID, request: Request, caller: Writer, intake: IntakeDep) -> Response:
    """From byte ``Upload-Offset`` on. With the last byte the file becomes an asset, named by the header ``Reelwright-Asset``."""
    if request.headers.get("content-type", "") != _BODY:
        raise ApiError("UNSUPPORTED_MEDIA_TYPE", "the piece is of another type", hint=f"send Content-Type: {_BODY}")
    offset = _number(request, "upload-offset")
    at = await in_writing_thread(standing, intake, caller.user_id, upload_id)
    if at.offset != offset:
        raise ApiError(
            "UPLOAD_CONFLICT", f"the upload stands at byte {at.offset}", hint=f"continue at byte {at.offset}",
            headers={"Upload-Offset": str(at.offset)},
        )  # fmt: skip
    if offset + (announced_length(request) or 0) > at.upload.size:
        raise too_large(at.upload.size)
    try:
        async for piece in pieces(request):
            at = await in_writing_thread(append, intake, at, piece)
    except ClientDisconnect:
        raise broken_off() from None
    headers = {"Upload-Offset": str(at.offset), "Upload-Expires": _ends(at.upload)}
    if at.is_whole:
        asset = await in_inspecting_thread(complete, intake, caller.user_id, upload_id)
        headers[ASSET_HEADER] = str(asset.id)
    return Response(status_code=204, headers=headers)


@router.delete("/{upload_id}", status_code=204, summary="Give an upload up")
def terminate(upload_id: uuid.UUID, caller: Writer, intake: IntakeDep) -> Response:
    standing(intake, caller.user_id, upload_id)
    cancel(intake, caller.user_id, upload_id)
    return Response(status_code=204)


@router.post("/{upload_id}", include_in_schema=False)
async def overridden(upload_id: uuid.UUID, request: Request, caller: Writer, intake: IntakeDep) -> Response:
    """For senders whose network lets only GET and POST through."""
    method = request.headers.get("x-http-method-override", "").upper()
    if method == "PATCH":
        return await continue_at(upload_id, request, caller, intake)
    if method == "HEAD":
        return await look(upload_id, caller, intake)
    if method == "DELETE":
        return await in_writing_thread(terminate, upload_id, caller, intake)
    raise ApiError("METHOD_NOT_ALLOWED", "an upload is continued by PATCH", hint="send PATCH, HEAD or DELETE")


def _number(request: Request, header: str) -> int:
    told = request.headers.get(header, "")
    if not (told.isascii() and told.isdecimal() and len(told) <= _MOST_DIGITS):
        raise ApiError("BAD_REQUEST", f"the header {header.title()} is no number of bytes", hint="say for example 1024")
    return int(told)


def _metadata(header: str) -> dict[str, str]:
    """Pairs of a name and a value in Base64, parted by commas. Raises ``ApiError``."""
    pairs: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _, value = pair.partition(" ")
        try:
            pairs[key] = base64.b64decode(value.strip(), validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            raise ApiError("BAD_REQUEST", f"the value of {key[:40]!r} in Upload-Metadata is not Base64") from None
    return pairs


def _told(upload: Upload) -> str:
    values = {"filename": upload.name, "filetype": upload.content_type}
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items() if value)


def _ends(upload: Upload) -> str:
    return format_datetime(upload.expires_at, usegmt=True)
