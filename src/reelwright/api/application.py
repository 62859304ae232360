"""The HTTP application: routes, error answers, the caller, put together over one platform."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI, Request

import reelwright
from reelwright.api.caller import SCOPES, Caller
from reelwright.api.errors import install_error_answers
from reelwright.api.live import socket, stream
from reelwright.api.live.desk import Desk
from reelwright.api.live.feed import Feed
from reelwright.api.routes import health
from reelwright.app.platform import Platform

_ROUTERS = (health.router, socket.router, stream.router)


def create_application(platform: Platform) -> FastAPI:
    """The application for a platform. It holds no state of its own; many processes may serve the same platform."""
    app = FastAPI(
        title="Reelwright",
        version=reelwright.__version__,
        openapi_url="/api/openapi.json",
        docs_url="/api/docs",
        redoc_url=None,
    )
    app.state.platform = platform
    app.state.authenticate = _authentication(platform)
    app.state.live = Desk(Feed(platform.database))
    install_error_answers(app)
    for router in _ROUTERS:
        app.include_router(router)
    return app


def _authentication(platform: Platform) -> Callable[[Request], Caller | None]:
    if platform.settings.is_local:
        owner = platform.local_owner()
        return lambda _request: Caller(owner, "admin", frozenset(SCOPES), "local")
    return lambda _request: None
