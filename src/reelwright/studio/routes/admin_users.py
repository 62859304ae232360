"""For administrators: users, one user, and looking at the server as them."""

from __future__ import annotations

import uuid

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.api.caller import PlatformDep
from reelwright.api.client_address import origin_of
from reelwright.api.routes.admin import users
from reelwright.api.session_cookies import end_acting, set_acting
from reelwright.business.accounts.sign_ins import end_sign_in
from reelwright.errors import ReelwrightError
from reelwright.studio.administering import AdminViewer, admin_page, admin_viewer, back_to
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import Form, FormDep, FormErrors, asked_of, told
from reelwright.studio.listing import addresses, page_number
from reelwright.studio.viewer import ViewerDep

router = APIRouter(prefix="/admin/users", route_class=PageRoute, dependencies=[Depends(admin_viewer)])
stop_router = APIRouter(route_class=PageRoute)
USUAL = object()
_STATES = {"active": "Let in", "suspended": "Suspended"}


@router.get("")
def index(
    request: Request, platform: PlatformDep, viewer: AdminViewer, q: str = "", state: str = "", role: str = "", page: str = "1"
) -> Response:  # fmt: skip
    wanted = {
        "q": q[:200],
        "state": state if state in _STATES else "",
        "role": role if role in ("user", "admin") else "",
    }
    is_active = {"active": True, "suspended": False}.get(wanted["state"])
    given = {"q": wanted["q"], "role": wanted["role"], "page": page_number(page), "limit": 30}
    asked = asked_of(users.UserFilter, given | ({} if is_active is None else {"isActive": is_active}))
    found = users.index(platform, asked).data
    return admin_page(
        request, "admin_users.html", viewer, users=found.items, pages=found.pagination, wanted=wanted, states=_STATES,
        address=addresses("/admin/users", wanted),
    )  # fmt: skip


@router.get("/{user_id}")
def show(user_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: AdminViewer) -> Response:
    return _one(request, platform, viewer, user_id)


@router.post("/{user_id}")
def change(user_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: AdminViewer, form: FormDep) -> Response:
    """One of the page's forms: ``do`` says which."""
    try:
        asked = _asked(_wish(form))
        users.change_of(platform, viewer.caller, user_id, asked, request)
    except FormErrors as errors:
        first = next(iter(errors.by_field.values()))
        return _one(request, platform, viewer, user_id, form, FormErrors({"": first} | errors.by_field))
    except ReelwrightError as refusal:
        return _one(request, platform, viewer, user_id, form, told(refusal))
    return back_to(f"/admin/users/{user_id}", "saved")


@router.post("/{user_id}/impersonate")
def look_as(
    user_id: uuid.UUID, request: Request, platform: PlatformDep, viewer: AdminViewer, form: FormDep
) -> Response:
    try:
        asked = asked_of(users.ActingAsked, {"reason": form.text("reason")})
        acting = users.act_as(user_id, asked, request, platform, viewer.caller)
    except FormErrors:
        return _one(request, platform, viewer, user_id, form, FormErrors({"reason": "Say why, in a few words."}))
    except ReelwrightError as refusal:
        return _one(request, platform, viewer, user_id, form, told(refusal))
    answer = RedirectResponse("/dashboard", 303)
    set_acting(answer, platform.settings, acting)
    return answer


@stop_router.post("/acting/end")
def stop_looking(request: Request, platform: PlatformDep, viewer: ViewerDep) -> Response:
    """Back to the administrator's own sign-in, which the browser still keeps."""
    caller = viewer.caller
    if caller.admin_id is None or caller.sign_in_id is None:
        return RedirectResponse("/dashboard", 303)
    end_sign_in(platform.database, caller.user_id, caller.sign_in_id, origin_of(request))
    answer = RedirectResponse(f"/api/auth/continue?next=/admin/users/{caller.user_id}", 303)
    end_acting(answer, platform.settings)
    return answer


def _wish(form: Form) -> dict[str, object]:
    act = form.text("do")
    if act == "gift":
        return {"gift": {"credits": form.text("credits"), "reason": form.text("reason")}}
    if act == "refund":
        return {
            "refund": {"entryId": form.text("entry"), "credits": form.text("credits"), "reason": form.text("reason")}
        }
    if act in ("suspend", "let-in"):
        return {"isActive": act == "let-in"}
    if act == "limits":
        return {
            "role": form.text("role"),
            "plan": form.text("plan"),
            "storageLimitBytes": _bytes(form.text("gigabytes")),
            "monthlyBudget": form.text("budget"),
        }
    if act == "usual-limits":
        return {"storageLimitBytes": USUAL, "monthlyBudget": USUAL}
    raise FormErrors({"": "This form is not known."})


def _asked(wish: dict[str, object]) -> users.UserChangeAsked:
    """What is empty stays as it is; ``USUAL`` goes back to the server's own."""
    usual = {name for name, value in wish.items() if value is USUAL}
    if usual:
        return users.UserChangeAsked.model_validate(dict.fromkeys(usual))
    return asked_of(users.UserChangeAsked, wish)


def _bytes(gigabytes: str) -> object:
    try:
        return round(float(gigabytes.replace(",", ".")) * 1e9) if gigabytes else ""
    except (ValueError, OverflowError):
        raise FormErrors({"gigabytes": "Write a number of gigabytes."}) from None


def _one(
    request: Request, platform: PlatformDep, viewer: AdminViewer, user_id: uuid.UUID, form: Form | None = None,
    errors: FormErrors | None = None,
) -> Response:  # fmt: skip
    tariff = platform.tariff
    return admin_page(
        request, "admin_user.html", viewer, status=422 if errors else 200, user=users.in_full(platform, user_id),
        values=form.values if form else {}, errors=errors.by_field if errors else {},
        plans={plan.name: plan.title for plan in tariff.plans} if tariff else {}, is_me=user_id == viewer.caller.user_id,
    )  # fmt: skip
