"""What stands before every route, in order: request id, log, measure, headers, names, other sites, faults, body size, rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from reelwright.api.authentication import Authenticate
from reelwright.api.body_limit import BodyLimit
from reelwright.api.documentation import PAGE_PATH, page_policy
from reelwright.api.local_host import LocalHost
from reelwright.api.measured import Measured
from reelwright.api.rate_limit import RateLimit
from reelwright.api.rates import Rates
from reelwright.api.request_id import RequestId
from reelwright.api.request_log import RequestLog
from reelwright.api.security_headers import SecurityHeaders
from reelwright.api.session_cookies import is_secure
from reelwright.api.unexpected import Unexpected
from reelwright.app.platform import Platform

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_ASKED = (
    "Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID", "Range", "Tus-Resumable",
    "Upload-Length", "Upload-Metadata", "Upload-Offset", "X-API-Key", "X-HTTP-Method-Override", "X-Request-Id",
)  # fmt: skip
_TOLD = (
    "Accept-Ranges", "Content-Disposition", "Content-Range", "Location", "RateLimit-Limit", "RateLimit-Remaining",
    "RateLimit-Reset", "Reelwright-Asset", "Retry-After", "Tus-Extension", "Tus-Max-Size", "Tus-Resumable", "Tus-Version", "Upload-Expires",
    "Upload-Length", "Upload-Metadata", "Upload-Offset", "X-Request-Id",
)  # fmt: skip


def install_guards(
    app: FastAPI,
    platform: Platform,
    authenticate: Authenticate,
    *,
    uploads: Sequence[str] = (),
    policies: Mapping[str, str] | None = None,
) -> None:
    """Put them before ``app``. ``uploads`` begin the paths that take large bodies and limit them themselves.

    ``policies`` are Content-Security-Policies by the beginning of the path, for pages; answers with one of their own keep it.
    """
    settings = platform.settings
    app.state.rates = Rates()
    # the last one added is the first a request meets
    app.add_middleware(RateLimit, platform=platform, authenticate=authenticate, rates=app.state.rates)
    app.add_middleware(BodyLimit, unlimited=uploads)
    app.add_middleware(Unexpected)
    if settings.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.allowed_origins,
            allow_methods=_METHODS,
            allow_headers=_ASKED,
            expose_headers=_TOLD,
            allow_credentials=True,
            max_age=600,
        )
    if settings.is_local:
        app.add_middleware(LocalHost, public_url=settings.public_url)
    app.add_middleware(
        SecurityHeaders, is_secure=is_secure(settings), policies={PAGE_PATH: page_policy(), **(policies or {})}
    )
    app.add_middleware(Measured, seconds=app.state.measures.http_seconds)
    app.add_middleware(RequestLog)
    app.add_middleware(RequestId)
