"""Clones of voices: whose they are, who agreed, and at which providers they are."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from reelwright.database.columns import Base, Owned, Row


class VoiceCloneRow(Row, Owned, Base):
    """One clone. Of a deleted one there are left the moments, its state and the digest of its consent."""

    __tablename__ = "voice_clones"
    __table_args__ = (UniqueConstraint("owner_id", "slug"),)

    name: Mapped[str] = mapped_column(String(60), default="")
    slug: Mapped[str | None] = mapped_column(String(120))
    """The name as it is compared; ``None`` once the clone is deleted or its sample refused, so that the name is free."""
    language: Mapped[str] = mapped_column(String(35))
    gender: Mapped[str] = mapped_column(String(10), default="neutral")
    state: Mapped[str] = mapped_column(String(20), default="checking")
    """``checking``, ``refused``, ``ready``, ``removing`` (deleted, still at a provider) or ``removed``."""
    sample_key: Mapped[str | None] = mapped_column(String(64))
    """Blob of the levelled sample, and its SHA-256."""
    sample_facts: Mapped[dict[str, Any] | None] = mapped_column()
    consent: Mapped[dict[str, Any] | None] = mapped_column()
    """Who is heard, how they agreed, what was declared, by whom and when; ``None`` once it was withdrawn."""
    consent_digest: Mapped[str] = mapped_column(String(64), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    rounds: Mapped[int] = mapped_column(default=0)
    removed_at: Mapped[datetime | None] = mapped_column()


class VoiceReferenceRow(Row, Owned, Base):
    """A voice at a provider. One without a clone was a dub's, and is only to be removed there."""

    __tablename__ = "voice_references"
    __table_args__ = (
        UniqueConstraint("owner_id", "provider", "voice"),
        Index("ix_voice_references_is_leaving_next_at", "is_leaving", "next_at"),
    )

    clone_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("voice_clones.id", ondelete="SET NULL"), index=True)
    provider: Mapped[str] = mapped_column(String(60))
    voice: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(35), default="")
    whose: Mapped[str] = mapped_column(String(64), default="")
    is_leaving: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column()
    """Of the next attempt to remove it; while one is at work, when it is taken for lost."""
    error: Mapped[str] = mapped_column(Text, default="")
