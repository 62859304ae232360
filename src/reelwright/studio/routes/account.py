"""Settings of the account as a whole: plan and credits, mails, data and leaving; what was flagged; proving an address."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.api.account_wire import ProfileAsked
from reelwright.api.caller import PlatformDep, in_person
from reelwright.api.client_address import origin_of
from reelwright.api.errors import ApiError
from reelwright.api.hashing_threads import in_hashing_thread
from reelwright.api.routes import account, credits, moderation, users
from reelwright.api.wire import Paging
from reelwright.business.accounts.leaving import GRACE
from reelwright.business.mails.kinds import CHOICES
from reelwright.errors import ReelwrightError
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import FormDep, FormErrors, asked_of, told
from reelwright.studio.listing import addresses, page_number
from reelwright.studio.pages import page
from reelwright.studio.viewer import Viewer, ViewerDep

router = APIRouter(route_class=PageRoute)
_ROWS = 20


def _sells(platform: PlatformDep) -> None:
    """Raises ``ApiError`` ``NOT_FOUND`` where nothing is sold."""
    if platform.tariff is None:
        raise ApiError("NOT_FOUND", "this server sells nothing: what you make costs no credits")


def _with_accounts(platform: PlatformDep) -> None:
    """Raises ``ApiError`` ``NOT_FOUND`` in local mode."""
    if platform.settings.is_local:
        raise ApiError("NOT_FOUND", "this server has no accounts")


@router.get("/settings/plan", dependencies=[Depends(_sells)])
def plan(request: Request, platform: PlatformDep, viewer: ViewerDep, page: str = "1", paid: str = "") -> Response:
    return _plan(request, platform, viewer, page, is_paid=bool(paid))


@router.post("/settings/plan", dependencies=[Depends(_sells)])
def pay(request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    """On to the payment service's own page."""
    try:
        if form.text("pack"):
            asked = asked_of(credits.PackAsked, {"pack": form.text("pack")})
            url = credits.topup(platform, viewer.caller, asked).data.url
        elif form.text("plan"):
            wanted = asked_of(credits.PlanAsked, {"plan": form.text("plan")})
            url = credits.subscribe(platform, viewer.caller, wanted).data.url
        else:
            url = credits.own_page(platform, viewer.caller).data.url
    except ReelwrightError as refusal:
        return _plan(request, platform, viewer, "1", errors=told(refusal))
    return page(request, "leave_to_pay.html", viewer, url=url)


@router.get("/settings/mails", dependencies=[Depends(_with_accounts)])
def mails(request: Request, viewer: ViewerDep) -> Response:
    chosen = viewer.user.settings.get("mails")
    off = {name for name in CHOICES if isinstance(chosen, dict) and chosen.get(name) is False}
    return page(request, "settings_mails.html", viewer, choices=_mail_choices(viewer), off=off)


@router.post("/settings/mails", dependencies=[Depends(_with_accounts)])
async def choose_mails(request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    ticked = set(form.several.get("mails", []))
    kept = viewer.user.settings.get("mails")
    chosen = (kept if isinstance(kept, dict) else {}) | {name: name in ticked for name in _mail_choices(viewer)}
    settings = viewer.user.settings | {"mails": chosen}
    await users.write_profile(ProfileAsked.model_validate({"settings": settings}), request, platform, viewer.caller)
    return RedirectResponse("/settings/mails?done=saved", 303)


@router.get("/settings/account", dependencies=[Depends(_with_accounts)])
def whole(request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    return _account(request, platform, viewer)


@router.post("/settings/account/{act}", dependencies=[Depends(_with_accounts)])
async def change(act: str, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    caller = viewer.caller
    in_person(caller)
    try:
        if act == "export":
            account.export(request, platform, caller)
            done = "export-started"
        elif act == "delete":
            password = form.values.get("password", "")
            await in_hashing_thread(account.leave_of, platform, caller, password, origin_of(request))
            done = "leaving"
        elif act == "keep":
            account.keep(request, platform, caller)
            done = "stayed"
        elif act == "verify-mail":
            account.send_proof(platform, caller)
            done = "mail-on-its-way"
        else:
            raise ApiError("NOT_FOUND", "there is nothing here")
    except ReelwrightError as refusal:
        if refusal.code == "NOT_FOUND":
            raise
        errors = told(refusal)
        return _account(
            request, platform, viewer, FormErrors({"password" if act == "delete" else "": errors.by_field[""]})
        )
    return RedirectResponse(f"/settings/account?done={done}", 303)


@router.get("/verify", dependencies=[Depends(_with_accounts)])
def prove(request: Request, platform: PlatformDep, token: Annotated[str, Query(max_length=2000)] = "") -> Response:
    account.prove(account.ProofAsked(token=token or "-"), request, platform)
    return RedirectResponse("/dashboard?done=verified", 303)


@router.get("/moderation")
def flagged(request: Request, platform: PlatformDep, viewer: ViewerDep, page: str = "1") -> Response:
    return _flagged(request, platform, viewer, page)


@router.post("/moderation/{item_id}/appeal")
def appeal(item_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: ViewerDep, form: FormDep) -> Response:
    try:
        asked = asked_of(moderation.AppealAsked, {"text": form.text("text")})
        moderation.appealed(item_id, asked, platform, viewer.caller)
    except FormErrors as errors:
        return _flagged(request, platform, viewer, "1", FormErrors({"": errors.by_field["text"]}))
    except ReelwrightError as refusal:
        return _flagged(request, platform, viewer, "1", told(refusal))
    return RedirectResponse("/moderation?done=appealed", 303)


def _plan(
    request: Request, platform: PlatformDep, viewer: Viewer, number: str, *, is_paid: bool = False, errors: FormErrors | None = None
) -> Response:  # fmt: skip
    caller = viewer.caller
    rows = Paging.model_validate({"page": page_number(number), "limit": _ROWS})
    entries = credits.ledger(platform, caller, rows).data
    going_on = [
        each
        for each in credits.subscriptions(platform, caller).data
        if each.state in ("active", "trialing", "past_due")
    ]
    return page(
        request, "settings_plan.html", viewer, status=422 if errors else 200, errors=errors.by_field if errors else {},
        balance=credits.balance(platform, caller).data, offered=credits.plans(platform).data, entries=entries.items, pages=entries.pagination,
        address=addresses("/settings/plan", {}), subscription=going_on[0] if going_on else None,
        invoices=credits.invoices(platform, caller, Paging.model_validate({"limit": 12})).data.items,
        may_pay=bool(platform.settings.stripe_key), is_paid=is_paid,
    )  # fmt: skip


def _account(request: Request, platform: PlatformDep, viewer: Viewer, errors: FormErrors | None = None) -> Response:
    in_person(viewer.caller)
    return page(
        request, "settings_account.html", viewer, status=422 if errors else 200, errors=errors.by_field if errors else {},
        found=account.account_shown(platform, viewer.caller), grace=GRACE.days,
    )  # fmt: skip


def _flagged(
    request: Request, platform: PlatformDep, viewer: Viewer, number: str, errors: FormErrors | None = None
) -> Response:
    rows = Paging.model_validate({"page": page_number(number), "limit": _ROWS})
    found = moderation.index(platform, viewer.caller, rows).data
    return page(
        request, "moderation.html", viewer, status=422 if errors else 200, errors=errors.by_field if errors else {}, rows=found.items,
        pages=found.pagination, address=addresses("/moderation", {}),
    )  # fmt: skip


def _mail_choices(viewer: Viewer) -> dict[str, str]:
    """Those that can come at all here."""
    return {name: word for name, word in CHOICES.items() if name != "lowBalance" or viewer.credits is not None}
