"""Errors in Shotstack's shape, on the paths that are Shotstack's and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from reelwright.api.errors import status_of
from reelwright.errors import InvalidDocument, ReelwrightError

log = structlog.get_logger(__name__)
_THEIRS = {401: 403, 422: 400, 502: 400}
"""Shotstack's status for ours: a key it does not know is forbidden, and whatever is wrong with an edit is a bad request."""


class ShotstackRoute(APIRoute):
    """A route whose errors, also those of its dependencies and of its body, are Shotstack's."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handle(request)
            except ReelwrightError as error:
                return _expected(error)
            except RequestValidationError as error:
                return _invalid(error)
            except HTTPException as error:
                return refusal(error.status_code, str(error.detail))
            except Exception as error:  # a door
                log.error("request_failed", path=request.url.path, exc_info=error)
                return refusal(500, "something went wrong here; it has been written down")

        return answered


def refusal(
    status: int, error: str, *, details: list[dict[str, str]] | None = None, headers: dict[str, str] | None = None
) -> JSONResponse:
    """``details`` are rows of ``message`` and ``path``, a JSON pointer into what was sent."""
    status = _THEIRS.get(status, status)
    response: dict[str, Any] = {"error": error} | ({"details": details} if details else {})
    body = {"success": False, "message": HTTPStatus(status).phrase, "response": response}
    return JSONResponse(body, status, headers=headers)


def _expected(error: ReelwrightError) -> JSONResponse:
    faults = (error, *error.more) if isinstance(error, InvalidDocument) else (error,)
    details = [{"message": fault.message, "path": fault.pointer} for fault in faults if fault.pointer]
    text = f"{error.message} ({error.hint})" if error.hint else error.message
    return refusal(status_of(error.code), text, details=details, headers=getattr(error, "headers", None))


def _invalid(error: RequestValidationError) -> JSONResponse:
    faults = error.errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        return refusal(400, "the body is not valid JSON")
    details = [
        {
            "message": fault["msg"],
            "path": "/" + "/".join(str(part) for part in fault["loc"] if part not in ("body", "path", "query")),
        }
        for fault in faults
    ]
    return refusal(400, f"{details[0]['path']}: {details[0]['message']}", details=details)
