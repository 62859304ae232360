"""What is done beside the work, by every worker: dead workers' work taken over, old files and records let go."""

from __future__ import annotations

import contextlib
import shutil
import time
import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta
from threading import Event, Thread

import structlog
from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError

import reelwright
from reelwright.app.asset_intake import expire_uploads
from reelwright.app.erasure import erase_due
from reelwright.app.outgoing_mail import outgoing_mail
from reelwright.app.platform import Platform
from reelwright.app.user_addresses import user_guard
from reelwright.app.video_wishes import start_scheduled
from reelwright.app.voice_removal import remove_due
from reelwright.business.accounts.housekeeping import remove_ended
from reelwright.business.accounts.provider_keys import reseal_provider_keys
from reelwright.business.admin.worker_beats import Sign, end_beat, write_beat
from reelwright.business.counted_acts import forget_acts
from reelwright.business.credits.low_balance import warn_of_low_balances
from reelwright.business.mails.sending import forget_mails, send_due
from reelwright.business.schedules.starting import start_due
from reelwright.business.webhooks.delivering import deliver_due, forget_deliveries
from reelwright.business.webhooks.posting import sender_over
from reelwright.business.youtube.channels import reseal_channels
from reelwright.database.columns import now
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import (
    BlobUse,
    IdempotentReply,
    Job,
    JobEvent,
    Schedule,
)
from reelwright.http.client import public_client
from reelwright.storage.collect import collect_garbage
from reelwright.workflows.engine import Executor
from reelwright.workflows.executor_lock import ExecutorLock, try_lock
from reelwright.workflows.jobs.credit_care import tend_credits
from reelwright.workflows.jobs.lifecycle import FAILED_KEPT, fail_job, job_for_update, workflow_id
from reelwright.workflows.jobs.turns import TURN, start_waiting
from reelwright.workflows.jobs.workspace import sweep_workspaces
from reelwright.workflows.shotstack.callbacks import deliver_callbacks

log = structlog.get_logger(__name__)
_REAP_SECONDS, _REAP_CHECKS = 10.0, 3
_TIDY_SECONDS, _NOTICE_SECONDS, _BEAT_SECONDS = 3600.0, 1.0, 10.0
_SOON_SECONDS = 3.0
_SWEEP_UNUSED_SECONDS = 24 * 3600.0
_EVENTS_KEPT, _REPLIES_KEPT, _WORKFLOWS_KEPT = timedelta(days=30), timedelta(days=1), timedelta(days=7)
_LOST_AGE = timedelta(seconds=30)
_GARBAGE_AGE = timedelta(days=1)


class Housekeeping:
    """Threads that end with ``stop``. A duty that fails is told in the log and tried again at its next time."""

    def __init__(self, platform: Platform, executor: Executor, executor_id: str, queues: Sequence[str] = ()) -> None:
        self._platform = platform
        self._executor = executor
        self._executor_id = executor_id
        self._queues = tuple(queues)
        self._started_at = now()
        self._stop = Event()
        self._threads: list[Thread] = []
        self._seen_free: dict[str, int] = {}
        self._outside = public_client(user_guard(platform.settings), total_seconds=10)
        self._send = sender_over(self._outside)

    def start(self) -> None:
        duties: list[tuple[float, Callable[[], object]]] = [
            (_TIDY_SECONDS, self.tidy), (_NOTICE_SECONDS, self.deliver), (_NOTICE_SECONDS, self.start_scheduled),
            (_NOTICE_SECONDS, self.call_back), (_NOTICE_SECONDS, self.give_turns), (_TIDY_SECONDS, self.keep_credits),
        ]  # fmt: skip
        duties.append((_REAP_SECONDS, self.settle_lost))
        duties += [(_BEAT_SECONDS, self.beat), (_NOTICE_SECONDS, self.send_mails)]
        self.beat()
        duties.append((_NOTICE_SECONDS, self.remove_voices))
        if not self._platform.database.is_sqlite:
            duties.append((_REAP_SECONDS, self.reap))
        for seconds, duty in duties:
            first = _SOON_SECONDS if duty == self.keep_credits else seconds  # however short workers live
            thread = Thread(
                target=self._repeat, args=(first, seconds, duty), name=f"housekeeping-{duty.__name__}", daemon=True
            )
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        self._stop.set()
        with contextlib.suppress(SQLAlchemyError):
            end_beat(self._platform.database, self._executor_id)
        for thread in self._threads:
            thread.join(timeout=5)
        self._outside.close()

    def beat(self) -> None:
        """Give a sign of life."""
        settings = self._platform.settings
        free = shutil.disk_usage(settings.data).free if settings.data.exists() else 0
        sign = Sign(self._executor_id, reelwright.__version__, self._queues, self._started_at, free)
        write_beat(self._platform.database, sign, now())

    def send_mails(self) -> None:
        """Send the mails that are due."""
        platform = self._platform
        while send_due(platform.database, outgoing_mail(platform.settings), platform.settings.public_url, now) and (
            not self._stop.is_set()
        ):
            pass

    def deliver(self) -> None:
        """Send the webhook messages that are due."""
        while deliver_due(self._platform.database, self._platform.secrets, self._send, now) and not self._stop.is_set():
            pass

    def start_scheduled(self) -> None:
        """Start the jobs whose time has come."""
        start_due(self._platform.database, self._scheduled, now)

    def _scheduled(self, session: OwnedSession, schedule: Schedule) -> uuid.UUID:
        return start_scheduled(session, self._platform, schedule.kind, schedule.request)

    def call_back(self) -> None:
        """Tell the addresses that wait for the end of a job."""
        platform = self._platform
        while deliver_callbacks(platform.database, platform.store, self._outside, now) and not self._stop.is_set():
            pass

    def give_turns(self) -> int:
        """Queue jobs that waited for others of their user to end; how many."""
        return start_waiting(self._platform.database, self._platform.engine)

    def keep_credits(self) -> None:
        """Book what became of credits by time alone, and look whether the books are right."""
        tariff = self._platform.tariff
        for breach in tend_credits(self._platform.database, tariff, now()) if tariff else ():
            log.error("credits_breach", rule=breach.rule, owner=breach.owner, detail=breach.detail)
        if tariff:
            with self._platform.database.system_session() as session:
                warn_of_low_balances(session, tariff, now())

    def remove_voices(self) -> None:
        """Remove deleted clones at their providers."""
        while remove_due(self._platform, now()) and not self._stop.is_set():
            pass

    def reap(self) -> int:
        """Take over the work of executors that are gone; how many workflows.

        An executor is gone when its lock was free at three looks in a row: one look may fall into a restart of the database, when
        the locks of the living are free for a moment, too.
        """
        busy = self._platform.engine.busy_executors() - {self._executor_id}
        adopted = 0
        self._seen_free = {name: count for name, count in self._seen_free.items() if name in busy}
        for name in sorted(busy):
            lock = try_lock(self._platform.database, name)
            if lock is None:
                self._seen_free.pop(name, None)
                continue
            self._seen_free[name] = self._seen_free.get(name, 0) + 1
            adopted += self._adopted(name, lock) if self._seen_free[name] >= _REAP_CHECKS else 0
            lock.release()
        return adopted

    def _adopted(self, name: str, _lock: ExecutorLock) -> int:
        count = self._executor.adopt([name])
        log.warning("work_adopted", executor=name, workflows=count)
        self._seen_free.pop(name, None)
        return count

    def settle_lost(self) -> int:
        """End jobs whose workflow ended without them (it was recovered too often, or removed by hand); how many."""
        with self._platform.database.system_reader() as session:
            query = select(Job).where(
                Job.status.in_(("QUEUED", "PROCESSING")), Job.stage != TURN, Job.updated_at < now() - _LOST_AGE
            )
            jobs = session.scalars(query.limit(500)).all()
        lost = [job for job in jobs if self._platform.engine.has_ended(workflow_id(job))]
        for job in lost:
            with self._platform.database.system_session() as session:
                row = job_for_update(session, job.id)
                if row is not None and row.revision == job.revision and row.status == job.status:
                    fail_job(
                        session,
                        row,
                        {"code": "LOST", "message": "the work was interrupted too often", "hint": "try it again"},
                    )
        return len(lost)

    def tidy(self) -> None:
        """Let go of what nobody needs any more."""
        platform = self._platform
        moment = now()
        with platform.database.system_session() as session:
            session.execute(delete(JobEvent).where(JobEvent.created_at < moment - _EVENTS_KEPT))
            session.execute(delete(IdempotentReply).where(IdempotentReply.created_at < moment - _REPLIES_KEPT))
            _forget_files_of_old_failures(session)
            _forget_old_exports(session)
        remove_ended(platform.database)
        erase_due(platform, moment)
        forget_acts(platform.database)
        reseal_provider_keys(platform.database, platform.secrets)
        reseal_channels(platform.database, platform.secrets)
        expire_uploads(platform, moment)
        forget_mails(platform.database, moment)
        forget_deliveries(platform.database, moment - _EVENTS_KEPT)
        platform.engine.purge((moment - _WORKFLOWS_KEPT).isoformat())
        sweep_workspaces(platform.settings.data / "work", _SWEEP_UNUSED_SECONDS)
        collected = collect_garbage(platform.store, self._referenced, _GARBAGE_AGE, moment)
        log.info("tidied", blobs=collected.removed, bytes=collected.bytes)

    def _referenced(self, keys: list[str]) -> set[str]:
        with self._platform.database.system_reader() as session:
            return set(session.scalars(select(BlobUse.key).where(BlobUse.key.in_(keys))))

    def _repeat(self, first: float, seconds: float, duty: Callable[[], object]) -> None:
        wait = first
        while not self._stop.wait(wait):
            began, wait = time.monotonic(), seconds
            try:
                duty()
            except Exception as error:  # a door: housekeeping must outlive a bad hour
                log.error("housekeeping_failed", duty=duty.__name__, exc_info=error, seconds=time.monotonic() - began)


def _forget_files_of_old_failures(session: OwnedSession) -> None:
    """Failed and cancelled jobs keep their files for a retry, but not for ever; the jobs themselves stay in the history."""
    ended = select(Job.id).where(
        Job.status.in_(("FAILED", "CANCELLED")), Job.finished_at < now() - FAILED_KEPT, Job.video_id.is_(None)
    )
    session.execute(delete(BlobUse).where(BlobUse.user_kind == "job", BlobUse.user_id.in_(ended)))


def _forget_old_exports(session: OwnedSession) -> None:
    """A user's data in one file is kept for a week."""
    old = select(Job.id).where(Job.kind == "export", Job.finished_at < now() - FAILED_KEPT)
    session.execute(delete(BlobUse).where(BlobUse.user_kind == "job", BlobUse.user_id.in_(old)))
    for job in session.scalars(select(Job).where(Job.id.in_(old), Job.result.is_not(None)).limit(500)):
        job.result = None
