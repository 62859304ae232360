"""What is told to others, and what is done at set times."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from reelwright.database.columns import Base, Owned, Row


class Webhook(Row, Owned, Base):
    __tablename__ = "webhooks"

    url: Mapped[str] = mapped_column(String(2000))
    events: Mapped[list[str]] = mapped_column(default=list)
    """``job.completed``, ``job.failed``, ``job.waiting`` …; none named is all."""
    is_active: Mapped[bool] = mapped_column(default=True)
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary)
    key_id: Mapped[str] = mapped_column(String(16))


class Delivery(Row, Owned, Base):
    """One message to one webhook, tried until it is taken or given up."""

    __tablename__ = "deliveries"
    __table_args__ = (Index("ix_deliveries_state_next_at", "state", "next_at"),)

    webhook_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"), index=True)
    job_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("jobs.id", ondelete="SET NULL"))
    event: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column()
    state: Mapped[str] = mapped_column(String(20), default="pending")
    """``pending``, ``sending`` (by one worker, until ``next_at``), ``delivered`` or ``failed``."""
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column()
    response_status: Mapped[int | None] = mapped_column()
    response_text: Mapped[str] = mapped_column(Text, default="")
    delivered_at: Mapped[datetime | None] = mapped_column()


class Callback(Row, Owned, Base):
    """One address that is told once of the end of one job, tried until it is taken or given up."""

    __tablename__ = "callbacks"
    __table_args__ = (Index("ix_callbacks_state_next_at", "state", "next_at"),)

    job_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), index=True)
    url: Mapped[str] = mapped_column(String(2000))
    state: Mapped[str] = mapped_column(String(20), default="pending")
    """``pending`` (also while the job is at work), ``delivered`` or ``failed``."""
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column()
    """Not before; while it is being sent, when its sender is taken for lost."""
    response_status: Mapped[int | None] = mapped_column()
    response_text: Mapped[str] = mapped_column(String(1000), default="")
    """Why the last attempt failed."""


class Schedule(Row, Owned, Base):
    """A job started again and again, by a cron line in a time zone."""

    __tablename__ = "schedules"
    __table_args__ = (Index("ix_schedules_next_at", "next_at"),)

    name: Mapped[str] = mapped_column(String(200))
    cron: Mapped[str] = mapped_column(String(120))
    timezone: Mapped[str] = mapped_column(String(60), default="UTC")
    kind: Mapped[str] = mapped_column(String(30))
    request: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_active: Mapped[bool] = mapped_column(default=True)
    next_at: Mapped[datetime | None] = mapped_column()
    last_job_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("jobs.id", ondelete="SET NULL"))
    last_error: Mapped[str] = mapped_column(Text, default="")
