"""The signed-in user: profile, tokens for programs, keys at providers, sign-ins."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from sqlalchemy import select

from reelwright.api.account_wire import (
    ApiTokenMade,
    ApiTokenShown,
    Profile,
    ProfileAsked,
    ProviderKeyAsked,
    ProviderKeyShown,
    SignInShown,
    TokenAsked,
    profile,
)
from reelwright.api.accounts_only import accounts_only
from reelwright.api.caller import Caller, PlatformDep, Reader, SignedInUser, Writer, in_person
from reelwright.api.client_address import origin_of
from reelwright.api.errors import ApiError
from reelwright.api.hashing_threads import in_hashing_thread
from reelwright.api.once import IdempotencyKey, once_apart
from reelwright.api.routes import auth
from reelwright.api.wire import Page, Paging, Success, page_of
from reelwright.app.platform import Platform
from reelwright.business.accounts.address_proof import ask_for_proof
from reelwright.business.accounts.api_tokens import WantedToken, api_tokens, make_api_token, remove_api_token
from reelwright.business.accounts.profile import ProfileChange, change_profile, profile_of
from reelwright.business.accounts.provider_keys import keep_provider_key, provider_keys, remove_provider_key
from reelwright.business.accounts.sign_ins import end_sign_in
from reelwright.database.columns import now
from reelwright.database.tables import ApiToken, ProviderKey, SignIn, User

router = APIRouter(prefix="/api/users", tags=["user"])
for _path, _endpoint, _status in (("/register", auth.register, 201), ("/login", auth.login, 200)):
    router.add_api_route(
        _path,
        _endpoint,
        methods=["POST"],
        status_code=_status,
        tags=["auth"],
        dependencies=[Depends(accounts_only)],
        summary=f"The same as /api/auth{_path}",
    )

_Paging = Annotated[Paging, Query()]


@router.get("/profile", summary="Who I am")
def read_profile(platform: PlatformDep, caller: Reader) -> Success[Profile]:
    return Success(data=profile(profile_of(platform.database, caller.user_id)))


@router.put("/profile", summary="Change name, settings, address or password")
async def write_profile(
    asked: ProfileAsked, request: Request, platform: PlatformDep, caller: Writer
) -> Success[Profile]:
    if asked.email is not None or asked.password is not None:
        in_person(caller)
    if caller.via == "token" and (asked.email is not None or asked.password is not None):
        raise ApiError("FORBIDDEN", "an API token cannot change address or password", hint="sign in")
    change = ProfileChange(asked.name, asked.email, asked.settings, asked.password, asked.current_password)
    changed = await in_hashing_thread(
        change_profile, platform.database, caller.user_id, change, origin_of(request), keep=caller.sign_in_id
    )
    if asked.email is not None and changed.verified_at is None:
        await run_in_threadpool(_ask_for_proof, platform, changed)
    return Success(data=profile(changed))


@router.get("/tokens", summary="My API tokens")
def list_tokens(platform: PlatformDep, caller: SignedInUser, paging: _Paging) -> Success[Page[ApiTokenShown]]:
    sortable = {"createdAt": ApiToken.created_at, "name": ApiToken.name, "id": ApiToken.id}
    with platform.database.reader_of(caller.user_id) as session:
        rows, pagination = page_of(session, api_tokens(), paging, sortable)
        items = [ApiTokenShown.model_validate(row) for row in rows]
    return Success(data=Page(items=items, pagination=pagination))


@router.post(
    "/tokens",
    status_code=201,
    summary="Make an API token; it is shown this once",
    response_model=Success[ApiTokenMade],
)
def make_token(
    asked: TokenAsked, request: Request, platform: PlatformDep, caller: SignedInUser, _key: IdempotencyKey = None
) -> JSONResponse:
    in_person(caller)

    def make() -> Success[ApiTokenMade]:
        return Success(data=new_token(asked, request, platform, caller), message="keep it: it is not shown again")

    return once_apart(request, platform, caller, asked.model_dump_json(), make, 201)


def new_token(asked: TokenAsked, request: Request, platform: Platform, caller: Caller) -> ApiTokenMade:
    """A token with its secret. Raises ``InvalidInput`` and ``NotAllowed``."""
    in_person(caller)
    expires_at = now() + timedelta(days=asked.expires_in_days) if asked.expires_in_days else None
    wanted = WantedToken(asked.name, asked.scopes, expires_at)
    made = make_api_token(platform.database, caller.user_id, wanted, origin_of(request))
    return ApiTokenMade(**ApiTokenShown.model_validate(made.row).model_dump(), token=made.secret)


@router.delete("/tokens/{token_id}", summary="Make an API token worthless")
def remove_token(token_id: uuid.UUID, request: Request, platform: PlatformDep, caller: SignedInUser) -> Success[None]:
    in_person(caller)
    remove_api_token(platform.database, caller.user_id, token_id, origin_of(request))
    return Success(data=None)


@router.get("/api-keys", summary="My keys at providers; never the keys themselves")
def list_keys(platform: PlatformDep, caller: Reader, paging: _Paging) -> Success[Page[ProviderKeyShown]]:
    sortable = {"createdAt": ProviderKey.created_at, "provider": ProviderKey.provider, "id": ProviderKey.id}
    with platform.database.reader_of(caller.user_id) as session:
        rows, pagination = page_of(session, provider_keys(), paging, sortable)
        items = [ProviderKeyShown.model_validate(row) for row in rows]
    return Success(data=Page(items=items, pagination=pagination))


@router.post(
    "/api-keys",
    status_code=201,
    summary="Keep my key at a provider, in place of an earlier one",
    response_model=Success[ProviderKeyShown],
)
def keep_key(
    asked: ProviderKeyAsked, request: Request, platform: PlatformDep, caller: Writer, _key: IdempotencyKey = None
) -> JSONResponse:
    in_person(caller)

    def make() -> Success[ProviderKeyShown]:
        row = keep_provider_key(
            platform.database, platform.secrets, caller.user_id, asked.provider, asked.key, origin_of(request)
        )
        return Success(data=ProviderKeyShown.model_validate(row))

    return once_apart(request, platform, caller, asked.model_dump_json(), make, 201)


@router.delete("/api-keys/{key_id}", summary="Forget a key")
def remove_key(key_id: uuid.UUID, request: Request, platform: PlatformDep, caller: Writer) -> Success[None]:
    in_person(caller)
    remove_provider_key(platform.database, caller.user_id, key_id, origin_of(request))
    return Success(data=None)


@router.get("/sessions", summary="Where I am signed in")
def list_sessions(platform: PlatformDep, caller: SignedInUser, paging: _Paging) -> Success[Page[SignInShown]]:
    query = select(SignIn).where(SignIn.revoked_at.is_(None), SignIn.expires_at > now())
    sortable = {"createdAt": SignIn.created_at, "expiresAt": SignIn.expires_at, "id": SignIn.id}
    with platform.database.reader_of(caller.user_id) as session:
        rows, pagination = page_of(session, query, paging, sortable)
        items = [_shown(row, caller.sign_in_id) for row in rows]
    return Success(data=Page(items=items, pagination=pagination))


@router.delete("/sessions/{sign_in_id}", summary="Sign out there")
def end_session(sign_in_id: uuid.UUID, request: Request, platform: PlatformDep, caller: SignedInUser) -> Success[None]:
    in_person(caller)
    end_sign_in(platform.database, caller.user_id, sign_in_id, origin_of(request))
    return Success(data=None)


def _ask_for_proof(platform: Platform, user: User) -> None:
    with platform.database.system_session() as session:
        ask_for_proof(session, platform.secrets, user, "verify")


def _shown(row: SignIn, current: uuid.UUID | None) -> SignInShown:
    return SignInShown(
        id=row.id,
        user_agent=row.user_agent,
        address=row.address,
        created_at=row.created_at,
        expires_at=row.expires_at,
        is_current=row.id == current,
    )
