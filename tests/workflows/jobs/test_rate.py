"""Each user starts so many jobs a minute, and no more."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.databases import KINDS, database_url
from tests.workflows.jobs.work_set import fleet, start_jobs, states, wait_for

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", KINDS)
def test_the_sixth_job_of_a_minute_waits(kind: str, tmp_path: Path) -> None:
    with fleet(tmp_path, database_url(kind, tmp_path), JOBS_PER_MINUTE="5") as made:
        made.start()
        ids = start_jobs(made.platform, renders=8, makes=0)
        while sum(job.status != "QUEUED" for job in states(made.platform, ids)) < 5:
            time.sleep(0.05)
        wait_for(made.platform, [job.id for job in states(made.platform, ids) if job.status != "QUEUED"])
        time.sleep(1)
        assert sum(job.status == "QUEUED" for job in states(made.platform, ids)) == 3
