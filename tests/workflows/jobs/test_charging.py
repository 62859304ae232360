"""Real jobs on both databases where credits are sold: held, settled by what was made, given back; limits of plans; turns."""

from __future__ import annotations

import json
import math
import uuid
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from reelwright.api.routes.jobs import retry_again, stop_job
from reelwright.app.platform import Platform
from reelwright.app.video_wishes import MakeAsked, RenderAsked, start_make, start_render
from reelwright.business.credits.entries import Booking, NotEnoughCredits, account_of, grant
from reelwright.business.credits.invariants import breaches
from reelwright.business.credits.plans import PlanLimit, change_plan
from reelwright.business.credits.tariff import read_tariff
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import CreditEntry, Job, PaidCall
from reelwright.workflows.jobs.charging import settle_charge
from reelwright.workflows.jobs.lifecycle import NewJob, fail_job, redo_job
from tests.databases import KINDS, database_url
from tests.workflows.jobs.work_set import Fleet, fleet, states, wait_for

pytestmark = pytest.mark.slow


def _tariff(folder: Path, **free: Any) -> str:
    """A file with other limits for the free plan, and a price that makes seconds count."""
    told = read_tariff().model_dump(mode="json")
    told["plans"][0] |= free
    told["prices"]["render"] = {"minute": 60, "least": 1}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tariff.json").write_text(json.dumps(told))
    return str(folder / "tariff.json")


def _start(made: Fleet, seconds: float = 2, source: str = "", **canvas: Any) -> uuid.UUID:
    clip: dict[str, Any] = {"type": "text", "text": "hello", "start": 0, "duration": seconds}
    if source:
        clip = {"type": "image", "src": source, "start": 0, "duration": seconds}
    document = {
        "version": 1,
        "canvas": {"width": 320, "height": 180, "fps": 10} | canvas,
        "tracks": [{"clips": [clip]}],
    }
    owner = made.platform.local_owner()
    with made.platform.database.session_of(owner) as session:
        return start_render(session, made.platform.engine, RenderAsked.model_validate({"document": document})).id


def _balance(platform: Platform) -> int:
    owner = platform.local_owner()
    with platform.database.session_of(owner) as session:
        return account_of(session, owner).balance


def _kinds(platform: Platform, job: uuid.UUID) -> list[str]:
    with platform.database.system_reader() as session:
        assert breaches(session) == []
        query = select(CreditEntry.kind).where(CreditEntry.job_id == job).order_by(CreditEntry.id)
        return list(session.scalars(query))


@pytest.mark.parametrize("kind", KINDS)
def test_a_job_is_charged_for_what_it_made_and_a_failed_one_for_nothing(kind: str, tmp_path: Path) -> None:
    with fleet(tmp_path, database_url(kind, tmp_path), BILLING=_tariff(tmp_path)) as made:
        good = _start(made, seconds=3)
        assert _balance(made.platform) == 97
        bad = _start(made, seconds=5, source="http://127.0.0.1:9/no.png")
        assert _balance(made.platform) == 92
        made.start()
        assert [job.status for job in wait_for(made.platform, [good, bad])] == ["COMPLETED", "FAILED"]
        assert _balance(made.platform) == 97
        assert _kinds(made.platform, good) == ["hold", "settle"]
        assert _kinds(made.platform, bad) == ["hold", "release"]
        retry_again(made.platform, made.platform.local_owner(), bad)
        wait_for(made.platform, [bad])
        assert _kinds(made.platform, bad) == ["hold", "release"] * 2
        assert _balance(made.platform) == 97


def test_what_the_plan_or_the_balance_does_not_allow_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    limits = {"monthly_credits": 20, "most_minutes": 1, "most_height": 720}
    with fleet(tmp_path, database_url("sqlite", tmp_path), BILLING=_tariff(tmp_path, **limits)) as made:
        with pytest.raises(PlanLimit, match="2 minutes, and the plan Free goes to 1"):
            _start(made, seconds=90)
        with pytest.raises(PlanLimit, match="1080 pixels"):
            _start(made, width=1080, height=1920)
        with pytest.raises(NotEnoughCredits, match="30 credits, and 20"):
            _start(made, seconds=30)
        with made.platform.database.system_reader() as session:
            assert session.scalars(select(Job)).all() == []
        owner = made.platform.local_owner()
        with made.platform.database.session_of(owner) as session:
            grant(session, owner, 100, Booking("top-up"))
            change_plan(session, read_tariff(), owner, "pro")
        job = _start(made, seconds=90)
        assert _balance(made.platform) == 10  # a refused wish gave no month's credits either
        stop_job(made.platform, owner, job)
        assert _kinds(made.platform, job) == ["hold", "release"]
        assert _balance(made.platform) == 100


@pytest.mark.parametrize("kind", KINDS)
def test_jobs_beyond_the_plan_wait_for_their_turn(kind: str, tmp_path: Path) -> None:
    with fleet(tmp_path, database_url(kind, tmp_path), BILLING=_tariff(tmp_path, most_jobs=1)) as made:
        jobs = [_start(made, seconds=1 + number) for number in range(4)]
        made.start()
        most = 0

        def look() -> None:
            nonlocal most
            most = max(most, sum(job.status == "PROCESSING" for job in states(made.platform, jobs)))

        assert {job.status for job in wait_for(made.platform, jobs, chaos=look)} == {"COMPLETED"}
        assert most == 1
        assert _balance(made.platform) == 100 - (1 + 2 + 3 + 4)


@pytest.mark.parametrize("kind", KINDS)
def test_a_hold_covers_what_the_servers_keys_pay_but_no_more_than_the_budget(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REELWRIGHT_LUMA_API_KEY", "k" * 12)
    limits = {"providers": ["*"], "monthly_credits": 2000}
    with fleet(tmp_path, database_url(kind, tmp_path), BILLING=_tariff(tmp_path, **limits)) as made:
        plain = _make(made)
        before = _balance(made.platform)
        assert before == 2000 - 10
        with_clips = _make(made, clips="auto", clips_for="sections")
        held = _held(made.platform, with_clips)
        assert held.data["provider_micros"] > 0
        assert before - _balance(made.platform) == 10 + math.ceil(held.data["provider_micros"] * 1.25 / 10_000)
        capped = _held(made.platform, _make(made, clips="auto", budget=0.08))
        assert (capped.data["provider_micros"], capped.amount) == (80_000, -20)
        assert _held(made.platform, plain).data["provider_micros"] == 0


@pytest.mark.parametrize("kind", KINDS)
def test_doing_the_last_stages_again_costs_their_part_and_no_paid_call_twice(kind: str, tmp_path: Path) -> None:
    limits = {"monthly_credits": 2000}
    with fleet(tmp_path, database_url(kind, tmp_path), BILLING=_tariff(tmp_path, **limits)) as made:
        owner, engine = made.platform.local_owner(), made.platform.engine
        job_id = _make(made, duration=300)
        with made.platform.database.session_of(owner) as session:
            job = session.get_one(Job, job_id)
            session.add(_paid(owner, job_id, 400_000))
            job.status, job.result, job.progress = "COMPLETED", {"duration": 300.0}, 100
            _settle(session, made, job)
        assert _balance(made.platform) == 2000 - 50 - 50
        with made.platform.database.session_of(owner) as session:
            redo_job(session, engine, session.get_one(Job, job_id), "render", NewJob("make", job.request))
        assert _held(made.platform, job_id).amount == -34  # 68 of 100 parts of 50 credits
        with made.platform.database.session_of(owner) as session:
            session.add(_paid(owner, job_id, 8_000))
            session.flush()
            job = session.get_one(Job, job_id)
            job.status = "COMPLETED"
            _settle(session, made, job)
        assert _balance(made.platform) == 2000 - 100 - 34 - 1
        assert _kinds(made.platform, job_id) == ["hold", "settle"] * 2


@pytest.mark.parametrize("kind", KINDS)
def test_what_nobody_paid_for_is_charged_when_it_is_done_after_all(kind: str, tmp_path: Path) -> None:
    with fleet(tmp_path, database_url(kind, tmp_path), BILLING=_tariff(tmp_path, monthly_credits=2000)) as made:
        job_id = _make(made, duration=300)
        _end(made, job_id, "FAILED")
        _redo(made, job_id, "render")
        assert _held(made.platform, job_id).amount == -50  # the earlier stages were given back, and are paid for now
        _end(made, job_id, "COMPLETED")
        _redo(made, job_id, "visuals")
        _end(made, job_id, "FAILED")
        retry_again(made.platform, made.platform.local_owner(), job_id)
        assert _held(made.platform, job_id).amount == -38  # 75 of 100 parts: no more than what was to be done again
        _end(made, job_id, "FAILED")
        _redo(made, job_id, "render")
        assert _held(made.platform, job_id).amount == -38  # the visuals were done again, too
        _end(made, job_id, "COMPLETED")
        assert _balance(made.platform) == 2000 - 50 - 38


def _end(made: Fleet, job_id: uuid.UUID, status: str) -> None:
    with made.platform.database.session_of(made.platform.local_owner()) as session:
        job = session.get_one(Job, job_id)
        if status == "FAILED":
            fail_job(session, job, {"code": "X", "message": "no"})
            return
        job.status, job.result, job.progress = "COMPLETED", {"duration": 300.0}, 100
        _settle(session, made, job)


def _redo(made: Fleet, job_id: uuid.UUID, stage: str) -> None:
    with made.platform.database.session_of(made.platform.local_owner()) as session:
        job = session.get_one(Job, job_id)
        redo_job(session, made.platform.engine, job, stage, NewJob("make", job.request))


def _make(made: Fleet, **wishes: Any) -> uuid.UUID:
    asked = MakeAsked.model_validate({"text": "Rice grows in water.", "duration": 60} | wishes)
    with made.platform.database.session_of(made.platform.local_owner()) as session:
        return start_make(session, made.platform, asked).id


def _held(platform: Platform, job: uuid.UUID) -> CreditEntry:
    with platform.database.system_reader() as session:
        query = select(CreditEntry).where(CreditEntry.job_id == job, CreditEntry.kind == "hold")
        return session.scalars(query.order_by(CreditEntry.id.desc())).all()[0]


def _paid(owner: uuid.UUID, job: uuid.UUID, micros: int) -> PaidCall:
    return PaidCall(
        owner_id=owner,
        job_id=job,
        key=uuid.uuid4().hex,
        provider="luma",
        operation="clip",
        state="done",
        cost_micros=micros,
    )


def _settle(session: OwnedSession, made: Fleet, job: Job) -> None:
    tariff = made.platform.engine.tariff
    assert tariff is not None
    session.flush()
    settle_charge(session, tariff, job)
