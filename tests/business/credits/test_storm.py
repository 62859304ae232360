"""The show of the books: a thousand jobs, several processes at once, killed again and again, on both databases.

Whatever is interleaved (creations, retries, stages done again, settlements, cancellations, payments told twice and out of order,
refunds, gifts, expiry, changes of plans), the books are right at the end, recounted by somebody else.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from reelwright.database.open import open_database
from reelwright.database.tables import CreditEntry, Job, JobEvent
from tests.business.credits.storm.acts import TICKETS, Acts
from tests.business.credits.storm.calm import calm_down
from tests.business.credits.storm.hands import Hands
from tests.business.credits.storm.process import acts_on
from tests.business.credits.storm.recount import recount
from tests.business.credits.storm.world import JOBS, World, populated
from tests.databases import KINDS, database_url

pytestmark = pytest.mark.slow
_PROCESSES, _KILLS = 2, 9


@pytest.mark.parametrize("kind", KINDS)
def test_a_thousand_jobs_crashes_and_payments_at_once_leave_the_books_right(kind: str, tmp_path: Path) -> None:
    url = database_url(kind, tmp_path)
    database = open_database(url)
    world = populated(database, seed=8)
    database.close()
    _storm(url, world, tmp_path)
    acts = acts_on(url, world)
    try:
        _enough_happened(acts)
        calm_down(acts)
        recount(acts)
    finally:
        acts.engine.close()
        acts.database.close()


def _storm(url: str, world: World, folder: Path) -> None:
    share = TICKETS // (_KILLS + 1)
    with Hands(url, world, folder, _PROCESSES) as hands:
        for ticket in range(TICKETS):
            hands.give(ticket)
            if ticket % share == share - 1 and ticket + share <= TICKETS:
                hands.kill_one()
        hands.finish()


def _enough_happened(acts: Acts) -> None:
    """Else the rest proves little."""
    with acts.database.system_reader() as session:
        kinds = Counter(session.scalars(select(CreditEntry.kind)))
        events = Counter(session.scalars(select(JobEvent.kind)))
        jobs = session.scalar(select(func.count()).select_from(Job))
        settled = Counter(session.scalars(select(CreditEntry.job_id).where(CreditEntry.kind == "settle")))
    assert set(kinds) == {"grant", "hold", "settle", "release", "refund", "expire"}
    assert set(events) >= {"queued", "started", "retried", "completed", "failed", "cancelled", "approved", "waiting"}
    assert int(jobs or 0) >= 1000
    assert events["completed"] > 0.5 * JOBS
    assert sum(count > 1 for count in settled.values()) > 0.05 * JOBS
