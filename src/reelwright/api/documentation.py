"""The page that shows the API and lets people try it: Swagger UI, served from here, so that it works without the internet."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse, Response

from reelwright.api.errors import not_found

DESCRIPTION_PATH = "/api/openapi.json"
PAGE_PATH = "/api/docs"
_PACKAGE, _FOLDER = "fastapi_offline", "static"
"""Its files are those Swagger UI publishes; nothing else of the package is used."""
_KINDS = {"swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css"}
_KEPT = "public, max-age=86400"
router = APIRouter(include_in_schema=False)


@router.get(PAGE_PATH)
async def page() -> HTMLResponse:
    return HTMLResponse(_page())


@router.get(PAGE_PATH + "/{name}")
async def file(name: str, request: Request) -> Response:
    if name not in _KINDS:
        raise not_found("file")
    packed = "gzip" in request.headers.get("accept-encoding", "")
    headers = {"Cache-Control": _KEPT, "Vary": "Accept-Encoding"} | ({"Content-Encoding": "gzip"} if packed else {})
    return Response(_packed(name) if packed else _plain(name), media_type=_KINDS[name], headers=headers)


@cache
def page_policy() -> str:
    """The Content-Security-Policy of the page: its own inline script by its hash, and nothing from elsewhere."""
    inline = re.findall(rb"<script>(.*?)</script>", _page(), re.DOTALL)
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'" for script in inline)
    return (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )


@cache
def _page() -> bytes:
    script, style = (f"{PAGE_PATH}/{name}" for name in _KINDS)
    shown = get_swagger_ui_html(
        openapi_url=DESCRIPTION_PATH, title="Reelwright API", swagger_js_url=script, swagger_css_url=style,
        swagger_favicon_url="/favicon.ico", oauth2_redirect_url=None,
        swagger_ui_parameters={"validatorUrl": None},  # else the description is sent to a service to be checked
    )  # fmt: skip
    return bytes(shown.body)


@cache
def _plain(name: str) -> bytes:
    return (files(_PACKAGE) / _FOLDER / name).read_bytes()


@cache
def _packed(name: str) -> bytes:
    return gzip.compress(_plain(name), mtime=0)
