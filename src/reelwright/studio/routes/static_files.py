"""Style sheet, scripts and pictures of the studio."""

from __future__ import annotations

from pathlib import PurePosixPath

from fastapi import APIRouter
from fastapi.responses import Response

from reelwright.api.errors import not_found
from reelwright.studio.static_file import CONTENT_TYPES, contents

router = APIRouter()


@router.get("/static/{version}/{name}")
def static_file(version: str, name: str) -> Response:
    """``version`` only makes the address new when a file changed; caches may keep it for ever."""
    content = contents().get(name)
    if content is None:
        raise not_found("file")
    kind = CONTENT_TYPES[PurePosixPath(name).suffix]
    return Response(content, media_type=kind, headers={"Cache-Control": "public, max-age=31536000, immutable"})


@router.get("/favicon.ico")
def favicon() -> Response:
    return Response(contents()["icon.svg"], media_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"})
