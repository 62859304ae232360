"""Uploads written down as they go: gone on with after a restart, and never made twice."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select

from reelwright.business.sealing import seal, unseal
from reelwright.business.youtube.channels import session_context
from reelwright.database.open import Database
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job, YoutubeUpload
from reelwright.errors import NotFound, ReelwrightError, UnclearPayment

NEW, OPEN, DONE, UNCLEAR = "new", "open", "done", "unclear"
_AT_WORK = ("QUEUED", "PROCESSING", "WAITING_FOR_APPROVAL")


class BeingUploaded(ReelwrightError):
    """Another job uploads the same video to the same channel: wait for it."""

    code = "CONFLICT"


@dataclass(frozen=True, slots=True)
class UploadWish:
    """``content`` is the file's SHA-256; ``again`` is empty, or makes this another upload of the same file."""

    channel: uuid.UUID
    content: str
    size: int
    title: str
    job: uuid.UUID | None = None
    video: uuid.UUID | None = None
    again: str = ""

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.channel}:{self.content}:{self.again}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class UploadState:
    """``session`` is the address to go on at, ``reference`` the video's id once it is there."""

    id: uuid.UUID
    state: str
    session: str = field(repr=False)
    sent: int
    reference: str
    steps: dict[str, Any]


@dataclass(frozen=True)
class UploadRecord:
    """The books of one upload. Its methods are what ``vendors.youtube.upload.UploadBook`` asks for, and more."""

    database: Database
    secrets: tuple[str, ...] = field(repr=False)
    owner: uuid.UUID
    wish: UploadWish

    def taken_up(self) -> UploadState:
        """Where the upload stands; a new one is written down. Raises ``BeingUploaded``, ``UnclearPayment``."""
        with self.database.session_of(self.owner) as session:
            row = _row(session, self.wish.key)
            if row is None:
                row = YoutubeUpload(
                    id=uuid.uuid4(), owner_id=self.owner, channel_id=self.wish.channel, key=self.wish.key, state=NEW, sent=0, steps={}
                )  # fmt: skip
                session.add(row)
            elif row.state != DONE and row.job_id != self.wish.job and _is_at_work(session, row.job_id):
                raise BeingUploaded("another job is uploading this video", hint=f"look at job {row.job_id}")
            if row.state == UNCLEAR:
                raise unclear(row.id)
            row.job_id, row.video_id = self.wish.job or row.job_id, self.wish.video or row.video_id
            row.size, row.title = self.wish.size, self.wish.title[:200]
            return self._state(row)

    def known(self) -> UploadState | None:
        """Where it stands, if it was ever begun."""
        with self.database.reader_of(self.owner) as session:
            row = session.scalar(select(YoutubeUpload).where(YoutubeUpload.key == self.wish.key))
        return self._state(row) if row is not None else None

    def opened(self, session: str) -> None:
        with self.database.session_of(self.owner) as rows:
            row = _there(rows, self.wish.key)
            sealed = seal(self.secrets, session.encode(), session_context(row))
            row.session_sealed, row.session_key_id, row.state, row.sent = *sealed, OPEN, 0

    def reached(self, sent: int) -> None:
        with self.database.session_of(self.owner) as session:
            _there(session, self.wish.key).sent = sent

    def done(self, reference: str) -> None:
        with self.database.session_of(self.owner) as session:
            row = _there(session, self.wish.key)
            row.state, row.reference, row.sent, row.session_sealed = DONE, reference, row.size, None

    def did(self, step: str, what: str = "done") -> None:
        """Something after the upload is done."""
        with self.database.session_of(self.owner) as session:
            row = _there(session, self.wish.key)
            row.steps = row.steps | {step: what}

    def begin_anew(self) -> None:
        """The session is gone, and the video is surely not there."""
        with self.database.session_of(self.owner) as session:
            row = _there(session, self.wish.key)
            row.state, row.session_sealed, row.sent = NEW, None, 0

    def lost(self) -> UnclearPayment:
        """The session is gone, and nobody knows whether the video is there: a person must look."""
        with self.database.session_of(self.owner) as session:
            row = _there(session, self.wish.key)
            row.state = UNCLEAR
            return unclear(row.id)

    def _state(self, row: YoutubeUpload) -> UploadState:
        session = ""
        if row.state == OPEN and row.session_sealed is not None:
            session = unseal(self.secrets, row.session_sealed, row.session_key_id, session_context(row)).decode()
        return UploadState(row.id, row.state, session, row.sent, row.reference, dict(row.steps))

    def other(self, again: str) -> UploadRecord:
        """The books of another upload of the same file."""
        return replace(self, wish=replace(self.wish, again=again))


def resolve_upload(session: OwnedSession, upload: uuid.UUID, reference: str) -> YoutubeUpload:
    """A person looked: the video is there by that id, or (with none) it is not and may be uploaded again. Raises ``NotFound``."""
    row = session.scalar(
        select(YoutubeUpload).where(YoutubeUpload.id == upload, YoutubeUpload.state == UNCLEAR).with_for_update()
    )
    if row is None:
        raise NotFound("there is no such unclear upload")
    row.state, row.reference, row.session_sealed = (DONE, reference, None) if reference else (NEW, "", None)
    return row


def unclear(upload: uuid.UUID) -> UnclearPayment:
    return UnclearPayment(
        "nobody knows whether YouTube has the video: the upload's end was never answered",
        hint=f"look into YouTube Studio, then POST /api/youtube/uploads/{upload}/resolve with its id, or with none to upload it again",
    )


def _row(session: OwnedSession, key: str) -> YoutubeUpload | None:
    return session.scalar(select(YoutubeUpload).where(YoutubeUpload.key == key).with_for_update())


def _there(session: OwnedSession, key: str) -> YoutubeUpload:
    return session.scalars(select(YoutubeUpload).where(YoutubeUpload.key == key).with_for_update()).one()


def _is_at_work(session: OwnedSession, job: uuid.UUID | None) -> bool:
    row = session.get(Job, job) if job is not None else None
    return row is not None and row.status in _AT_WORK
