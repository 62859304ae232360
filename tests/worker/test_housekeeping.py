"""What workers tidy up: what nobody needs goes, what somebody needs stays, and lost jobs are told as failed."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import select, update

from reelwright.app.opening import open_platform
from reelwright.app.platform import Platform
from reelwright.app.server_settings import read_server_settings
from reelwright.app.video_wishes import RenderAsked, start_render
from reelwright.database.columns import now
from reelwright.database.tables import BlobUse, Job, JobEvent
from reelwright.worker.housekeeping import Housekeeping
from tests.databases import KINDS, database_url

_DOCUMENT = {"version": 1, "tracks": [{"clips": [{"type": "text", "text": "hi", "start": 0, "duration": 1}]}]}


@pytest.fixture(params=KINDS)
def platform(request: pytest.FixtureRequest, tmp_path: Path):
    told = {"REELWRIGHT_DATA": str(tmp_path / "data"), "REELWRIGHT_DATABASE_URL": database_url(request.param, tmp_path)}
    platform = open_platform(read_server_settings(told))
    yield platform
    platform.close()


def _job(platform: Platform) -> uuid.UUID:
    owner = platform.local_owner()
    with platform.database.session_of(owner) as session:
        return start_render(session, platform.engine, RenderAsked.model_validate({"document": _DOCUMENT})).id


def _housekeeping(platform: Platform) -> Housekeeping:
    return Housekeeping(platform, cast(Any, None), "nobody")


def test_old_events_and_unused_blobs_go_and_used_ones_stay(platform: Platform) -> None:
    job = _job(platform)
    used, unused = platform.store.put_bytes(b"used"), platform.store.put_bytes(b"unused")
    with platform.database.system_session() as session:
        owner = session.get_one(Job, job).owner_id
        session.add(BlobUse(owner_id=owner, key=used.key, size=used.size, user_kind="job", user_id=job, name="x"))
        session.execute(update(JobEvent).values(created_at=now() - timedelta(days=31)))
    _housekeeping(platform).tidy()
    with platform.database.system_reader() as session:
        assert session.scalars(select(JobEvent)).all() == []
        assert session.get(Job, job) is not None
    assert b"".join(platform.store.read(used.key)) == b"used"
    assert unused.key in {
        blob.key for blob in platform.store.list()
    }  # younger than a day: somebody may be about to use it


def test_files_of_an_old_failure_are_let_go_and_the_job_stays_in_the_history(platform: Platform) -> None:
    job = _job(platform)
    with platform.database.system_session() as session:
        row = session.get_one(Job, job)
        row.status, row.finished_at, row.video_id = "FAILED", now() - timedelta(days=8), None
        session.add(BlobUse(owner_id=row.owner_id, key="0" * 64, size=1, user_kind="job", user_id=job, name="x"))
    _housekeeping(platform).tidy()
    with platform.database.system_reader() as session:
        assert session.scalars(select(BlobUse)).all() == []
        assert session.get_one(Job, job).status == "FAILED"


def test_a_job_whose_work_is_gone_is_told_as_failed_and_can_be_tried_again(platform: Platform) -> None:
    job = _job(platform)
    keeping = _housekeeping(platform)
    with platform.database.system_session() as session:
        session.execute(update(Job).values(updated_at=now() - timedelta(minutes=5)))
    assert keeping.settle_lost() == 0
    platform.engine.cancel(f"job-{job}-r0")
    assert keeping.settle_lost() == 1
    with platform.database.system_reader() as session:
        row = session.get_one(Job, job)
        assert (row.status, (row.error or {})["code"]) == ("FAILED", "LOST")
