"""Errors as pages for people: what happened and what to do. Programs keep the API's envelope."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from reelwright.api.errors import status_of
from reelwright.errors import ReelwrightError
from reelwright.studio.own_path import own_path
from reelwright.studio.pages import last_resort, page
from reelwright.studio.viewer import SignInFirst, Viewer, viewer_or_nobody
from reelwright.studio.words import sentence

log = structlog.get_logger(__name__)
_NOT_PAGES = ("/api/", "/files/", "/s/", "/edit/", "/serve/", "/static/", "/health", "/metrics")

_OPENED_BY_PEOPLE = ("/api/youtube/connect", "/api/youtube/callback", "/api/auth/oauth/")
"""Addresses of the API that a person's own browser goes to; what goes wrong there is told as a page."""

TITLES = {
    401: "Sign in to go on",
    403: "This is not for you",
    404: "There is nothing here",
    405: "This cannot be done here",
    409: "That does not fit what happened meanwhile",
    410: "This link is over",
    429: "A little too fast",
    500: "Something went wrong on our side",
    503: "Not available just now",
}


class PageRoute(APIRoute):
    """A route whose errors are pages too, and that sends who is not signed in to sign in."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handle(request)
            except SignInFirst:
                return _sign_in_first(request)
            except RequestValidationError:  # an id that is none
                return error_page(request, 404, "There is no such page.")
            except HTTPException as error:
                return error_page(request, error.status_code, str(error.detail))
            except ReelwrightError as refusal:
                return error_page(request, status_of(refusal.code), refusal.message, refusal.hint)
            except Exception as error:
                log.error("page_failed", path=request.url.path, exc_info=error)
                return error_page(
                    request,
                    500,
                    "It has been written down.",
                    "Try again; if it stays, tell the operator the request id.",
                )

        return answered


def error_page(request: Request, status: int, message: str, hint: str = "") -> HTMLResponse:
    """``message`` in the layout, where that can be had."""
    title = TITLES.get(status, "This could not be done")
    try:
        values = {
            "title": title,
            "code": status,
            "to_plan": status == 402,
            "message": sentence(message),
            "hint": sentence(hint),
        }
        return page(request, "error.html", _viewer(request), status=status, **values)
    except Exception as error:
        log.error("error_page_failed", path=request.url.path, exc_info=error)
        return HTMLResponse(last_resort(title), status)


def install_error_pages(app: FastAPI) -> None:
    """A browser that asks for a page that is not there gets a page."""
    as_data = app.exception_handlers[HTTPException]

    async def for_people(request: Request, error: Exception) -> Response:
        if _wants_page(request) and isinstance(error, HTTPException):
            return error_page(
                request, error.status_code, "The address leads nowhere; perhaps it was mistyped or removed."
            )
        return await as_data(request, error)  # type: ignore[misc]

    refused_as_data = app.exception_handlers[ReelwrightError]

    async def refused(request: Request, error: Exception) -> Response:
        if isinstance(error, ReelwrightError) and _is_opened(request):
            return error_page(request, status_of(error.code), error.message, error.hint)
        return await refused_as_data(request, error)  # type: ignore[misc]

    app.add_exception_handler(HTTPException, for_people)
    app.add_exception_handler(ReelwrightError, refused)
    app.state.refused_page = _too_fast


def _too_fast(request: Request, message: str, hint: str, headers: Mapping[str, str]) -> Response | None:
    """Who is refused is not looked up: that is what the limit spares. Nothing for programs."""
    if not _wants_page(request):
        return None
    values = {
        "title": TITLES[429],
        "code": 429,
        "to_plan": False,
        "message": sentence(message),
        "hint": sentence(hint),
    }
    answer = page(request, "error.html", None, status=429, **values)
    answer.headers.update(headers)
    return answer


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(_NOT_PAGES)


def _is_opened(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") and request.url.path.startswith(_OPENED_BY_PEOPLE)


def _viewer(request: Request) -> Viewer | None:
    try:
        return viewer_or_nobody(request, request.app.state.platform)
    except Exception:
        return None


def _sign_in_first(request: Request) -> Response:
    """Back to the same page afterwards; a form that was sent goes back to where it stood."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method != "GET":
        came_from = urlsplit(request.headers.get("referer", "")).path
        wanted = own_path(came_from, "/dashboard")
    return RedirectResponse(f"/api/auth/continue?next={quote(wanted, safe='')}", 303)
