"""Who may come in: users, their ways of signing in, and the keys they keep here."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from reelwright.database.columns import Base, Owned, Row


class User(Row, Base):
    """An account. ``password_hash`` is empty for people who come by OIDC only."""

    __tablename__ = "users"

    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    password_hash: Mapped[str | None] = mapped_column(String(300))
    role: Mapped[str] = mapped_column(String(20), default="user")
    """``user`` or ``admin``."""
    is_active: Mapped[bool] = mapped_column(default=True)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    storage_limit_bytes: Mapped[int | None] = mapped_column(BigInteger)
    """``None`` is the server's default."""
    budget_micros: Mapped[int | None] = mapped_column(BigInteger)
    """Most that may be spent at providers in a calendar month, in millionths of a US dollar; ``None`` is the server's default."""
    verified_at: Mapped[datetime | None] = mapped_column()
    """When the user showed that mails to the address reach them."""
    leaves_at: Mapped[datetime | None] = mapped_column(index=True)
    """When the account and all that belongs to it will be erased, where the user wishes that."""


class Identity(Row, Owned, Base):
    """A user as another service knows them (OIDC issuer and subject)."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    email: Mapped[str] = mapped_column(String(320), default="")


class SignIn(Row, Owned, Base):
    """One signed-in browser or program: a family of refresh tokens of which only the newest is good."""

    __tablename__ = "sign_ins"

    expires_at: Mapped[datetime] = mapped_column()
    revoked_at: Mapped[datetime | None] = mapped_column()
    revoked_because: Mapped[str] = mapped_column(String(60), default="")
    user_agent: Mapped[str] = mapped_column(String(400), default="")
    address: Mapped[str] = mapped_column(String(60), default="")
    admin_id: Mapped[uuid.UUID | None] = mapped_column()
    """The administrator who looks at the server as this user."""


class RefreshToken(Row, Owned, Base):
    """One link of a family. A second use of a used one ends the family."""

    __tablename__ = "refresh_tokens"

    sign_in_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sign_ins.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column()
    used_at: Mapped[datetime | None] = mapped_column()


class ApiToken(Row, Owned, Base):
    """A key for programs; only its hash is kept."""

    __tablename__ = "api_tokens"

    name: Mapped[str] = mapped_column(String(100))
    prefix: Mapped[str] = mapped_column(String(16))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(default=list)
    expires_at: Mapped[datetime | None] = mapped_column()
    last_used_at: Mapped[datetime | None] = mapped_column()
    revoked_at: Mapped[datetime | None] = mapped_column()


class PasswordReset(Row, Owned, Base):
    __tablename__ = "password_resets"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column()
    used_at: Mapped[datetime | None] = mapped_column()


class ProviderKey(Row, Owned, Base):
    """A user's key at a provider, sealed with AES-GCM; ``key_id`` says by which of the server's secrets."""

    __tablename__ = "provider_keys"
    __table_args__ = (UniqueConstraint("owner_id", "provider"),)

    provider: Mapped[str] = mapped_column(String(60))
    ending: Mapped[str] = mapped_column(String(8), default="")
    """The last characters, so that a person can tell which key it is."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    key_id: Mapped[str] = mapped_column(String(16))
