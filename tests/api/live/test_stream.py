"""A job's events as a stream: lines, resumption, its end."""

from __future__ import annotations

import json
import threading
import uuid

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from reelwright.app.platform import Platform
from tests.api.live.conftest import bearer, limit
from tests.workflows.jobs.happenings import add_events, happen, new_job, new_user


def _parsed(text: str) -> list[dict[str, str]]:
    """The messages of a stream as a browser reads them."""
    blocks = [block for block in text.split("\n\n") if block and not block.startswith((":", "retry:"))]
    return [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]


def _later(what: object, *events: dict[str, object]) -> threading.Thread:
    """Let things happen once a stream is open."""

    def act(app: FastAPI, platform: Platform, job: uuid.UUID) -> None:
        waiting = threading.Event()
        while not app.state.live.count("streams"):
            waiting.wait(0.01)
        for event in events:
            happen(platform.database, job, **event)  # type: ignore[arg-type]

    thread = threading.Thread(target=act, args=what)  # type: ignore[arg-type]
    thread.start()
    return thread


def test_a_stream_tells_what_was_and_what_happens_and_ends_with_the_job(
    client: TestClient, app: FastAPI, platform: Platform, owner: uuid.UUID
) -> None:
    job, other = (new_job(platform.database, owner) for _ in range(2))
    happen(platform.database, job, "started", count=3)
    happen(platform.database, other)
    writer = _later(
        (app, platform, job), {"progress": 50}, {"kind": "completed", "progress": 100, "status": "COMPLETED"}
    )
    answer = client.get(f"/api/jobs/{job}/events?after=2", headers=bearer(owner))
    writer.join()
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert "no-cache" in answer.headers["cache-control"]
    assert answer.headers["x-accel-buffering"] == "no"
    assert answer.text.startswith("retry: 3000\n\n")
    told = _parsed(answer.text)
    assert [(each["event"], each["id"]) for each in told] == [("started", "3"), ("progress", "5"), ("completed", "6")]
    data = json.loads(told[-1]["data"])
    assert (data["id"], data["jobId"], data["kind"]) == (6, str(job), "completed")
    assert (data["data"]["status"], data["data"]["progress"]) == ("COMPLETED", 100)
    assert app.state.live.count("streams") == 0


@pytest.mark.parametrize("way", ["query", "header", "both"])
def test_a_stream_goes_on_after_the_last_event_a_client_has(
    client: TestClient, platform: Platform, owner: uuid.UUID, way: str
) -> None:
    job = new_job(platform.database, owner)
    happen(platform.database, job, count=3)
    happen(platform.database, job, "failed", status="FAILED")
    query = "?after=2" if way == "query" else "?after=0" if way == "both" else ""
    headers = {} if way == "query" else {"Last-Event-ID": "2"}
    answer = client.get(f"/api/jobs/{job}/events{query}", headers=bearer(owner) | headers)
    assert [each["id"] for each in _parsed(answer.text)] == ["3", "4"]


def test_a_client_with_everything_of_an_ended_job_need_not_come_again(
    client: TestClient, platform: Platform, owner: uuid.UUID
) -> None:
    job, silent = new_job(platform.database, owner), new_job(platform.database, owner, status="COMPLETED")
    happen(platform.database, job, "cancelled", status="CANCELLED")
    assert client.get(f"/api/jobs/{job}/events?after=1", headers=bearer(owner)).status_code == 204
    assert client.get(f"/api/jobs/{silent}/events", headers=bearer(owner)).status_code == 204


def test_without_an_id_a_stream_begins_with_the_newest_event(
    client: TestClient, platform: Platform, owner: uuid.UUID
) -> None:
    job = new_job(platform.database, owner)
    happen(platform.database, job, count=3)
    happen(platform.database, job, "completed", status="COMPLETED")
    answer = client.get(f"/api/jobs/{job}/events", headers=bearer(owner))
    assert [each["event"] for each in _parsed(answer.text)] == ["completed"]


def test_a_retried_jobs_story_does_not_end_with_its_failure(
    client: TestClient, app: FastAPI, platform: Platform, owner: uuid.UUID
) -> None:
    job = new_job(platform.database, owner)

    def retry() -> None:
        with platform.database.system_session() as session:
            add_events(session, job, "failed", status="FAILED")
            add_events(session, job, "retried", status="QUEUED")

    def act() -> None:
        waiting = threading.Event()
        while not app.state.live.count("streams"):
            waiting.wait(0.01)
        retry()
        happen(platform.database, job, "completed", status="COMPLETED")

    retry()
    writer = threading.Thread(target=act)
    writer.start()
    answer = client.get(f"/api/jobs/{job}/events?after=0", headers=bearer(owner))
    writer.join()
    kinds = [each["event"] for each in _parsed(answer.text)]
    assert kinds == ["failed", "retried", "failed", "retried", "completed"]


def test_a_sign_in_that_ends_ends_the_stream(
    client: TestClient, app: FastAPI, platform: Platform, owner: uuid.UUID
) -> None:
    limit(app, keep_alive_seconds=0.02, check_seconds=0.05)
    job = new_job(platform.database, owner)
    answers = iter((app.state.authenticate,))
    known = app.state.authenticate
    app.state.authenticate = lambda connection: known(connection) if next(answers, None) else None
    assert client.get(f"/api/jobs/{job}/events", headers=bearer(owner)).status_code == 200


def test_the_stop_of_the_server_ends_streams(
    client: TestClient, app: FastAPI, platform: Platform, owner: uuid.UUID
) -> None:
    job = new_job(platform.database, owner)
    app.state.live.feed.close()
    assert client.get(f"/api/jobs/{job}/events", headers=bearer(owner)).status_code == 200


def test_foreign_jobs_nobody_and_bad_ids_are_refused(client: TestClient, platform: Platform, owner: uuid.UUID) -> None:
    mine, theirs = new_job(platform.database, owner), new_job(platform.database, new_user(platform.database))
    for job in (theirs, uuid.uuid4()):
        assert client.get(f"/api/jobs/{job}/events", headers=bearer(owner)).status_code == 404
    assert client.get(f"/api/jobs/{mine}/events").status_code == 401
    assert client.get(f"/api/jobs/{mine}/events", headers={"Authorization": f"Bearer {owner}.blind"}).status_code == 403
    assert client.get("/api/jobs/7/events", headers=bearer(owner)).status_code == 422
    for after in ("-1", "x", "9223372036854775808"):
        assert client.get(f"/api/jobs/{mine}/events?after={after}", headers=bearer(owner)).status_code == 422
        refused = client.get(f"/api/jobs/{mine}/events", headers=bearer(owner) | {"Last-Event-ID": after})
        assert refused.json()["error"]["code"] == "VALIDATION_ERROR"


def test_nobody_opens_more_streams_than_their_share(
    client: TestClient, app: FastAPI, platform: Platform, owner: uuid.UUID
) -> None:
    limit(app, streams=1)
    job = new_job(platform.database, owner)
    with app.state.live.place("streams", owner):
        refused = client.get(f"/api/jobs/{job}/events", headers=bearer(owner))
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "RATE_LIMITED")
