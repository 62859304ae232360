"""A forgotten password: asking for a mail, and setting a new one."""

from __future__ import annotations

from fastapi import APIRouter, BackgroundTasks, Depends, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.api.account_wire import ForgotAsked, ResetAsked
from reelwright.api.accounts_only import accounts_only
from reelwright.api.caller import PlatformDep
from reelwright.api.routes import auth
from reelwright.errors import ReelwrightError
from reelwright.studio.error_pages import PageRoute
from reelwright.studio.form import FormDep, FormErrors, asked_of, told
from reelwright.studio.pages import page

router = APIRouter(route_class=PageRoute, dependencies=[Depends(accounts_only)])


@router.get("/password/forgot")
def forgot_page(request: Request) -> Response:
    return page(request, "forgot.html", None, values={}, errors={})


@router.post("/password/forgot")
def forgot(request: Request, platform: PlatformDep, form: FormDep, after: BackgroundTasks) -> Response:
    try:
        auth.forgot(asked_of(ForgotAsked, {"email": form.text("email")}), request, platform, after)
    except (FormErrors, ReelwrightError) as refusal:
        return page(request, "forgot.html", None, status=422, values=form.values, errors=told(refusal).by_field)
    return RedirectResponse("/login?done=mail-sent", 303, background=after)


@router.get("/password/reset")
def reset_page(request: Request) -> Response:
    """The mail's link has the token behind #, which browsers do not send: it is in no log. A script puts it into the form."""
    return page(request, "reset.html", None, token="", errors={})


@router.post("/password/reset")
async def reset(request: Request, platform: PlatformDep, form: FormDep) -> Response:
    answer = RedirectResponse("/login?done=password-set", 303)
    given = {"token": form.text("token"), "password": form.values.get("password", "")}
    try:
        await auth.reset(asked_of(ResetAsked, given), request, answer, platform)
    except (FormErrors, ReelwrightError) as refusal:
        return page(request, "reset.html", None, status=422, token=form.text("token"), errors=told(refusal).by_field)
    return answer
