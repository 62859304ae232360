"""What users keep: projects, videos and their versions, templates, assets, and the blobs these use."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from reelwright.database.columns import Base, Owned, Row


class Project(Row, Owned, Base):
    __tablename__ = "projects"

    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Defaults of its videos: voice, language, aspect, captions, music."""
    archived_at: Mapped[datetime | None] = mapped_column()
    """Put away: left out of lists of projects to work in."""


class Video(Row, Owned, Base):
    """One video, made or rendered by jobs. ``status`` is that of its newest job."""

    __tablename__ = "videos"
    __table_args__ = (Index("ix_videos_owner_id_created_at", "owner_id", "created_at"),)

    project_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("projects.id", ondelete="SET NULL"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(20))
    """``make`` or ``render``."""
    status: Mapped[str] = mapped_column(String(30), default="QUEUED")
    request: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=0)
    """Of the document: 0 before there is one."""
    workspace_key: Mapped[str | None] = mapped_column(String(64))
    """Blob of the manifest of the production's files."""
    outputs: Mapped[list[Any]] = mapped_column(default=list)
    """``{"name", "key", "contentType", "size"}`` of each file of the newest render."""
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Duration in seconds, width, height, frames per second, loudness."""


class VideoVersion(Row, Owned, Base):
    """A timeline document as it was at one version of a video."""

    __tablename__ = "video_versions"
    __table_args__ = (UniqueConstraint("video_id", "version"),)

    video_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("videos.id", ondelete="CASCADE"), index=True)
    version: Mapped[int] = mapped_column()
    document: Mapped[dict[str, Any]] = mapped_column()
    author: Mapped[str] = mapped_column(String(20), default="made")
    """``made`` by a production, ``edited`` or ``restored`` by a person."""
    name: Mapped[str] = mapped_column(String(200), default="")
    """What a person calls it."""


class VideoDraft(Row, Owned, Base):
    """A video's document while it is edited: what was done since ``base_version``, step by step, to be taken back and done again.

    The row stays for as long as the video: ``revision`` only grows, so that nobody takes a new state for an old one.
    """

    __tablename__ = "video_drafts"

    video_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("videos.id", ondelete="CASCADE"), unique=True)
    base_version: Mapped[int] = mapped_column()
    revision: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=0)
    """How many of the steps are done."""
    saved_position: Mapped[int] = mapped_column(default=0)
    """How many of them ``base_version`` has; -1 when it can no longer be reached."""
    steps: Mapped[list[Any]] = mapped_column(default=list)
    """``{"label", "group", "patch", "back"}`` of each."""
    document: Mapped[dict[str, Any]] = mapped_column()


class Share(Row, Owned, Base):
    """A link that shows one video to whoever holds it, until it expires."""

    __tablename__ = "shares"

    video_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("videos.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column()
    revoked_at: Mapped[datetime | None] = mapped_column()


class Template(Row, Owned, Base):
    __tablename__ = "templates"

    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    tags: Mapped[list[str]] = mapped_column(default=list)
    document: Mapped[dict[str, Any]] = mapped_column()
    source: Mapped[str] = mapped_column(String(20), default="reelwright")
    """The format it was written in: ``reelwright`` or ``shotstack``."""


class Asset(Row, Owned, Base):
    """A file of a user's. ``source_id`` is the asset it was made from (a rendition)."""

    __tablename__ = "assets"

    name: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(20))
    content_type: Mapped[str] = mapped_column(String(120))
    blob_key: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    status: Mapped[str] = mapped_column(String(20), default="ready")
    source_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("assets.id", ondelete="SET NULL"), index=True)


class Upload(Row, Owned, Base):
    """A file on its way in: ``staging`` names it in the store until it is whole."""

    __tablename__ = "uploads"

    name: Mapped[str] = mapped_column(String(255))
    content_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int] = mapped_column(BigInteger)
    staging: Mapped[str] = mapped_column(String(80), unique=True)
    expires_at: Mapped[datetime] = mapped_column()
    asset_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("assets.id", ondelete="SET NULL"))


class BlobUse(Row, Owned, Base):
    """That something of a user's needs a blob. Blobs nobody uses are collected; sizes add up to the user's storage."""

    __tablename__ = "blob_uses"
    __table_args__ = (UniqueConstraint("user_kind", "user_id", "name", "key"), Index("ix_blob_uses_key", "key"))

    key: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    content_type: Mapped[str] = mapped_column(String(120), default="application/octet-stream")
    user_kind: Mapped[str] = mapped_column(String(20))
    """``asset``, ``video``, ``job`` …"""
    user_id: Mapped[uuid.UUID] = mapped_column()
    name: Mapped[str] = mapped_column(String(500), default="")
