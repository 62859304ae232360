"""Numbers for Prometheus: what they say, in which form, and to whom."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from reelwright.api.application import create_application
from reelwright.api.caller import SCOPES, Caller
from reelwright.app.opening import open_platform
from reelwright.app.platform import Platform
from reelwright.app.server_settings import ServerSettings
from reelwright.database.columns import now
from reelwright.database.tables import BlobUse, JobStage, PaidCall
from reelwright.workflows.jobs.lifecycle import NewJob, cancel_job, create_job, retry_job
from tests.api.live.conftest import bearer, who_says_so
from tests.databases import KINDS, database_url
from tests.workflows.jobs.happenings import add_events, happen, new_job, new_user

TOKEN = "a-token-for-the-scraper"
Sample = Callable[..., float | None]


@pytest.fixture(params=KINDS)
def platform(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Platform]:
    address = database_url(request.param, tmp_path)
    settings = ServerSettings(tmp_path, address, str(tmp_path / "files"), secrets=("x" * 40,), is_local=False)
    platform = open_platform(replace(settings, metrics_token=TOKEN))
    yield platform
    platform.close()


@pytest.fixture
def app(platform: Platform) -> FastAPI:
    app = create_application(platform)
    app.state.authenticate = who_says_so
    return app


@pytest.fixture
def owner(platform: Platform) -> uuid.UUID:
    return new_user(platform.database)


def _scrape(app: FastAPI) -> Sample:
    """A function that finds a sample's value by its name and labels."""
    with TestClient(app) as client:
        answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    samples = {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }
    return lambda name, **labels: samples.get((f"reelwright_{name}", frozenset(labels.items())))


def test_jobs_are_counted_from_the_first_look_on_by_what_happens_to_them(
    app: FastAPI, platform: Platform, owner: uuid.UUID
) -> None:
    for earlier in range(3):
        happen(platform.database, new_job(platform.database, owner), "failed", status="FAILED", count=earlier)
    assert _scrape(app)("jobs_failed_total", kind="render") is None
    with platform.database.session_of(owner) as session:
        jobs = [create_job(session, platform.engine, owner, NewJob("render", {})) for _ in range(3)]
        cancel_job(session, jobs[2], "changed my mind")
        retry_job(session, platform.engine, jobs[2])
    happen(platform.database, jobs[0].id, "failed", status="FAILED")
    happen(platform.database, jobs[1].id, "completed", status="COMPLETED")
    counted = {"created": 3, "failed": 1, "completed": 1, "cancelled": 1, "retried": 1, "held": None}
    for _ in range(2):  # nothing is counted twice
        sample = _scrape(app)
        assert {name: sample(f"jobs_{name}_total", kind="render") for name in counted} == counted
        assert sample("jobs", kind="render", status="QUEUED") == 1
        assert sample("jobs", kind="render", status="FAILED") is None
        assert sample("queue_depth", queue="jobs") == 4
        assert sample("queue_depth", queue="gpu") == 0
    with platform.database.session_of(owner) as session:
        retry_job(session, platform.engine, session.get_one(type(jobs[0]), jobs[0].id))
    assert _scrape(app)("jobs_failed_total", kind="render") == 1


def test_two_processes_tell_the_same_of_the_platform(app: FastAPI, platform: Platform, owner: uuid.UUID) -> None:
    other = create_application(platform)
    for each in (app, other):
        _scrape(each)
    happen(platform.database, new_job(platform.database, owner), "completed", status="COMPLETED", count=2)
    assert [_scrape(each)("jobs_completed_total", kind="render") for each in (app, other)] == [2, 2]


def test_durations_of_jobs_and_stages_are_told(app: FastAPI, platform: Platform, owner: uuid.UUID) -> None:
    _scrape(app)
    began = now() - timedelta(seconds=100)
    job = new_job(platform.database, owner, started_at=began, created_at=began - timedelta(seconds=20))
    with platform.database.system_session() as session:
        ended = began + timedelta(seconds=40)
        session.add(
            JobStage(owner_id=owner, job_id=job, stage="gather", state="done", started_at=began, finished_at=ended)
        )
        add_events(session, job, "started", told={"revision": 0})
        add_events(session, job, "started", told={"revision": 1})
        add_events(session, job, "stage", told={"finished": "gather"})
        add_events(session, job, "completed", status="COMPLETED")
    sample = _scrape(app)
    assert sample("stage_duration_seconds_sum", kind="render", stage="gather") == pytest.approx(40)
    assert sample("stage_duration_seconds_bucket", kind="render", stage="gather", le="30.0") == 0
    assert sample("stage_duration_seconds_bucket", kind="render", stage="gather", le="60.0") == 1
    assert sample("job_duration_seconds_count", kind="render", outcome="completed") == 1
    assert 100 <= (sample("job_duration_seconds_sum", kind="render", outcome="completed") or 0) < 400
    assert sample("job_wait_seconds_count", kind="render") == 1
    assert 120 <= (sample("job_wait_seconds_sum", kind="render") or 0) < 400


def test_calls_to_providers_are_counted_once_with_what_they_used_and_cost(
    app: FastAPI, platform: Platform, owner: uuid.UUID
) -> None:
    def call(state: str, **fields: Any) -> PaidCall:
        row = {"owner_id": owner, "key": uuid.uuid4().hex, "provider": "acme", "operation": "speech", "state": state}
        return PaidCall(**(row | fields))

    def write(*rows: PaidCall) -> None:
        with platform.database.system_session() as session:
            session.add_all(rows)

    used = {"characters": 120, "seconds": 7.5, "cached": True, "note": "x", "worse": -3, "": 1}
    write(call("done", cost_micros=9_000_000, usage=used))
    assert _scrape(app)("provider_calls_total", provider="acme", operation="speech", state="done") is None
    pending = call("started", usage={})
    write(
        call("done", cost_micros=250_000, usage=used),
        call("done", cost_micros=500_000, usage={"characters": 30}),
        pending,
        call("failed"),
        call("unclear"),
    )
    for _ in range(2):
        sample = _scrape(app)
        by = {"provider": "acme", "operation": "speech"}
        assert [sample("provider_calls_total", **by, state=each) for each in ("done", "failed", "unclear")] == [2, 1, 1]
        assert sample("provider_cost_dollars_total", **by) == pytest.approx(0.75)
        units = {
            each: sample("provider_usage_total", **by, unit=each)
            for each in ("characters", "seconds", "cached", "worse")
        }
        assert units == {"characters": 150, "seconds": 7.5, "cached": None, "worse": None}
    with platform.database.system_session() as session:
        session.get_one(PaidCall, pending.id).state = "done"
    assert _scrape(app)("provider_calls_total", provider="acme", operation="speech", state="done") == 3


def test_a_file_that_several_use_is_stored_once(app: FastAPI, platform: Platform, owner: uuid.UUID) -> None:
    with platform.database.system_session() as session:
        for key, size in (("a", 10), ("a", 10), ("b", 5)):
            session.add(BlobUse(owner_id=owner, key=key, size=size, user_kind="asset", user_id=uuid.uuid4()))
    assert _scrape(app)("storage_bytes") == 15


def test_answers_are_measured_by_template_method_and_status(app: FastAPI, platform: Platform, owner: uuid.UUID) -> None:
    with TestClient(app, raise_server_exceptions=False) as client:
        for path in (f"/api/jobs/{uuid.uuid4()}/events", "/api/jobs/x/events", "/nowhere/secret", "/health/live"):
            client.get(path, headers=bearer(owner))
        client.post("/health/live")
        client.request("BREW", "/health/live")
        with client.websocket_connect("/ws", headers=bearer(owner)) as socket:
            socket.send_json({"type": "ping"})
            socket.receive_json()
            sample = _scrape(app)
            assert sample("websockets_open") == 1
    assert _scrape(app)("websockets_open") == 0
    route, seconds = "/api/jobs/{job_id}/events", "http_request_duration_seconds_count"
    assert sample(seconds, method="GET", route=route, status="404") == 1
    assert sample(seconds, method="GET", route=route, status="422") == 1
    assert sample(seconds, method="GET", route="(unmatched)", status="404") == 1
    assert sample(seconds, method="GET", route="/health/live", status="200") == 1
    assert sample(seconds, method="POST", route="/health/live", status="405") == 1
    assert sample(seconds, method="other", route="/health/live", status="405") == 1


def test_a_part_that_fails_is_named_and_the_rest_is_told(app: FastAPI, platform: Platform) -> None:
    assert _scrape(app)("scrape_success", part="providers") == 1
    with platform.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE paid_calls RENAME TO elsewhere"))
    sample = _scrape(app)
    assert sample("scrape_success", part="providers") == 0
    assert sample("scrape_success", part="jobs") == 1
    assert sample("queue_depth", queue="cpu") == 0


def test_openmetrics_is_spoken_to_those_who_ask_for_it(app: FastAPI) -> None:
    with TestClient(app) as client:
        headers = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/openmetrics-text; version=1.0.0"}
        answer = client.get("/metrics", headers=headers)
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert any(family.name == "reelwright_build_info" for family in open_metrics(answer.text))


def test_with_accounts_numbers_are_for_administrators_and_holders_of_the_token(app: FastAPI, owner: uuid.UUID) -> None:
    with TestClient(app) as client:
        assert client.get("/metrics").status_code == 401
        assert client.get("/metrics", headers={"Authorization": "Bearer nobody"}).status_code == 401
        assert client.get("/metrics", headers=bearer(owner)).status_code == 403
        assert client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
        app.state.authenticate = lambda _connection: Caller(owner, "admin", frozenset(SCOPES), "bearer")
        assert client.get("/metrics").status_code == 200
        app.state.authenticate = lambda _connection: Caller(owner, "admin", frozenset({"read"}), "token")
        assert client.get("/metrics").status_code == 403


def test_a_local_server_tells_its_machine_alone(tmp_path: Path) -> None:
    platform = open_platform(ServerSettings(tmp_path, f"sqlite:///{tmp_path / 'a.sqlite'}", str(tmp_path / "files")))
    app = create_application(platform)
    status = {}
    for host in ("127.0.0.1", "::1", "::ffff:127.0.0.1", "192.168.1.7", "::ffff:10.0.0.1", "elsewhere"):
        with TestClient(app, base_url="http://127.0.0.1:8787", client=(host, 1234)) as client:
            status[host] = client.get("/metrics").status_code
            assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == status[host]
    assert list(status.values()) == [200, 200, 200, 403, 403, 403]
    platform.close()
