"""Erasing accounts whose time is over: work stopped, subscriptions ended, voices removed at providers, rows and files deleted."""

from __future__ import annotations

import contextlib
import shutil
import uuid
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select, update

from reelwright.app.platform import Platform
from reelwright.app.selling import shop_of
from reelwright.business.accounts.leaving import erase_rows, leaving
from reelwright.business.billing.ending import end_subscriptions
from reelwright.database.tables import BlobUse, Job, Upload, User, Video, VoiceCloneRow, VoiceReferenceRow
from reelwright.errors import ReelwrightError
from reelwright.workflows.jobs.lifecycle import ACTIVE, JobState, cancel_job, workflow_id

log = structlog.get_logger(__name__)
_VOICES_WAIT = timedelta(days=7)
"""How long a provider that does not answer may hold up the rest."""
_JUST_PUT = timedelta(hours=1)
"""A file that somebody else may be storing at this moment is left to the garbage collection."""
_LOCAL = "owner@localhost"


def end_paid_plans(platform: Platform, owner: uuid.UUID, *, at_once: bool) -> None:
    """Raises ``ProviderUnavailable`` and ``ProviderFailed`` when the payment service did not take it."""
    if platform.tariff is not None and platform.settings.stripe_key:
        end_subscriptions(shop_of(platform), platform.database, owner, at_once=at_once)


def erase_due(platform: Platform, moment: datetime) -> int:
    """Erase the accounts whose time is over; how many are gone. What cannot be done now is tried again the next time."""
    with platform.database.system_reader() as session:
        due = [(user.id, user.leaves_at) for user in leaving(session, moment) if user.email != _LOCAL]
    gone = 0
    for owner, leaves_at in due:
        try:
            _stop_work(platform, owner)
            end_paid_plans(platform, owner, at_once=True)
            if leaves_at is not None and _voices_left(platform, owner) and moment < leaves_at + _VOICES_WAIT:
                continue
            _erase(platform, owner, moment)
            gone += 1
        except ReelwrightError as error:
            log.error("account_not_erased", owner=str(owner), code=error.code, reason=error.message)
    return gone


def _stop_work(platform: Platform, owner: uuid.UUID) -> None:
    with platform.database.session_of(owner) as session:
        jobs = session.scalars(select(Job).where(Job.status.in_(ACTIVE)).with_for_update()).all()
        running = [workflow_id(job) for job in jobs]
        for job in jobs:
            with contextlib.suppress(JobState):
                cancel_job(session, job, "the account is deleted")
    for each in running:
        platform.engine.cancel(each)


def _voices_left(platform: Platform, owner: uuid.UUID) -> int:
    """Have the clones' voices removed at their providers; how many are still there."""
    with platform.database.session_of(owner) as session:
        session.execute(
            update(VoiceReferenceRow)
            .where(VoiceReferenceRow.owner_id == owner, VoiceReferenceRow.is_leaving.is_(False))
            .values(is_leaving=True, next_at=None)
        )
        return session.scalar(select(func.count()).select_from(VoiceReferenceRow)) or 0


def _erase(platform: Platform, owner: uuid.UUID, moment: datetime) -> None:
    with platform.database.system_session() as session:
        user = session.get(User, owner, with_for_update=True)
        if user is None or user.leaves_at is None or user.leaves_at > moment:  # they thought again meanwhile
            return
        keys = set(session.scalars(select(BlobUse.key).where(BlobUse.owner_id == owner)))
        staged = session.scalars(select(Upload.staging).where(Upload.owner_id == owner)).all()
        works = [
            *session.scalars(select(Video.id).where(Video.owner_id == owner)),
            *session.scalars(select(Job.id).where(Job.owner_id == owner)),
        ]
        samples = session.scalars(select(VoiceCloneRow.sample_key).where(VoiceCloneRow.owner_id == owner)).all()
        erase_rows(session, user)
    for name in staged:
        platform.store.discard_upload(name)
    for key in sorted(keys - _used_by_others(platform, keys)):
        platform.store.delete(key, if_older_than=moment - _JUST_PUT)
    data = platform.settings.data
    for folder in (data / "paid-files" / owner.hex, *(data / "work" / str(each) for each in works)):
        shutil.rmtree(folder, ignore_errors=True)
    for sample in filter(None, samples):
        (data / "voice-samples" / f"{sample}.wav").unlink(missing_ok=True)
    log.info("account_erased", owner=str(owner), files=len(keys))


def _used_by_others(platform: Platform, keys: set[str]) -> set[str]:
    used: set[str] = set()
    ordered = sorted(keys)
    with platform.database.system_reader() as session:
        for start in range(0, len(ordered), 500):
            used |= set(session.scalars(select(BlobUse.key).where(BlobUse.key.in_(ordered[start : start + 500]))))
    return used
