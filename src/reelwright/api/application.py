"""The HTTP application: routes, error answers, the caller, put together over one platform."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

import reelwright
from reelwright.api import documentation
from reelwright.api.authentication import authenticate
from reelwright.api.errors import install_error_answers
from reelwright.api.guards import install_guards
from reelwright.api.live import socket, stream
from reelwright.api.live.desk import Desk
from reelwright.api.live.feed import Feed
from reelwright.api.metrics.measures import Measures
from reelwright.api.routes import (
    account,
    ai,
    assets,
    auth,
    batch,
    batch_files,
    clips,
    costs,
    credits,
    draft_pictures,
    drafts,
    dub_choices,
    dub_glossary,
    dub_segments,
    dubs,
    files,
    health,
    jobs,
    metrics,
    moderation,
    projects,
    providers,
    render,
    samples,
    schedules,
    scripts,
    stages,
    template_preview,
    templates,
    thumbnails,
    tus,
    users,
    video_drafts,
    video_files,
    video_previews,
    video_versions,
    video_work,
    videos,
    voice_clones,
    voices,
    webhooks,
    youtube,
    youtube_channels,
)
from reelwright.api.routes.admin import router as admin
from reelwright.api.routes.shotstack import router as shotstack
from reelwright.api.wire import Failure
from reelwright.app.outgoing_mail import outgoing_mail
from reelwright.app.platform import Platform
from reelwright.business.accounts.access_tokens import access_keys
from reelwright.business.accounts.issuers import Issuers
from reelwright.worker.preview.previews import Previews
from reelwright.worker.preview.proxies import Proxies

_ROUTERS = tuple(
    module.router
    for module in (
        health,
        metrics,
        auth,
        users,
        account,
        costs,
        credits,
        providers,
        projects,
        drafts,
        draft_pictures,
        samples,
        videos,
        voices,
        voice_clones,
        video_work,
        video_files,
        video_drafts,
        video_previews,
        video_versions,
        thumbnails,
        templates,
        template_preview,
        render,
        jobs,
        ai,
        clips,
        dubs,
        dub_segments,
        dub_choices,
        dub_glossary,
        batch,
        batch_files,
        stages,
        scripts,
        files,
        tus,
        assets,
        schedules,
        moderation,
        webhooks,
        youtube_channels,
        youtube,
        admin,
        socket,
        stream,
    )
)
_FAILURES: dict[int | str, dict[str, Any]] = {
    422: {"model": Failure, "description": "The request does not fit; details name each field"},
    "4XX": {"model": Failure, "description": "Refused; the code says why"},
    "5XX": {"model": Failure, "description": "A fault here or at a provider"},
}
_UPLOADS = ("/api/assets", "/files/uploads")
"""Beginnings of paths that take files."""


def create_application(platform: Platform) -> FastAPI:
    """The application for a platform. It holds no state of its own; many processes may serve the same platform."""
    app = FastAPI(
        title="Reelwright",
        version=reelwright.__version__,
        openapi_url=documentation.DESCRIPTION_PATH,
        docs_url=None,  # our own page loads nothing from elsewhere
        redoc_url=None,
    )
    app.state.platform = platform
    app.state.issuers = Issuers()
    app.state.access_keys = access_keys(platform.secrets, platform.settings.public_url)
    app.state.live = Desk(Feed(platform.database))
    app.state.mail = outgoing_mail(platform.settings)
    app.state.authenticate = authenticate(platform, app.state.issuers)
    app.state.measures = Measures(platform)
    app.state.previews = Previews(platform)
    app.state.proxies = Proxies(platform, app.state.previews)
    install_error_answers(app)
    install_guards(app, platform, app.state.authenticate, uploads=_UPLOADS)
    for router in _ROUTERS:
        app.include_router(router, responses=_FAILURES)
    app.include_router(documentation.router)
    app.include_router(shotstack.router)
    return app
