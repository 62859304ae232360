"""Writing a page: the template, who looks at it, and what every page needs."""

from __future__ import annotations

import html
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from reelwright.studio import words
from reelwright.studio.notices import NOTICES
from reelwright.studio.static_file import address_of
from reelwright.studio.viewer import Viewer

THEME_COOKIE = "reelwright_theme"
THEMES = ("auto", "light", "dark")

_environment = Environment(
    loader=PackageLoader("reelwright.studio"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters |= {
    "ago": words.ago,
    "moment": words.moment,
    "clock": words.length,
    "size": words.size,
    "money": words.money,
    "status": words.status,
    "stage": words.stage,
    "kind": words.kind,
    "asset_kind": words.asset_kind,
    "asset_symbol": words.asset_symbol,
    "count": words.count,
    "percent": words.percent,
    "language": words.language,
    "event": words.event,
    "sentence": words.sentence,
}
_environment.globals |= {"static": address_of}


def page(request: Request, name: str, viewer: Viewer | None, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A template as a response. Everything in ``values`` is escaped where the template writes it."""
    theme = request.cookies.get(THEME_COOKIE, "auto")
    in_force = request.app.state.platform.in_force()
    settings = in_force.settings
    text = _environment.get_template(name).render(
        viewer=viewer,
        path=request.url.path,
        theme=theme if theme in THEMES else "auto",
        notice=NOTICES.get(request.query_params.get("done", "")),
        is_local=settings.is_local,
        may_register=settings.is_registration_open,
        announcement=in_force.announcement,
        credits=viewer.credits if viewer else None,
        tariff=request.app.state.platform.tariff,
        is_billed=bool(settings.billing),
        **values,
    )
    headers = {"Content-Security-Policy": request.app.state.page_policy, "Cache-Control": "no-store", "Vary": "Cookie"}
    return HTMLResponse(text, status, headers)


def last_resort(message: str) -> str:
    """A page for when even the error page cannot be written."""
    return f"<!doctype html><html lang=en><title>Something went wrong</title><h1>{html.escape(message)}</h1></html>"
