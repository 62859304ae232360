"""Telling the address an edit names that its render has ended."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx2
import structlog
from sqlalchemy import select, update

from reelwright.database.open import Database
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Callback, Job
from reelwright.errors import FetchRefused, ReelwrightError
from reelwright.storage.blobs import BlobStore
from reelwright.workflows.jobs.lifecycle import ENDED
from reelwright.workflows.shotstack.render_state import error_of, files_of, iso_moment, link_to, status_of

log = structlog.get_logger(__name__)
DELAYS = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3600, 6 * 3600, 24 * 3600))
LEASE = timedelta(seconds=120)
"""How long a worker has for what it took; then it is taken for lost."""
_MOST_OF_A_ROUND, _AT_ONCE = 16, 8


@dataclass(frozen=True)
class _Claim:
    """One attempt at one callback; ``attempts`` counts it and marks it as ours."""

    id: uuid.UUID
    url: str
    attempts: int
    message: dict[str, Any]


def deliver_callbacks(database: Database, store: BlobStore, client: httpx2.Client, now: Callable[[], datetime]) -> int:
    """One round: take what is due, send it, write down how it went. How many were tried; call again until that is 0.

    Any number of workers may do this at once. A message whose sender dies may be sent twice. ``client`` decides what addresses
    may be reached, and ends what takes too long.
    """
    claims = _claimed(database, store, now())
    if claims:
        with ThreadPoolExecutor(min(_AT_ONCE, len(claims)), thread_name_prefix="callbacks") as threads:
            list(threads.map(lambda claim: _deliver(database, client, claim, now), claims))
    return len(claims)


def _claimed(database: Database, store: BlobStore, moment: datetime) -> list[_Claim]:
    due = (Callback.state == "pending", Callback.next_at <= moment, Job.status.in_(ENDED))
    with database.system_reader() as session:  # most of the time there is nothing to do, and no lock to take for it
        if session.scalar(select(Callback.id).join(Job, Job.id == Callback.job_id).where(*due).limit(1)) is None:
            return []
    with database.system_session() as session:
        rows = session.execute(
            select(Callback, Job)
            .join(Job, Job.id == Callback.job_id)
            .where(*due)
            .order_by(Callback.next_at)
            .limit(_MOST_OF_A_ROUND)
            .with_for_update(skip_locked=True, of=Callback)
        ).all()
        claims: list[_Claim] = []
        for callback, job in rows:
            if callback.attempts > len(DELAYS):
                callback.state, callback.next_at, callback.response_text = "failed", None, "the sender was lost"
                continue
            callback.attempts, callback.next_at = callback.attempts + 1, moment + LEASE
            claims.append(_Claim(callback.id, callback.url, callback.attempts, _message(session, store, job)))
        return claims


def _message(session: OwnedSession, store: BlobStore, job: Job) -> dict[str, Any]:
    main = files_of(session, job).main
    ended = job.finished_at or job.updated_at
    return {
        "type": "edit", "action": "render", "id": str(job.id), "owner": str(job.owner_id), "status": status_of(job),
        "url": link_to(store, job, main) if main else None, "error": error_of(job) or None, "completed": iso_moment(ended),
    }  # fmt: skip


def _deliver(database: Database, client: httpx2.Client, claim: _Claim, now: Callable[[], datetime]) -> None:
    status, reason, is_final = None, "", False
    try:
        with client.stream("POST", claim.url, json=claim.message) as response:  # what is answered besides is not read
            status = response.status_code
            reason = "" if response.is_success else f"answered {status}"
    except FetchRefused as error:
        reason, is_final = error.message, True
    except (ReelwrightError, httpx2.HTTPError, httpx2.InvalidURL) as error:
        reason = str(error) or type(error).__name__
    delay = None if is_final or claim.attempts > len(DELAYS) else DELAYS[claim.attempts - 1]
    values: dict[str, Any] = {"response_status": status, "response_text": reason[:1000]}
    if not reason:
        values |= {"state": "delivered", "next_at": None}
    elif delay is None:
        values |= {"state": "failed", "next_at": None}
        log.warning("callback_given_up", callback=str(claim.id), attempts=claim.attempts, reason=reason[:200])
    else:
        values |= {"next_at": now() + delay}
    with database.system_session() as session:
        session.execute(
            update(Callback)
            .where(Callback.id == claim.id, Callback.attempts == claim.attempts, Callback.state == "pending")
            .values(**values)
            .execution_options(synchronize_session=False)
        )
