"""Errors on their way out: one table from our codes to HTTP, one shape for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from reelwright.api.wire import ErrorBody, Failure, Problem
from reelwright.errors import InvalidDocument, ReelwrightError

log = structlog.get_logger(__name__)
_MOST_TOLD = 3
"""Fields a message names; details name all."""


@dataclass(frozen=True)
class Code:
    """An error's stable code, its HTTP status, and what it means (the table in the docs is made of these)."""

    status: int
    meaning: str


CODES: dict[str, Code] = {
    "VALIDATION_ERROR": Code(422, "A field is missing, of the wrong kind or out of bounds; details name each."),
    "BAD_REQUEST": Code(400, "The request cannot be read."),
    "INVALID_INPUT": Code(422, "Something in the request cannot be used; the message says what and what to do."),
    "INVALID_DOCUMENT": Code(422, "The timeline document is not valid; details hold the JSON pointer of each fault."),
    "CONSENT_NEEDED": Code(422, "A voice is not cloned without the consent of whoever is heard."),
    "FETCH_REFUSED": Code(422, "The address may not be fetched from (private, local, or not http)."),
    "MEDIA_UNUSABLE": Code(422, "A media file is missing, broken or over a limit."),
    "FONT_MISSING": Code(422, "No font has glyphs for the text."),
    "UNAUTHENTICATED": Code(401, "No valid sign-in or token came with the request."),
    "FORBIDDEN": Code(403, "The token lacks the scope, or the user the role."),
    "CSRF": Code(403, "A browser request from another site."),
    "NOT_FOUND": Code(404, "There is no such thing, or it is not yours."),
    "BLOB_MISSING": Code(404, "The file is not stored any more."),
    "BLOB_DAMAGED": Code(500, "A stored file is not what was put there; it has to be stored anew."),
    "LINK_REFUSED": Code(403, "The signed link was changed, or is for another use."),
    "LINK_EXPIRED": Code(410, "The signed link was right, but its time is over; ask for a new one."),
    "METHOD_NOT_ALLOWED": Code(405, "The path exists, but not with this method."),
    "CONFLICT": Code(409, "The thing is in a state that does not allow this."),
    "IDEMPOTENCY_CONFLICT": Code(
        409, "The Idempotency-Key was used for another request, or its first use is still at work."
    ),
    "UPLOAD_CONFLICT": Code(409, "The upload stands at another byte, or is being written by another request."),
    "PRECONDITION_FAILED": Code(
        412, "The thing was changed since it was read (If-Match), or the client speaks another version of the protocol."
    ),
    "GONE": Code(410, "The link or upload has expired."),
    "TOO_LARGE": Code(413, "The body or file is larger than allowed."),
    "UNSUPPORTED_MEDIA_TYPE": Code(415, "The body is of a kind this path does not take."),
    "RANGE_NOT_SATISFIABLE": Code(416, "The asked range lies outside of the file."),
    "RATE_LIMITED": Code(429, "Too many requests; Retry-After says when to come back."),
    "QUOTA_EXCEEDED": Code(402, "The storage or budget of the account is used up."),
    "NOT_ENOUGH_CREDITS": Code(402, "The account has fewer credits than the work may take."),
    "PLAN_LIMIT": Code(402, "The account's plan does not go so far."),
    "LIMIT_EXCEEDED": Code(422, "The work needed more memory, time or room than is allowed."),
    "PROVIDER_NEEDED": Code(422, "The wish needs a provider that is not configured."),
    "NOT_READY": Code(422, "Something stands in the way of the work; nothing was begun."),
    "PROVIDER_FAILED": Code(502, "A provider could not deliver."),
    "PROVIDER_REFUSED": Code(502, "A provider does not accept the key it was given."),
    "PROVIDER_NO_BALANCE": Code(502, "The account at a provider is empty."),
    "PROVIDER_UNAVAILABLE": Code(503, "A provider did not take the call; nothing was charged."),
    "PROVIDER_RATE_LIMITED": Code(503, "A provider takes no more calls for now."),
    "CONTENT_REFUSED": Code(422, "A provider, or the operator's moderation, does not take the words or pictures."),
    "FETCH_FAILED": Code(502, "The address could not be fetched from."),
    "MAIL_FAILED": Code(502, "A mail could not be handed to the mail server."),
    "SEAL_BROKEN": Code(500, "A stored secret cannot be opened; its owner has to store it anew."),
    "OUTPUT_UNWRITABLE": Code(507, "The server has no room for the file, or may not write it."),
    "STORAGE_UNREACHABLE": Code(503, "The object store does not answer."),
    "OUTCOME_UNKNOWN": Code(502, "A provider was asked and did not answer to the end."),
    "UNCLEAR_PAYMENT": Code(409, "Nobody knows whether a provider accepted an earlier call; resolve it first."),
    "INTERNAL": Code(500, "A fault of ours; the log holds it under the request id."),
    "PAUSED": Code(503, "An administrator lets no new work begin for now; what was begun goes on."),
    "UNAVAILABLE": Code(503, "A part of the platform does not answer."),
}


class ApiError(ReelwrightError):
    """A refusal with its place in the table."""

    def __init__(
        self,
        code: str,
        message: str,
        *,
        hint: str = "",
        details: list[Problem] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.code = code
        self.details = details or []
        self.headers = headers or {}


def not_found(what: str) -> ApiError:
    """The answer for what is not there and for what is not yours alike."""
    return ApiError("NOT_FOUND", f"there is no such {what}")


def status_of(code: str) -> int:
    return CODES[code].status if code in CODES else 422


def install_error_answers(app: FastAPI) -> None:
    """Every error of the application in the envelope."""
    app.add_exception_handler(ReelwrightError, _expected)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def answer_to(error: ReelwrightError) -> JSONResponse:
    """A refusal as a response."""
    details: list[Problem] = list(getattr(error, "details", ()))
    if isinstance(error, InvalidDocument):
        details = [Problem(field=each.pointer or "", message=each.message) for each in (error, *error.more)]
    return answer(error.code, error.message, hint=error.hint, details=details, headers=getattr(error, "headers", None))


def answer(
    code: str, message: str, *, hint: str = "", details: list[Problem] | None = None, headers: Any = None
) -> JSONResponse:
    """An error as a response."""
    body = Failure(error=ErrorBody(code=code, message=message, hint=hint, details=details or []))
    status = status_of(code)
    challenge = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return JSONResponse(body.model_dump(by_alias=True), status, headers={**challenge, **(headers or {})})


async def _expected(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ReelwrightError)
    return answer_to(error)


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    details = [
        Problem(
            field=".".join(str(part) for part in fault["loc"] if part not in ("body",)),
            message=fault["msg"].removeprefix("Value error, "),
        )
        for fault in error.errors()
    ]
    if any(fault["type"] == "json_invalid" for fault in error.errors()):
        return answer("BAD_REQUEST", "the body is not valid JSON", details=details)
    told = "; ".join(f"{each.field}: {each.message}".removeprefix(": ") for each in details[:_MOST_TOLD])
    return answer("VALIDATION_ERROR", f"the request does not fit: {told}", details=details)


async def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    by_status = {
        400: "BAD_REQUEST",
        401: "UNAUTHENTICATED",
        403: "FORBIDDEN",
        404: "NOT_FOUND",
        405: "METHOD_NOT_ALLOWED",
        413: "TOO_LARGE",
    }
    code = by_status.get(error.status_code, "BAD_REQUEST" if error.status_code < 500 else "INTERNAL")
    return answer(code, str(error.detail), headers=error.headers)


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    return unexpected_answer(request.url.path, error)


def unexpected_answer(path: str, error: Exception) -> JSONResponse:
    """A fault of ours as a response that tells nothing of it; the log holds the rest."""
    log.error("request_failed", path=path, exc_info=error)
    return answer(
        "INTERNAL",
        "something went wrong here; it has been written down",
        hint="try again; if it stays, tell the operator the request id",
    )
