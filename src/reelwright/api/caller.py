"""Who is calling, and what they may do."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from reelwright.api.errors import ApiError
from reelwright.app.platform import Platform
from reelwright.business.accounts.scopes import SCOPES, Scope

__all__ = [
    "SCOPES",
    "Admin",
    "Caller",
    "Maker",
    "PlatformDep",
    "Reader",
    "Scope",
    "SignedInUser",
    "Writer",
    "allowed",
    "caller_of",
    "in_person",
    "in_person_to_change",
    "platform_of",
]


@dataclass(frozen=True)
class Caller:
    """A signed-in user: by a browser's cookie, a bearer token, or as the implicit owner of a local server."""

    user_id: uuid.UUID
    role: str
    scopes: frozenset[str]
    via: Literal["cookie", "bearer", "token", "external", "local"]
    """``bearer`` is an access token of ours, ``external`` one of a trusted issuer, ``token`` an API token."""
    sign_in_id: uuid.UUID | None = None
    """Of callers who signed in here."""
    admin_id: uuid.UUID | None = None
    """The administrator who acts as this user, where one does."""

    @property
    def administers(self) -> bool:
        return self.role == "admin" and "admin" in self.scopes


async def platform_of(request: Request) -> Platform:
    """The platform served. Like all dependencies here that do not block it is async: a plain function costs a change of threads."""
    return request.app.state.platform


def caller_of(request: Request) -> Caller:
    """Who calls. Raises ``ApiError`` ``UNAUTHENTICATED``. It may ask the database, and is called from threads."""
    caller = request.app.state.authenticate(request)
    if caller is None:
        raise ApiError("UNAUTHENTICATED", "sign in first", hint="send Authorization: Bearer with a token, or sign in")
    request.state.caller = caller
    return caller


async def caller_here(request: Request) -> Caller:
    """As ``caller_of``; a thread is taken only where the caller is not known yet (the rate limit has looked them up)."""
    if request.app.state.platform.settings.is_local or "authentication" in request.scope.get("state", {}):
        return caller_of(request)
    return await run_in_threadpool(caller_of, request)


def allowed(scope: Scope) -> Callable[[Caller], Awaitable[Caller]]:
    """A dependency that lets callers through who hold a scope. Raises ``ApiError`` ``FORBIDDEN`` for others."""

    async def check(caller: Annotated[Caller, Depends(caller_here)]) -> Caller:
        if scope not in caller.scopes or (scope == "admin" and caller.role != "admin"):
            raise ApiError("FORBIDDEN", f"this needs the scope {scope}", hint="use a token that has it")
        return caller

    return check


async def signed_in(caller: Annotated[Caller, Depends(caller_here)]) -> Caller:
    """The user in person. Raises ``ApiError`` ``FORBIDDEN`` for an API token, which must not be able to make itself more."""
    if caller.via == "token":
        raise ApiError("FORBIDDEN", "an API token cannot do this", hint="sign in")
    return caller


def in_person(caller: Caller) -> None:
    """Keys, passwords, payments and the account itself are the user's own. Raises ``ApiError`` ``FORBIDDEN`` for who acts as them."""
    if caller.admin_id is not None:
        raise ApiError("FORBIDDEN", "this is for the user alone", hint="end looking as this user first")


async def in_person_to_change(request: Request, caller: Annotated[Caller, Depends(caller_here)]) -> None:
    """A dependency of what only its user may change or connect. Raises ``ApiError`` ``FORBIDDEN`` for who acts as them."""
    if request.method != "GET" or request.url.path.endswith(("/connect", "/callback")):
        in_person(caller)


async def administrator(request: Request) -> Caller:
    """Raises ``ApiError``: ``UNAUTHENTICATED`` for nobody, ``NOT_FOUND`` for who is no administrator: nothing is here for them."""
    caller = await caller_here(request)
    if not caller.administers:
        raise ApiError("NOT_FOUND", "there is nothing here")
    return caller


PlatformDep = Annotated[Platform, Depends(platform_of)]
Reader = Annotated[Caller, Depends(allowed("read"))]
Writer = Annotated[Caller, Depends(allowed("write"))]
Maker = Annotated[Caller, Depends(allowed("render"))]
Admin = Annotated[Caller, Depends(administrator)]
SignedInUser = Annotated[Caller, Depends(signed_in)]
