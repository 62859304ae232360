"""The socket: who may open it, what it tells, and to whom."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from starlette.testclient import WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from reelwright.app.platform import Platform
from reelwright.database.tables import JobEvent
from tests.api.live.conftest import bearer, limit, live_application
from tests.workflows.jobs.happenings import add_events, happen, new_job, new_user


@contextmanager
def _connected(client: TestClient, user: uuid.UUID) -> Iterator[WebSocketTestSession]:
    with client.websocket_connect("/ws", headers=bearer(user)) as socket:
        yield socket


def _subscribed(socket: WebSocketTestSession, **wish: Any) -> dict[str, Any]:
    socket.send_json({"type": "subscribe"} | wish)
    answer = socket.receive_json()
    assert answer["type"] == "subscribed", answer
    return answer


def _events(socket: WebSocketTestSession, count: int) -> list[dict[str, Any]]:
    told = [socket.receive_json() for _ in range(count)]
    assert {each["type"] for each in told} <= {"event"}, told
    return told


def _silence(socket: WebSocketTestSession) -> None:
    """Nothing is on its way but the answer to a ping."""
    socket.send_json({"type": "ping"})
    assert socket.receive_json() == {"type": "pong"}


def _ending(socket: WebSocketTestSession) -> tuple[str, int]:
    """The error told and the close code."""
    told = socket.receive_json()
    while told["type"] != "error":
        told = socket.receive_json()
    with pytest.raises(WebSocketDisconnect) as end:
        socket.receive_json()
    return told["code"], end.value.code


def test_a_subscription_begins_with_the_jobs_state_and_tells_what_happens(
    client: TestClient, platform: Platform, owner: uuid.UUID
) -> None:
    job, other = (new_job(platform.database, owner) for _ in range(2))
    happen(platform.database, job, "started", count=2, progress=7)
    with _connected(client, owner) as socket:
        begun = _subscribed(socket, jobId=str(job))
        (state,) = _events(socket, 1)
        assert (state["kind"], state["data"]["progress"], state["jobId"]) == ("started", 7, str(job))
        assert begun == {"type": "subscribed", "jobId": str(job), "after": state["id"] - 1}
        happen(platform.database, other)
        happen(platform.database, job, "completed", status="COMPLETED", progress=100)
        (told,) = _events(socket, 1)
        assert (told["kind"], told["data"]["status"]) == ("completed", "COMPLETED")
        assert told["id"] > state["id"]
        assert told["at"].endswith("Z")
        _silence(socket)


def test_a_subscription_to_all_jobs_tells_of_all_of_the_callers_and_of_no_others(
    client: TestClient, platform: Platform, owner: uuid.UUID
) -> None:
    mine, theirs = new_job(platform.database, owner), new_job(platform.database, new_user(platform.database))
    with _connected(client, owner) as socket:
        assert "jobId" not in _subscribed(socket, all=True)
        later = new_job(platform.database, owner)
        for job in (theirs, mine, theirs, later):
            happen(platform.database, job)
        assert [each["jobId"] for each in _events(socket, 2)] == [str(mine), str(later)]
        _silence(socket)


def test_a_job_of_somebody_elses_is_not_there(client: TestClient, platform: Platform, owner: uuid.UUID) -> None:
    theirs = new_job(platform.database, new_user(platform.database))
    with _connected(client, owner) as socket:
        for foreign in (theirs, uuid.uuid4()):
            socket.send_json({"type": "subscribe", "jobId": str(foreign), "after": 0})
            refusal = socket.receive_json()
            assert (refusal["type"], refusal["code"], refusal["jobId"]) == ("error", "NOT_FOUND", str(foreign))
        happen(platform.database, theirs)
        _silence(socket)


def test_after_unsubscribing_nothing_more_is_told(client: TestClient, platform: Platform, owner: uuid.UUID) -> None:
    left, kept = (new_job(platform.database, owner) for _ in range(2))
    with _connected(client, owner) as socket:
        for job in (left, kept):
            _subscribed(socket, jobId=str(job))
        socket.send_json({"type": "unsubscribe", "jobId": str(left)})
        assert socket.receive_json() == {"type": "unsubscribed", "jobId": str(left)}
        happen(platform.database, left)
        happen(platform.database, kept)
        assert [each["jobId"] for each in _events(socket, 1)] == [str(kept)]


def test_two_subscriptions_to_the_same_events_tell_them_once(
    client: TestClient, platform: Platform, owner: uuid.UUID
) -> None:
    job = new_job(platform.database, owner)
    happen(platform.database, job, count=4)
    with _connected(client, owner) as socket:
        _subscribed(socket, jobId=str(job), after=2)
        assert [each["id"] for each in _events(socket, 2)] == [3, 4]
        _subscribed(socket, all=True, after=0)
        assert [each["id"] for each in _events(socket, 2)] == [1, 2]
        happen(platform.database, job)
        assert [each["id"] for each in _events(socket, 1)] == [5]
        _subscribed(socket, jobId=str(job), after=5)
        _silence(socket)


def test_a_client_that_comes_again_misses_nothing_and_gets_nothing_twice(
    client: TestClient, platform: Platform, owner: uuid.UUID
) -> None:
    """Through two processes in turn, while several writers write."""
    jobs = [new_job(platform.database, owner) for _ in range(4)]
    other_job = new_job(platform.database, new_user(platform.database))
    writers = [
        threading.Thread(target=lambda job=job: [happen(platform.database, job, count=2) for _ in range(20)])
        for job in (*jobs, other_job)
    ]
    told: list[int] = []
    with TestClient(live_application(platform)) as elsewhere:
        with _connected(client, owner) as socket:
            _subscribed(socket, all=True)
            for writer in writers:
                writer.start()
            told += [each["id"] for each in _events(socket, 23)]
        for number in range(4):
            with _connected(elsewhere if number % 2 else client, owner) as socket:
                _subscribed(socket, all=True, after=told[-1])
                told += [each["id"] for each in _events(socket, 22)]
        for writer in writers:
            writer.join()
        with _connected(elsewhere, owner) as socket:
            _subscribed(socket, all=True, after=told[-1])
            told += [each["id"] for each in _events(socket, 160 - len(told))]
            _silence(socket)
    with platform.database.reader_of(owner) as session:
        assert told == list(session.scalars(select(JobEvent.id).order_by(JobEvent.id)))


def test_an_event_of_one_process_reaches_clients_of_all(
    client: TestClient, platform: Platform, owner: uuid.UUID
) -> None:
    job = new_job(platform.database, owner)
    with (
        TestClient(live_application(platform)) as elsewhere,
        _connected(client, owner) as here,
        _connected(elsewhere, owner) as there,
    ):
        for socket in (here, there):
            _subscribed(socket, jobId=str(job))
        happen(platform.database, job)
        assert _events(here, 1) == _events(there, 1)


def test_a_place_ahead_of_this_process_is_respected(client: TestClient, platform: Platform, owner: uuid.UUID) -> None:
    job = new_job(platform.database, owner)
    with _connected(client, owner) as socket:
        _subscribed(socket, jobId=str(job), after=3)
        happen(platform.database, job, count=5)
        assert [each["id"] for each in _events(socket, 2)] == [4, 5]


def test_a_long_story_is_told_in_full(client: TestClient, platform: Platform, owner: uuid.UUID) -> None:
    job = new_job(platform.database, owner)
    happen(platform.database, job, count=1203)
    with _connected(client, owner) as socket:
        _subscribed(socket, all=True, after=0)
        assert [each["id"] for each in _events(socket, 1203)] == list(range(1, 1204))


def test_nobody_is_told_to_sign_in(client: TestClient) -> None:
    for headers in ({}, {"Authorization": "Bearer nobody"}):
        with client.websocket_connect("/ws", headers=headers) as socket:
            assert _ending(socket) == ("UNAUTHENTICATED", 4401)


def test_a_token_without_the_scope_is_refused(client: TestClient, owner: uuid.UUID) -> None:
    with client.websocket_connect("/ws", headers={"Authorization": f"Bearer {owner}.blind"}) as socket:
        assert _ending(socket) == ("FORBIDDEN", 4403)


@pytest.mark.parametrize("good", [True, False])
def test_a_token_in_the_address_counts_as_one_in_the_header(client: TestClient, owner: uuid.UUID, good: bool) -> None:
    with client.websocket_connect(f"/ws?token={owner if good else 'x%0d%0ay'}") as socket:
        if good:
            _silence(socket)
        else:
            assert _ending(socket) == ("UNAUTHENTICATED", 4401)


@pytest.mark.parametrize(
    ("origin", "is_let_in"),
    [
        (None, True), ("https://reel.example", True), ("https://CMS.example", True), ("http://testserver", True),
        ("https://evil.example", False), ("null", False), ("https://reel.example.evil.example", False),
        ("https://reel.example:8443", False),
    ],
)  # fmt: skip
def test_a_cookie_counts_only_for_pages_of_known_sites(
    client: TestClient, owner: uuid.UUID, origin: str | None, is_let_in: bool
) -> None:
    headers = {"Cookie": f"user={owner}"} | ({"Origin": origin} if origin else {})
    if is_let_in:
        with client.websocket_connect("/ws", headers=headers) as socket:
            _silence(socket)
    else:
        with pytest.raises(WebSocketDisconnect) as end, client.websocket_connect("/ws", headers=headers):
            pass
        assert end.value.code == 1008
    with client.websocket_connect("/ws", headers=bearer(owner) | ({"Origin": origin} if origin else {})) as socket:
        _silence(socket)


def test_a_sign_in_that_ends_ends_the_socket(client: TestClient, app: FastAPI, owner: uuid.UUID) -> None:
    limit(app, check_seconds=0.05)
    with _connected(client, owner) as socket:
        _silence(socket)
        app.state.authenticate = lambda _connection: None
        assert _ending(socket) == ("UNAUTHENTICATED", 4401)


def test_heartbeats_keep_coming_and_who_stays_silent_is_let_go(
    client: TestClient, app: FastAPI, owner: uuid.UUID
) -> None:
    limit(app, heartbeat_seconds=0.05, silence_seconds=1.5)
    with _connected(client, owner) as socket:
        for _ in range(12):
            assert socket.receive_json()["type"] == "heartbeat"
            socket.send_json({"type": "pong"})
        assert _ending(socket) == ("TIMEOUT", 1008)


def test_a_client_that_falls_behind_is_told_so_and_resumes(
    client: TestClient, app: FastAPI, platform: Platform, owner: uuid.UUID
) -> None:
    limit(app, queue=10)
    job = new_job(platform.database, owner)
    with _connected(client, owner) as socket:
        _subscribed(socket, jobId=str(job))
        happen(platform.database, job, count=30)
        assert _ending(socket) == ("LAGGING", 1013)
    with _connected(client, owner) as socket:
        _subscribed(socket, jobId=str(job), after=0)
        assert len(_events(socket, 30)) == 30


def test_nobody_takes_more_sockets_or_subscriptions_than_their_share(
    client: TestClient, app: FastAPI, platform: Platform, owner: uuid.UUID
) -> None:
    limit(app, sockets=2, subscriptions=3)
    jobs = [str(new_job(platform.database, owner)) for _ in range(4)]
    with _connected(client, owner) as first, _connected(client, owner) as second:
        _subscribed(first, jobId=jobs[0])
        _subscribed(second, jobId=jobs[1])
        _subscribed(second, jobId=jobs[2])
        second.send_json({"type": "subscribe", "jobId": jobs[3]})
        assert second.receive_json()["code"] == "RATE_LIMITED"
        _subscribed(second, jobId=jobs[1])  # again is not more
        second.send_json({"type": "unsubscribe", "jobId": jobs[1]})
        assert second.receive_json()["type"] == "unsubscribed"
        _subscribed(second, jobId=jobs[3])
        with _connected(client, owner) as third:
            assert _ending(third) == ("RATE_LIMITED", 1013)
        with _connected(client, new_user(platform.database)) as somebody_else:
            _silence(somebody_else)
    with _connected(client, owner) as socket:
        for job in jobs[:3]:
            _subscribed(socket, jobId=job)
    assert {app.state.live.count(kind) for kind in ("sockets", "subscriptions", "streams")} == {0}


@pytest.mark.parametrize(
    "text",
    [
        "", "hello", "[]", "null", "{}", '{"type":"shout"}', '{"type":"subscribe"}', '{"type":"subscribe","jobId":"x"}',
        '{"type":"subscribe","all":true,"after":-1}', '{"type":"subscribe","all":true,"after":9223372036854775808}',
        '{"type":"subscribe","all":true,"after":"1"}', '{"type":"subscribe","all":true,"after":true}',
        '{"type":"subscribe","all":true,"jobId":"7b6a5c1e-8f27-4a3e-9a06-0f8d9a3f4b11"}', '{"type":"ping","extra":1}',
        '{"type":"unsubscribe","all":false}', "\x00", '"\\ud800"', '{"type":"\\ud800"}',
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_answered_and_the_socket_stays(
    client: TestClient, owner: uuid.UUID, text: str
) -> None:
    with _connected(client, owner) as socket:
        socket.send_text(text)
        refusal = socket.receive_json()
        assert (refusal["type"], refusal["code"]) == ("error", "VALIDATION_ERROR")
        assert refusal["message"]
        _silence(socket)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200) | st.dictionaries(st.sampled_from(["type", "jobId", "all", "after"]), st.none() | st.booleans() | st.integers() | st.text(max_size=20)).map(str))  # fmt: skip
def test_no_text_breaks_a_socket(client: TestClient, owner: uuid.UUID, text: str) -> None:
    with _connected(client, owner) as socket:
        socket.send_text(text)
        socket.send_json({"type": "ping"})
        while socket.receive_json()["type"] != "pong":
            pass


def test_floods_huge_and_binary_messages_end_the_socket(client: TestClient, app: FastAPI, owner: uuid.UUID) -> None:
    limit(app, messages=5)
    with _connected(client, owner) as socket:
        for _ in range(6):
            socket.send_json({"type": "pong"})
        assert _ending(socket) == ("RATE_LIMITED", 1008)
    with _connected(client, owner) as socket:
        socket.send_text("x" * 5000)
        assert _ending(socket) == ("TOO_LARGE", 1009)
    with _connected(client, owner) as socket:
        socket.send_bytes(b"{}")
        assert _ending(socket) == ("VALIDATION_ERROR", 1003)


def test_the_stop_of_the_server_ends_sockets(client: TestClient, app: FastAPI, owner: uuid.UUID) -> None:
    with _connected(client, owner) as socket:
        _silence(socket)
        app.state.live.feed.close()
        assert _ending(socket) == ("UNAVAILABLE", 1001)
    with _connected(client, owner) as socket:
        assert _ending(socket) == ("UNAVAILABLE", 1001)


def test_the_feed_runs_only_while_somebody_listens(
    client: TestClient, app: FastAPI, platform: Platform, owner: uuid.UUID
) -> None:
    feed = app.state.live.feed
    job = new_job(platform.database, owner)
    for _ in range(2):
        assert not feed.is_running
        with _connected(client, owner) as socket:
            _subscribed(socket, all=True)
            assert feed.is_running
            happen(platform.database, job)
            _events(socket, 1)
        ended = threading.Event()
        while feed.is_running:
            ended.wait(0.01)


def test_what_an_open_transaction_holds_is_not_lost_for_a_client_that_comes_again(
    client: TestClient, platform: Platform, owner: uuid.UUID
) -> None:
    if platform.database.is_sqlite:
        pytest.skip("one writer at a time")
    first, second = (new_job(platform.database, owner) for _ in range(2))
    with platform.database.system_session() as session:
        with _connected(client, owner) as socket:
            begun = _subscribed(socket, all=True)
            add_events(session, first)
            happen(platform.database, second)
            _silence(socket)
        session.commit()
    with _connected(client, owner) as socket:
        _subscribed(socket, all=True, after=begun["after"])
        assert [each["jobId"] for each in _events(socket, 2)] == [str(first), str(second)]
