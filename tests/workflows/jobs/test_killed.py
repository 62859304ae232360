"""Workers are killed at random moments: every job ends as if nothing had happened, and nothing is paid for twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.databases import KINDS, database_url
from tests.paid_text import PaidText
from tests.workflows.jobs.work_set import Killer, fleet, outputs, start_jobs, wait_for

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", KINDS)
def test_killed_workers_lose_nothing_and_pay_nothing_twice(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REELWRIGHT_CACHE", str(tmp_path / "cache"))
    with PaidText(delay=0.3) as model:
        with fleet(tmp_path / "calm", database_url(kind, tmp_path / "calm"), model.url) as calm:
            calm.start()
            ids = start_jobs(calm.platform, renders=1, makes=1)
            assert [job.status for job in wait_for(calm.platform, ids)] == ["COMPLETED"] * 2
            undisturbed = outputs(calm.platform, ids)
        model.done.clear()
        with fleet(tmp_path / "rough", database_url(kind, tmp_path / "rough"), model.url) as rough:
            rough.start()
            ids = start_jobs(rough.platform, renders=1, makes=1)
            killer = Killer(rough, kills=4, seed=7)
            jobs = wait_for(rough.platform, ids, killer)
            assert [(job.status, job.error) for job in jobs] == [("COMPLETED", None)] * 2
            assert killer.left < 4
            assert outputs(rough.platform, ids) == undisturbed
        assert set(model.done.values()) == {1}
