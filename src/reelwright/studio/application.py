"""The HTTP application with the studio's pages beside the API."""

from __future__ import annotations

from fastapi import FastAPI

from reelwright.api.application import create_application
from reelwright.app.platform import Platform
from reelwright.studio.content_policy import policy_of
from reelwright.studio.error_pages import install_error_pages
from reelwright.studio.routes import (
    account,
    admin,
    admin_lists,
    admin_users,
    assets,
    batch_new,
    batches,
    channels,
    clip,
    dashboard,
    dub_edit,
    dub_new,
    dubs,
    editor,
    jobs,
    made,
    music,
    new_video,
    own_voices,
    password,
    podcast,
    presenter,
    projects,
    publish,
    settings,
    sign_in,
    static_files,
    template_import,
    templates,
    thumbnails,
    tools,
    video,
    videos,
    voices,
    welcome,
    wizard,
)

_ROUTERS = (
    static_files,
    welcome,
    sign_in,
    password,
    dashboard,
    new_video,
    projects,
    videos,
    video,
    thumbnails,
    publish,
    editor,
    jobs,
    template_import,
    batch_new,
    templates,
    batches,
    assets,
    dub_new,
    dub_edit,
    dubs,
    own_voices,
    voices,
    presenter,
    podcast,
    music,
    clip,
    made,
    tools,
    channels,
    settings,
    wizard,
    account,
    admin_users,
    admin_lists,
    admin,
)


def create_studio_application(platform: Platform) -> FastAPI:
    """What `reel serve` serves: ``create_application`` with pages."""
    app = create_application(platform)
    app.state.page_policy = policy_of(platform)
    for each in _ROUTERS:
        app.include_router(each.router, include_in_schema=False)
    app.include_router(admin_users.stop_router, include_in_schema=False)
    install_error_pages(app)
    return app
