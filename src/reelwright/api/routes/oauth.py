"""Signing in at another service (OpenID Connect)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from reelwright.api.account_wire import LoginAddress
from reelwright.api.caller import Caller, PlatformDep, SignedInUser
from reelwright.api.client_address import origin_of
from reelwright.api.errors import not_found
from reelwright.api.pending_login import PendingLogin, read_pending, write_pending
from reelwright.api.session_cookies import AUTH_PATH, pending_login_of, set_pending_login, set_session
from reelwright.api.wire import Success
from reelwright.app.platform import Platform
from reelwright.business.accounts.external_users import FirstSight, Person, link_person, user_of_person
from reelwright.business.accounts.oidc_login import OidcClient, Returned, begin_oidc_login, finish_oidc_login
from reelwright.business.accounts.refusals import SignInRefused
from reelwright.business.accounts.sign_ins import SignedIn, start_sign_in
from reelwright.business.audit import record_alone
from reelwright.errors import InvalidInput

router = APIRouter(prefix="/oauth")
_Next = Annotated[str, Query(alias="next", max_length=500, description="Path to go on to")]
_Given = Annotated[str, Query(max_length=4000)]


@router.get("/{provider}", status_code=303, response_class=RedirectResponse, summary="Go to sign in there")
def begin(provider: str, request: Request, platform: PlatformDep, next_path: _Next = "/") -> RedirectResponse:
    client = _client(platform, provider)
    refuse_elsewhere(next_path)
    url, login = begin_oidc_login(request.app.state.issuers, client)
    response = RedirectResponse(url, 303)
    pending = write_pending(platform.secrets, provider, PendingLogin(login, next_path))
    set_pending_login(response, platform.settings, pending)
    return response


@router.post("/{provider}/link", summary="Let the signed-in user sign in there too: where to send the browser")
def link(
    provider: str,
    request: Request,
    response: Response,
    platform: PlatformDep,
    caller: SignedInUser,
    next_path: _Next = "/",
) -> Success[LoginAddress]:
    client = _client(platform, provider)
    refuse_elsewhere(next_path)
    url, login = begin_oidc_login(request.app.state.issuers, client)
    pending = write_pending(platform.secrets, provider, PendingLogin(login, next_path, caller.user_id))
    set_pending_login(response, platform.settings, pending)
    return Success(data=LoginAddress(url=url))


@router.get("/{provider}/callback", status_code=303, response_class=RedirectResponse, summary="Back from there")
def callback(
    provider: str,
    request: Request,
    platform: PlatformDep,
    state: _Given = "",
    code: _Given = "",
    error: _Given = "",
    iss: _Given = "",
) -> RedirectResponse:
    client = _client(platform, provider)
    origin = origin_of(request)
    try:
        pending = read_pending(platform.secrets, provider, pending_login_of(request, platform.settings))
        returned = Returned(state, code, error, iss)
        who = finish_oidc_login(request.app.state.issuers, client, pending.login, returned)
        response = RedirectResponse(pending.next, 303)
        if pending.links_to is None:
            set_session(response, platform.settings, _sign_in(request, platform, who))
        else:
            caller: Caller | None = request.app.state.authenticate(request)
            if caller is None or caller.user_id != pending.links_to or caller.admin_id is not None:
                raise SignInRefused("you are not signed in as who began this", hint="sign in and begin again")
            link_person(platform.database, pending.links_to, who, origin)
    except SignInRefused as refusal:
        record_alone(
            platform.database, "sign_in.refused", actor=None, origin=origin, by=provider, reason=refusal.message
        )
        raise
    set_pending_login(response, platform.settings, "")
    return response


def _sign_in(request: Request, platform: Platform, who: Person) -> SignedIn:
    origin = origin_of(request)
    user = user_of_person(platform.database, who, FirstSight(platform.in_force().settings.is_registration_open), origin)
    if not user.is_active:
        raise SignInRefused("the account is shut", hint="ask an administrator")
    with platform.database.system_session() as session:
        return start_sign_in(session, request.app.state.access_keys, user, by=who.issuer, origin=origin)


def _client(platform: Platform, provider: str) -> OidcClient:
    known = next((each for each in platform.settings.oidc if each.name == provider), None)
    if known is None:
        raise not_found("sign-in service")
    redirect = f"{platform.settings.public_url}{AUTH_PATH}/oauth/{provider}/callback"
    return OidcClient(known.issuer, known.client_id, known.client_secret, redirect)


def refuse_elsewhere(path: str) -> None:
    """A login must not be a way to send people to other sites. Browsers read \\ as /, and skip control characters."""
    is_path = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    if not is_path:
        raise InvalidInput("next is not a path of this server", hint="for example next=/projects")
