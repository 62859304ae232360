"""Settings: profile, what videos are made with, tokens for programs, keys at providers, webhooks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.api.account_wire import ProfileAsked, ProviderKeyAsked, TokenAsked
from reelwright.api.caller import PlatformDep, in_person
from reelwright.api.routes import providers, users, webhooks
from reelwright.api.wire import Paging
from reelwright.app.video_defaults import SETTING, defaults_in
from reelwright.business.webhooks.events import EVENTS
from reelwright.errors import ReelwrightError
from reelwright.studio.defaults_form import default_choices, defaults_asked
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import Form, FormDep, FormErrors, asked_of, told
from reelwright.studio.pages import page
from reelwright.studio.viewer import Viewer, ViewerDep
from reelwright.studio.words import ABILITIES


@dataclass(frozen=True)
class Sent:
    """A form that came back, and what is wrong with it; neither for a page that is opened."""

    form: Form | None = None
    errors: FormErrors | None = None

    def shown(self, several: str, usual: list[str]) -> dict[str, Any]:
        """What a template shows again: the values, and which boxes of ``several`` are ticked."""
        if self.form is None:
            return {"values": {}, "chosen": usual}
        return {"values": self.form.values, "chosen": self.form.several.get(several, [])}


router = APIRouter(prefix="/settings", route_class=PageRoute)
_ALL = Paging.model_validate({"limit": 100})
_LIFETIMES = {"30": "30 days", "90": "90 days", "365": "One year", "": "No end"}
_RIGHTS = {"read": "Look at everything", "write": "Change and remove", "render": "Start work that may cost"}


@router.get("")
def profile(request: Request, viewer: ViewerDep) -> Response:
    return _profile(request, viewer)


@router.post("/profile")
async def change_profile(request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    try:
        await users.write_profile(
            ProfileAsked.model_validate({"name": form.text("name")[:200]}), request, platform, viewer.caller
        )
    except ReelwrightError as refusal:
        return _profile(request, viewer, form, told(refusal))
    return _back("", "saved")


@router.post("/password")
async def change_password(request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    given = {"password": form.values.get("password"), "currentPassword": form.values.get("currentPassword")}
    try:
        await users.write_profile(asked_of(ProfileAsked, given), request, platform, viewer.caller)
    except FormErrors as errors:
        return _profile(request, viewer, form, errors)
    except ReelwrightError as refusal:
        return _profile(request, viewer, form, FormErrors({"password": told(refusal).by_field[""]}))
    return _back("", "saved")


@router.get("/defaults")
def defaults(request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    return _defaults(request, platform, viewer)


@router.post("/defaults")
async def change_defaults(request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    try:
        chosen = defaults_asked(form).model_dump(by_alias=True, exclude_none=True)
        settings = {**viewer.user.settings, SETTING: chosen}
        await users.write_profile(ProfileAsked.model_validate({"settings": settings}), request, platform, viewer.caller)
    except (FormErrors, ReelwrightError) as refusal:
        return _defaults(request, platform, viewer, form, told(refusal))
    return _back("/defaults", "saved")


@router.get("/tokens")
def tokens(request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    return _tokens(request, platform, viewer)


@router.post("/tokens")
def make_token(request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    """The token is on the answer, and never again."""
    given = {
        "name": form.text("name"),
        "scopes": form.several.get("scopes", []),
        "expiresInDays": form.text("expiresInDays"),
    }
    try:
        made = users.new_token(asked_of(TokenAsked, given), request, platform, viewer.caller)
    except (FormErrors, ReelwrightError) as refusal:
        return _tokens(request, platform, viewer, Sent(form, told(refusal)))
    return _tokens(request, platform, viewer, made=made.token)


@router.post("/tokens/{token_id}/remove")
def remove_token(token_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    users.remove_token(token_id, request, platform, viewer.caller)
    return _back("/tokens", "removed")


@router.get("/providers")
def provider_keys(request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    return _keys(request, platform, viewer)


@router.post("/providers")
def keep_key(request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    given = {"provider": form.text("provider"), "key": form.text("key")}
    try:
        users.keep_key(asked_of(ProviderKeyAsked, given), request, platform, viewer.caller)
    except (FormErrors, ReelwrightError) as refusal:
        return _keys(request, platform, viewer, form, told(refusal))
    return _back("/providers", "key-kept")


@router.post("/providers/{key_id}/remove")
def remove_key(key_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    users.remove_key(key_id, request, platform, viewer.caller)
    return _back("/providers", "removed")


@router.get("/webhooks")
def hooks(request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    return _hooks(request, platform, viewer)


@router.post("/webhooks")
def add_hook(request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    """The secret is on the answer, and never again."""
    given = {"url": form.text("url"), "events": form.several.get("events", [])}
    try:
        in_person(viewer.caller)
        asked = asked_of(webhooks.WebhookAsked, given)
        with platform.database.session_of(viewer.caller.user_id) as session:
            made = webhooks.new_webhook(session, platform, asked)
    except FormErrors as errors:
        return _hooks(request, platform, viewer, Sent(form, errors))
    except ReelwrightError as refusal:
        return _hooks(request, platform, viewer, Sent(form, FormErrors({"url": told(refusal).by_field[""]})))
    return _hooks(request, platform, viewer, secret=made.secret)


@router.post("/webhooks/{webhook_id}/remove")
def remove_hook(webhook_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep) -> Response:
    webhooks.remove(webhook_id, platform, viewer.caller)
    return _back("/webhooks", "removed")


@router.post("/webhooks/{webhook_id}/test")
def test_hook(webhook_id: uuid.UUID, platform: PlatformDep, viewer: ViewerDep) -> Response:
    with platform.database.session_of(viewer.caller.user_id) as session:
        webhooks.new_test(session, webhook_id)
    return _back("/webhooks", "tested")


def _profile(request: Request, viewer: Viewer, form: Form | None = None, errors: FormErrors | None = None) -> Response:
    values = form.values if form else {"name": viewer.user.name}
    return _page(request, "settings_profile.html", viewer, errors, values=values)


def _defaults(
    request: Request, platform: PlatformDep, viewer: Viewer, form: Form | None = None, errors: FormErrors | None = None
) -> Response:
    """With what the server has for each kind of work, and what is missing without it."""
    offers = providers.list_providers(platform, viewer.caller).data
    used = {
        kind: [each.title for each in offers if each.kind == kind and each.state in ("first", "next")]
        for kind in ABILITIES
    }
    rows = [(kind, word, used[kind], why) for kind, (word, why) in ABILITIES.items()]
    values = form.values if form else defaults_in(viewer.user.settings)
    return _page(
        request, "settings_defaults.html", viewer, errors, values=values, choices=default_choices(), abilities=rows
    )


def _tokens(request: Request, platform: PlatformDep, viewer: Viewer, sent: Sent = Sent(), made: str = "") -> Response:
    return _page(
        request,
        "settings_tokens.html",
        viewer,
        sent.errors,
        tokens=users.list_tokens(platform, viewer.caller, _ALL).data.items,
        rights=_RIGHTS,
        lifetimes=_LIFETIMES,
        made=made,
        **sent.shown("scopes", ["read", "render"]),
    )


def _keys(
    request: Request, platform: PlatformDep, viewer: Viewer, form: Form | None = None, errors: FormErrors | None = None
) -> Response:
    offers = providers.list_providers(platform, viewer.caller).data
    by_kind: dict[str, list[Any]] = {}
    for each in offers:
        by_kind.setdefault(str(each.kind), []).append(each)
    return _page(
        request,
        "settings_providers.html",
        viewer,
        errors,
        keys=users.list_keys(platform, viewer.caller, _ALL).data.items,
        values=form.values if form else {},
        offers=by_kind,
        vendors=sorted({each.vendor for each in offers if not each.is_local}),
    )


def _hooks(request: Request, platform: PlatformDep, viewer: Viewer, sent: Sent = Sent(), secret: str = "") -> Response:
    return _page(
        request,
        "settings_webhooks.html",
        viewer,
        sent.errors,
        hooks=webhooks.index(platform, viewer.caller, _ALL).data.items,
        events=EVENTS,
        secret=secret,
        **sent.shown("events", []),
    )


def _page(request: Request, name: str, viewer: Viewer, errors: FormErrors | None, **values: Any) -> Response:
    told_errors = errors.by_field if errors else {}
    return page(request, name, viewer, status=422 if errors else 200, errors=told_errors, **values)


def _back(tab: str, done: str) -> Response:
    return RedirectResponse(f"/settings{tab}?done={done}", 303)
