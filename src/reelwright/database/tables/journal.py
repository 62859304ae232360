"""Journals: calls that cost money, replies that must not be given twice, and acts worth remembering."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from reelwright.database.columns import Base, Owned, Row


class PaidCall(Row, Owned, Base):
    """One call to a provider, found again by ``key`` whatever crashes, retries or edits come between."""

    __tablename__ = "paid_calls"
    __table_args__ = (
        UniqueConstraint("owner_id", "key"),
        Index("ix_paid_calls_owner_id_created_at", "owner_id", "created_at"),
        Index("ix_paid_calls_updated_at", "updated_at"),
    )

    key: Mapped[str] = mapped_column(String(64))
    """SHA-256 of provider, operation and request."""
    job_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("jobs.id", ondelete="SET NULL"), index=True)
    provider: Mapped[str] = mapped_column(String(60))
    operation: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(20), default="intent")
    """``intent``, ``started``, ``submitted``, ``done``, ``failed`` (known not to be accepted) or ``unclear`` (a person must look)."""
    provider_ref: Mapped[str] = mapped_column(String(500), default="")
    result: Mapped[dict[str, Any] | None] = mapped_column()
    """Facts and blob keys of the result."""
    estimated_micros: Mapped[int] = mapped_column(BigInteger, default=0)
    cost_micros: Mapped[int] = mapped_column(BigInteger, default=0)
    usage: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_own_key: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it was paid by the user's own key; else by the server's."""
    error: Mapped[str] = mapped_column(Text, default="")


class IdempotentReply(Row, Owned, Base):
    """The reply to a request that came with an ``Idempotency-Key``, given again to its repetition."""

    __tablename__ = "idempotent_replies"
    __table_args__ = (UniqueConstraint("owner_id", "key"),)

    key: Mapped[str] = mapped_column(String(255))
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None] = mapped_column()
    """``None`` while the first request is still at work."""
    reply: Mapped[dict[str, Any] | None] = mapped_column()


class AuditEntry(Row, Base):
    """A sign-in, a key made or removed, an act of an administrator."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_actor_id_created_at", "actor_id", "created_at"),
        Index("ix_audit_entries_created_at", "created_at"),
    )

    actor_id: Mapped[uuid.UUID | None] = mapped_column()
    action: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(60), default="")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
