"""What administration keeps: flagged content, settings changed at run time, workers alive, acts counted, and mails on their way."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from reelwright.database.columns import Base, Owned, Row, now


class ModerationItem(Row, Owned, Base):
    """Something of a user's that a moderator did not find clean, and what people decided about it."""

    __tablename__ = "moderation_items"
    __table_args__ = (UniqueConstraint("owner_id", "digest"), Index("ix_moderation_items_state", "state", "created_at"))

    job_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("jobs.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    """``words`` or ``picture``."""
    moderator: Mapped[str] = mapped_column(String(60))
    categories: Mapped[list[str]] = mapped_column(default=list)
    score_percent: Mapped[int] = mapped_column(default=0)
    excerpt: Mapped[str] = mapped_column(Text, default="")
    """The beginning of the words; empty for a picture."""
    blob_key: Mapped[str | None] = mapped_column(String(64))
    """The picture, kept for whoever decides."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the moderator and the content: the same content is one item, however often it is tried."""
    times: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(10), default="open")
    """``open``, ``appealed``, ``upheld`` (it stays refused) or ``allowed`` (this user may use it)."""
    appeal: Mapped[str] = mapped_column(Text, default="")
    appealed_at: Mapped[datetime | None] = mapped_column()
    decided_by: Mapped[uuid.UUID | None] = mapped_column()
    decided_at: Mapped[datetime | None] = mapped_column()
    note: Mapped[str] = mapped_column(Text, default="")
    """What the administrator tells the user."""


class RuntimeSetting(Base):
    """A setting an administrator changed while the server runs; it stands before the environment's."""

    __tablename__ = "runtime_settings"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column()
    """``{"value": …}``"""
    changed_at: Mapped[datetime] = mapped_column()
    changed_by: Mapped[uuid.UUID | None] = mapped_column()


class WorkerBeat(Base):
    """The last sign of life of a worker."""

    __tablename__ = "worker_beats"

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    version: Mapped[str] = mapped_column(String(40))
    queues: Mapped[list[str]] = mapped_column(default=list)
    started_at: Mapped[datetime] = mapped_column()
    beat_at: Mapped[datetime] = mapped_column()
    disk_free_bytes: Mapped[int] = mapped_column(BigInteger, default=0)


class CountedAct(Base):
    """One act of a kind that may be done only so often in a minute (an attempt to sign in, a call to a provider), kept for a minute,
    so that all processes of a server count together."""

    __tablename__ = "counted_acts"
    __table_args__ = (Index("ix_counted_acts_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(64))
    """SHA-256 of what was done, and from where or as whom."""
    at: Mapped[datetime] = mapped_column(default=now)


class Mail(Row, Owned, Base):
    """One mail to a user, written in the transaction of what it tells, and sent by a worker."""

    __tablename__ = "mails"
    __table_args__ = (UniqueConstraint("owner_id", "key"), Index("ix_mails_state_next_at", "state", "next_at"))

    key: Mapped[str] = mapped_column(String(200))
    """What it tells of; nothing is told twice."""
    kind: Mapped[str] = mapped_column(String(30))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(10), default="pending")
    """``pending``, ``sent`` or ``failed``."""
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column()
    error: Mapped[str] = mapped_column(String(500), default="")
