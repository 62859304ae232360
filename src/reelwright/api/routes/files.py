"""Files behind signed links, for stores that cannot answer links themselves. The signature is the right: nobody signs in."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect

from reelwright.api.caller import PlatformDep
from reelwright.api.errors import ApiError
from reelwright.api.incoming import announced_length, broken_off, pieces
from reelwright.api.intake_dependency import IntakeDep
from reelwright.api.upload_threads import in_writing_thread
from reelwright.database.columns import now
from reelwright.storage.errors import LinkRefused
from reelwright.storage.file_answer import FileRequest, file_answer
from reelwright.storage.signed_links import UPLOADS, Grant
from reelwright.workflows.assets.intake import too_large
from reelwright.workflows.assets.staged import discard_part, receive_whole

router = APIRouter(prefix="/files", tags=["files"])


@router.put("/uploads/{name}", summary="Send a file to a signed link")
async def put_upload(name: str, request: Request, platform: PlatformDep, intake: IntakeDep) -> Response:
    """The body is the file. It is staged as a whole or not at all; completing the upload makes an asset of it."""
    grant = platform.links.verify("PUT", f"{UPLOADS}{name}", _query(request), now())
    most = grant.max_bytes or 0
    if request.headers.get("content-type", "") != grant.content_type:
        raise LinkRefused(
            "the file is sent with another Content-Type than the link permits", hint=f"say {grant.content_type}"
        )
    if (announced_length(request) or 0) > most:
        raise too_large(most)
    received = 0
    try:
        async for piece in pieces(request):
            received = await in_writing_thread(receive_whole, intake, name, received, piece, most)
    except ClientDisconnect:
        if received:
            await in_writing_thread(discard_part, intake, name, received)
        raise broken_off() from None
    if not received:
        raise ApiError("BAD_REQUEST", "the body is empty", hint="send the file as the body")
    return Response(status_code=200)


@router.head("/{name:path}", include_in_schema=False)
@router.get("/{name:path}", summary="A file, whole or in a range")
def get_file(name: str, request: Request, platform: PlatformDep) -> Response:
    """Answers ``Range``, ``If-Range`` and ``If-None-Match``, so that players can seek."""
    grant: Grant = platform.links.verify(request.method, name, _query(request), now())
    facts = platform.store.facts(grant.name)
    headers = request.headers
    asked = FileRequest(headers.get("range"), headers.get("if-range"), headers.get("if-none-match"))
    found = file_answer(facts, grant, asked, now())
    if found.status == 416:
        told = {name: value for name, value in found.headers.items() if name != "Content-Length"}
        raise ApiError("RANGE_NOT_SATISFIABLE", f"the file has {facts.size} bytes", headers=told)
    if request.method == "HEAD" or found.status == 304:
        return Response(status_code=found.status, headers=found.headers)
    body = platform.store.read(facts.key, found.start, found.length)
    return StreamingResponse(body, found.status, headers=found.headers)


def _query(request: Request) -> str:
    """As it came: the signature covers every letter."""
    return request.scope["query_string"].decode("latin-1")
