"""Work: jobs, their stages and events, and batches of them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from reelwright.database.columns import Base, Owned, Row, now


class Batch(Row, Owned, Base):
    """Many jobs asked for at once, one a row."""

    __tablename__ = "batches"

    name: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[str] = mapped_column(String(30))
    total: Mapped[int] = mapped_column()


class Job(Row, Owned, Base):
    """One piece of long work, kept for ever (its files are not)."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_owner_id_created_at", "owner_id", "created_at"), Index("ix_jobs_status", "status"))

    kind: Mapped[str] = mapped_column(String(30))
    status: Mapped[str] = mapped_column(String(30), default="QUEUED")
    """``QUEUED PROCESSING WAITING_FOR_APPROVAL CANCELLING COMPLETED FAILED CANCELLED``."""
    stage: Mapped[str] = mapped_column(String(30), default="")
    progress: Mapped[int] = mapped_column(default=0)
    """Percent of the whole job."""
    estimated_seconds: Mapped[int | None] = mapped_column()
    request: Mapped[dict[str, Any]] = mapped_column(default=dict)
    gates: Mapped[list[str]] = mapped_column(default=list)
    """Stages after which a person is asked."""
    approved: Mapped[list[str]] = mapped_column(default=list)
    result: Mapped[dict[str, Any] | None] = mapped_column()
    error: Mapped[dict[str, Any] | None] = mapped_column()
    priority: Mapped[int] = mapped_column(default=50)
    revision: Mapped[int] = mapped_column(default=0)
    """Raised by every approval and retry; part of the workflow's id."""
    workspace_key: Mapped[str | None] = mapped_column(String(64))
    video_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("videos.id", ondelete="SET NULL"), index=True)
    asset_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("assets.id", ondelete="SET NULL"))
    batch_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("batches.id", ondelete="SET NULL"), index=True)
    batch_row: Mapped[int | None] = mapped_column()
    budget_micros: Mapped[int | None] = mapped_column(BigInteger)
    """Most this job may spend at providers, in millionths of a US dollar."""
    started_at: Mapped[datetime | None] = mapped_column()
    finished_at: Mapped[datetime | None] = mapped_column()
    cancelled_because: Mapped[str] = mapped_column(String(200), default="")
    origin: Mapped[dict[str, Any] | None] = mapped_column()
    """``requestId`` and W3C ``traceparent`` of the request it came from."""


class JobStage(Row, Owned, Base):
    """One stage of a job and how it went; a finished one is not done again by a retry."""

    __tablename__ = "job_stages"
    __table_args__ = (UniqueConstraint("job_id", "stage"),)

    job_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), index=True)
    stage: Mapped[str] = mapped_column(String(30))
    state: Mapped[str] = mapped_column(String(20), default="running")
    attempts: Mapped[int] = mapped_column(default=0)
    workspace_key: Mapped[str | None] = mapped_column(String(64))
    """The workspace after the stage."""
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the stage gave, so that a repetition gives it again."""
    started_at: Mapped[datetime | None] = mapped_column()
    finished_at: Mapped[datetime | None] = mapped_column()


class JobEvent(Owned, Base):
    """What happened to a job, in order; clients read on from the last id they saw, so that no id is ever used again."""

    __tablename__ = "job_events"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    job_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=now)
