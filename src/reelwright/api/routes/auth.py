"""Registering, signing in and out, a new password by mail."""

from __future__ import annotations

import structlog
from fastapi import APIRouter, BackgroundTasks, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool

from reelwright.api.account_wire import (
    ForgotAsked,
    LoginAsked,
    RefreshAsked,
    RegisterAsked,
    ResetAsked,
    Session,
    session,
)
from reelwright.api.accounts_only import accounts_only
from reelwright.api.caller import PlatformDep
from reelwright.api.client_address import origin_of
from reelwright.api.hashing_threads import in_hashing_thread
from reelwright.api.rate_limit import limit_guesses
from reelwright.api.routes import oauth
from reelwright.api.session_cookies import clear_session, refresh_token_of, set_session
from reelwright.api.wire import Success
from reelwright.app.platform import Platform
from reelwright.business.accounts.address_proof import ask_for_proof
from reelwright.business.accounts.password_reset import reset_password, send_reset
from reelwright.business.accounts.password_sign_in import sign_in_by_password
from reelwright.business.accounts.refusals import NotThere, SignInRefused
from reelwright.business.accounts.registration import NewAccount
from reelwright.business.accounts.registration import register as register_account
from reelwright.business.accounts.sign_ins import end_sign_in, refresh_sign_in, sign_in_of
from reelwright.business.audit import Origin
from reelwright.business.mail import MailSettings
from reelwright.database.open import Database
from reelwright.database.tables import User
from reelwright.errors import ReelwrightError

log = structlog.get_logger(__name__)
router = APIRouter(prefix="/api/auth", tags=["auth"], dependencies=[Depends(accounts_only)])
router.include_router(oauth.router)


@router.post("/register", status_code=201, summary="Make an account and sign in")
async def register(
    asked: RegisterAsked, request: Request, response: Response, platform: PlatformDep
) -> Success[Session]:
    await run_in_threadpool(limit_guesses, request, "register", asked.email)
    signed_in = await in_hashing_thread(
        register_account,
        platform.database,
        request.app.state.access_keys,
        NewAccount(asked.email, asked.password, asked.name),
        is_open=platform.in_force().settings.is_registration_open,
        origin=origin_of(request),
    )
    set_session(response, platform.settings, signed_in)
    await run_in_threadpool(_welcome, platform, signed_in.user)
    return Success(data=session(signed_in), message="welcome")


@router.post("/login", summary="Sign in by address and password")
async def login(asked: LoginAsked, request: Request, response: Response, platform: PlatformDep) -> Success[Session]:
    await run_in_threadpool(limit_guesses, request, "login", asked.email)
    signed_in = await in_hashing_thread(
        sign_in_by_password,
        platform.database,
        request.app.state.access_keys,
        asked.email,
        asked.password,
        origin_of(request),
    )
    set_session(response, platform.settings, signed_in)
    return Success(data=session(signed_in))


@router.post("/refresh", summary="The next pair of tokens; a refresh token is good once")
def refresh(
    request: Request, response: Response, platform: PlatformDep, asked: RefreshAsked | None = None
) -> Success[Session]:
    token = (asked.refresh_token if asked else "") or refresh_token_of(request, platform.settings)
    if not token:
        raise SignInRefused("there is no refresh token", hint="sign in")
    signed_in = refresh_sign_in(platform.database, request.app.state.access_keys, token, origin_of(request))
    set_session(response, platform.settings, signed_in)
    return Success(data=session(signed_in))


@router.post("/logout", summary="End this sign-in")
def logout(
    request: Request, response: Response, platform: PlatformDep, asked: RefreshAsked | None = None
) -> Success[None]:
    token = (asked.refresh_token if asked else "") or refresh_token_of(request, platform.settings)
    found = {sign_in_of(platform.database, token) if token else None}
    caller = request.app.state.authenticate(request)
    if caller is not None and caller.sign_in_id is not None:
        found.add((caller.user_id, caller.sign_in_id))
    for owner, sign_in in (each for each in found if each is not None):
        try:
            end_sign_in(platform.database, owner, sign_in, origin_of(request))
        except NotThere:  # ended already
            continue
    clear_session(response, platform.settings)
    return Success(data=None, message="signed out")


@router.post("/password/forgot", status_code=202, summary="Ask for a mail with which to set a new password")
def forgot(asked: ForgotAsked, request: Request, platform: PlatformDep, after: BackgroundTasks) -> Success[None]:
    limit_guesses(request, "forgot", asked.email)
    mail, server = request.app.state.mail, platform.settings.public_url
    after.add_task(_send_reset, platform.database, mail, server, asked.email, origin_of(request))
    return Success(data=None, message="if there is such an account, a mail is on its way")


@router.post("/password/reset", summary="Set a new password with the token of the mail; ends all sign-ins")
async def reset(asked: ResetAsked, request: Request, response: Response, platform: PlatformDep) -> Success[None]:
    await in_hashing_thread(reset_password, platform.database, asked.token, asked.password, origin_of(request))
    clear_session(response, platform.settings)
    return Success(data=None, message="sign in with the new password")


def _welcome(platform: Platform, user: User) -> None:
    with platform.database.system_session() as session:
        ask_for_proof(session, platform.secrets, user, "welcome")


def _send_reset(database: Database, mail: MailSettings, server: str, email: str, origin: Origin) -> None:
    """The answer was given already: a mail that fails is the operator's to see."""
    try:
        send_reset(database, mail, server, email, origin)
    except ReelwrightError as error:
        log.error("mail_failed", reason=error.message, hint=error.hint)
