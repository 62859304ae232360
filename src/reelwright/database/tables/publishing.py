"""Publishing: connected channels, what was uploaded to them, and how much of the day's quota is used."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from reelwright.database.columns import Base, Owned, Row


class YoutubeChannel(Row, Owned, Base):
    """A channel a user connected. Its tokens are sealed; ``key_id`` says by which of the server's secrets."""

    __tablename__ = "youtube_channels"
    __table_args__ = (UniqueConstraint("owner_id", "reference"),)

    reference: Mapped[str] = mapped_column(String(100))
    """YouTube's id of the channel."""
    title: Mapped[str] = mapped_column(String(200), default="")
    picture_url: Mapped[str] = mapped_column(String(1000), default="")
    uploads: Mapped[str] = mapped_column(String(100), default="")
    """The playlist that holds everything uploaded."""
    scopes: Mapped[str] = mapped_column(String(1000), default="")
    state: Mapped[str] = mapped_column(String(20), default="connected")
    """``connected``, or ``broken`` when Google takes the refresh token no more."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """The refresh token."""
    key_id: Mapped[str] = mapped_column(String(16))
    access_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    access_key_id: Mapped[str] = mapped_column(String(16), default="")
    access_until: Mapped[datetime | None] = mapped_column()
    refreshing_until: Mapped[datetime | None] = mapped_column()
    """Somebody asks for a new access token meanwhile; the others wait for it."""


class YoutubeUpload(Row, Owned, Base):
    """One video's way to a channel, so that nothing is uploaded twice. ``key`` is what is uploaded and to where."""

    __tablename__ = "youtube_uploads"
    __table_args__ = (UniqueConstraint("owner_id", "key"),)

    channel_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("youtube_channels.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(64))
    job_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("jobs.id", ondelete="SET NULL"), index=True)
    video_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("videos.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="new")
    """``new``, ``open`` (an upload session is there), ``done`` or ``unclear`` (a person must look)."""
    session_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The address of the upload session: whoever has it may write to it."""
    session_key_id: Mapped[str] = mapped_column(String(16), default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    sent: Mapped[int] = mapped_column(BigInteger, default=0)
    reference: Mapped[str] = mapped_column(String(100), default="")
    """YouTube's id of the video, once it is there."""
    title: Mapped[str] = mapped_column(String(200), default="")
    steps: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What was done after the upload (thumbnail, captions, playlist), so that a repetition leaves it out."""


class YoutubeQuota(Row, Base):
    """What the server's Google project used of one bucket on one day (of Pacific time, as Google counts)."""

    __tablename__ = "youtube_quota"
    __table_args__ = (UniqueConstraint("day", "bucket"),)

    day: Mapped[str] = mapped_column(String(10))
    bucket: Mapped[str] = mapped_column(String(20))
    used: Mapped[int] = mapped_column(default=0)
