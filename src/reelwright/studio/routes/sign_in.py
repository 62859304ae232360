"""Registering, signing in, coming back, signing out."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.api.account_wire import LoginAsked, RegisterAsked
from reelwright.api.accounts_only import accounts_only
from reelwright.api.caller import PlatformDep
from reelwright.api.routes import auth
from reelwright.api.session_cookies import AUTH_PATH, refresh_token_of
from reelwright.errors import ReelwrightError
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import Form, FormDep, FormErrors, asked_of, told
from reelwright.studio.own_path import own_path
from reelwright.studio.pages import page
from reelwright.studio.viewer import MaybeViewer

router = APIRouter(route_class=PageRoute, dependencies=[Depends(accounts_only)])
_Next = Annotated[str, Query(alias="next", max_length=500)]
_HOME = "/dashboard"


@router.get("/login")
def login_page(request: Request, platform: PlatformDep, viewer: MaybeViewer, next_path: _Next = _HOME) -> Response:
    if viewer is not None:
        return RedirectResponse(own_path(next_path, _HOME), 303)
    return _page(request, platform, "login.html", next_path)


@router.post("/login")
async def login(request: Request, platform: PlatformDep, form: FormDep) -> Response:
    answer = RedirectResponse(own_path(form.text("next"), _HOME), 303)
    try:
        await auth.login(asked_of(LoginAsked, _credentials(form, "email", "password")), request, answer, platform)
    except (FormErrors, ReelwrightError) as refusal:
        return _page(request, platform, "login.html", form.text("next"), form, told(refusal))
    return answer


@router.get("/register")
def register_page(request: Request, platform: PlatformDep, viewer: MaybeViewer, next_path: _Next = _HOME) -> Response:
    if viewer is not None:
        return RedirectResponse(_HOME, 303)
    return _page(request, platform, "register.html", next_path)


@router.post("/register")
async def register(request: Request, platform: PlatformDep, form: FormDep) -> Response:
    answer = RedirectResponse(own_path(form.text("next"), _HOME), 303)
    try:
        asked = asked_of(RegisterAsked, _credentials(form, "email", "password", "name"))
        await auth.register(asked, request, answer, platform)
    except (FormErrors, ReelwrightError) as refusal:
        return _page(request, platform, "register.html", form.text("next"), form, told(refusal))
    return answer


@router.get(f"{AUTH_PATH}/continue")
def come_back(request: Request, platform: PlatformDep, next_path: _Next = _HOME) -> Response:
    """Here the refresh cookie is sent along: with one, the browser gets the next pair of tokens; without, the sign-in form."""
    if refresh_token_of(request, platform.settings):
        return page(request, "continue.html", None, next=own_path(next_path, _HOME))
    return RedirectResponse(f"/login?next={quote(own_path(next_path, _HOME), safe='')}", 303)


@router.post(f"{AUTH_PATH}/continue-form")
def refresh(request: Request, platform: PlatformDep, form: FormDep) -> Response:
    """The same for browsers without scripts."""
    answer = RedirectResponse(own_path(form.text("next"), _HOME), 303)
    try:
        auth.refresh(request, answer, platform)
    except ReelwrightError:
        return RedirectResponse(f"/login?next={quote(own_path(form.text('next'), _HOME), safe='')}", 303)
    return answer


@router.post(f"{AUTH_PATH}/logout-form")
def logout(request: Request, platform: PlatformDep) -> Response:
    answer = RedirectResponse("/login?done=signed-out", 303)
    auth.logout(request, answer, platform)
    return answer


def _credentials(form: Form, *names: str) -> dict[str, object]:
    """As typed: a password may begin or end with spaces."""
    return {name: form.values.get(name, "") for name in names}


def _page(
    request: Request,
    platform: PlatformDep,
    name: str,
    next_path: str,
    form: Form | None = None,
    errors: FormErrors | None = None,
) -> Response:
    return page(
        request,
        name,
        None,
        status=422 if errors else 200,
        next=own_path(next_path, _HOME),
        services=[each.name for each in platform.settings.oidc],
        values=form.values if form else {},
        errors=errors.by_field if errors else {},
    )
