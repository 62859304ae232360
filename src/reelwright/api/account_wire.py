"""Accounts as they look on the wire."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from reelwright.api.wire import Asked, Wire
from reelwright.business.accounts.access_tokens import LIFETIME
from reelwright.business.accounts.scopes import Scope
from reelwright.business.accounts.sign_ins import SignedIn
from reelwright.database.tables import User

Email = Annotated[str, Field(max_length=320)]
Password = Annotated[str, StringConstraints(strip_whitespace=False, max_length=1000)]
"""Kept to the letter. Its length is judged where it is hashed."""
Token = Annotated[str, StringConstraints(max_length=200)]


class Profile(Wire):
    id: uuid.UUID
    email: str
    name: str
    role: str
    has_password: bool
    settings: dict[str, Any]
    created_at: datetime


class Session(Wire):
    """A sign-in: browsers have its tokens as cookies, programs keep them from here."""

    user: Profile
    access_token: str
    refresh_token: str
    token_type: str = "Bearer"  # noqa: S105
    expires_in: int = int(LIFETIME.total_seconds())
    """Seconds the access token is good for."""


class RegisterAsked(Asked):
    email: Email
    password: Password = Field(repr=False)
    name: str = Field("", max_length=200)


class LoginAsked(Asked):
    email: Email
    password: Password = Field(repr=False)


class RefreshAsked(Asked):
    """Empty for browsers, which send the token as a cookie."""

    refresh_token: Token = Field("", repr=False)


class ForgotAsked(Asked):
    email: Email


class ResetAsked(Asked):
    token: Token = Field(repr=False)
    password: Password = Field(repr=False)


class ProfileAsked(Asked):
    """What is left out stays as it is. ``email`` and ``password`` want ``currentPassword``."""

    name: str | None = Field(None, max_length=200)
    email: Email | None = None
    settings: dict[str, Any] | None = None
    password: Password | None = Field(None, repr=False)
    current_password: Password | None = Field(None, repr=False)


class TokenAsked(Asked):
    name: str = Field(min_length=1, max_length=100)
    scopes: list[Scope] = Field(min_length=1, max_length=10)
    expires_in_days: int | None = Field(None, ge=1, le=3650)


class ApiTokenShown(Wire):
    id: uuid.UUID
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class ApiTokenMade(ApiTokenShown):
    token: str
    """Shown this once."""


class ProviderKeyAsked(Asked):
    provider: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")
    key: str = Field(min_length=8, max_length=4000, repr=False)


class ProviderKeyShown(Wire):
    id: uuid.UUID
    provider: str
    ending: str
    """Its last characters."""
    created_at: datetime
    updated_at: datetime


class SignInShown(Wire):
    id: uuid.UUID
    user_agent: str
    address: str
    created_at: datetime
    expires_at: datetime
    is_current: bool


class LoginAddress(Wire):
    url: str


def profile(user: User) -> Profile:
    return Profile(
        id=user.id,
        email=user.email,
        name=user.name,
        role=user.role,
        has_password=user.password_hash is not None,
        settings=user.settings,
        created_at=user.created_at,
    )


def session(signed_in: SignedIn) -> Session:
    return Session(
        user=profile(signed_in.user), access_token=signed_in.access_token, refresh_token=signed_in.refresh_token
    )
