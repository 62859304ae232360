"""Who is calling, and what they may do."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Request

from reelwright.api.errors import ApiError
from reelwright.app.platform import Platform

Scope = Literal["read", "write", "render", "admin"]
SCOPES: tuple[Scope, ...] = ("read", "write", "render", "admin")
"""``read`` looks, ``write`` changes, ``render`` starts work that costs, ``admin`` administers (admins only)."""


@dataclass(frozen=True)
class Caller:
    """A signed-in user: by a browser's cookie, a bearer token, or as the implicit owner of a local server."""

    user_id: uuid.UUID
    role: str
    scopes: frozenset[str]
    via: Literal["cookie", "bearer", "token", "local"]


def platform_of(request: Request) -> Platform:
    return request.app.state.platform


def caller_of(request: Request) -> Caller:
    """Who calls. Raises ``ApiError`` ``UNAUTHENTICATED``."""
    caller = request.app.state.authenticate(request)
    if caller is None:
        raise ApiError("UNAUTHENTICATED", "sign in first", hint="send Authorization: Bearer with a token, or sign in")
    request.state.caller = caller
    return caller


def allowed(scope: Scope) -> Callable[[Caller], Caller]:
    """A dependency that lets callers through who hold a scope. Raises ``ApiError`` ``FORBIDDEN`` for others."""

    def check(caller: Annotated[Caller, Depends(caller_of)]) -> Caller:
        if scope not in caller.scopes or (scope == "admin" and caller.role != "admin"):
            raise ApiError("FORBIDDEN", f"this needs the scope {scope}", hint="use a token that has it")
        return caller

    return check


PlatformDep = Annotated[Platform, Depends(platform_of)]
Reader = Annotated[Caller, Depends(allowed("read"))]
Writer = Annotated[Caller, Depends(allowed("write"))]
Maker = Annotated[Caller, Depends(allowed("render"))]
Admin = Annotated[Caller, Depends(allowed("admin"))]
