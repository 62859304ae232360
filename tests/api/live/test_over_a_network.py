"""What only a real server and real connections show: slow readers, closed connections, other programs' clients."""

from __future__ import annotations

import contextlib
import json
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import delete
from websockets.exceptions import ConnectionClosed
from websockets.sync import client as websockets
from websockets.sync.client import ClientConnection

from reelwright.app.platform import Platform
from reelwright.database.tables import Job
from tests.api.live.conftest import bearer, limit
from tests.api.live.serving import served
from tests.served import served as reel_serve
from tests.workflows.jobs.happenings import happen, new_job


def _told(socket: ClientConnection) -> Iterator[dict[str, Any]]:
    """Everything until the connection is closed."""
    with contextlib.suppress(ConnectionClosed):
        while True:
            yield json.loads(socket.recv())


def _until(app: FastAPI, kind: str, count: int) -> None:
    waiting = threading.Event()
    while app.state.live.count(kind) != count:
        waiting.wait(0.005)


def test_a_client_that_does_not_read_is_closed_and_misses_nothing_when_it_comes_again(
    app: FastAPI, platform: Platform, owner: uuid.UUID
) -> None:
    usual = app.state.live
    limit(app, send_seconds=0.5)
    job = new_job(platform.database, owner)
    happen(platform.database, job, count=1200, told={"filler": "x" * 12000})
    with served(app) as address:
        slow = websockets.connect(f"ws://{address}/ws", additional_headers=bearer(owner), max_queue=1, compression=None)
        _until(app, "sockets", 1)
        slow.send(json.dumps({"type": "subscribe", "jobId": str(job), "after": 0}))
        _until(app, "sockets", 0)
        seen = [message["id"] for message in _told(slow) if message["type"] == "event"]
        assert seen == list(range(1, len(seen) + 1))
        assert len(seen) < 1200
        app.state.live = usual
        with websockets.connect(f"ws://{address}/ws", additional_headers=bearer(owner)) as again:
            again.send(json.dumps({"type": "subscribe", "jobId": str(job), "after": len(seen)}))
            while len(seen) < 1200:
                message = json.loads(again.recv())
                seen += [message["id"]] if message["type"] == "event" else []
        assert seen == list(range(1, 1201))
        _until(app, "sockets", 0)


def test_a_client_overrun_while_it_catches_up_is_told_so(app: FastAPI, platform: Platform, owner: uuid.UUID) -> None:
    limit(app, queue=10)
    job = new_job(platform.database, owner)
    happen(platform.database, job, count=2000)
    with served(app) as address:
        socket = websockets.connect(f"ws://{address}/ws", additional_headers=bearer(owner))
        socket.send(json.dumps({"type": "subscribe", "jobId": str(job), "after": 0}))
        _until(app, "subscriptions", 1)
        happen(platform.database, job, count=50)
        *_, last = _told(socket)
        assert last["code"] == "LAGGING"
        _until(app, "sockets", 0)


def test_a_stream_whose_reader_leaves_is_let_go(app: FastAPI, platform: Platform, owner: uuid.UUID) -> None:
    job = new_job(platform.database, owner)
    happen(platform.database, job)
    with served(app) as address, httpx2.Client() as client:
        with client.stream("GET", f"http://{address}/api/jobs/{job}/events", headers=bearer(owner)) as answer:
            lines = answer.iter_lines()
            assert next(lines) == "retry: 3000"
            while not next(lines).startswith("data:"):
                pass
            assert app.state.live.count("streams") == 1
            happen(platform.database, job, "stage")
            while next(lines) != "event: stage":
                pass
        _until(app, "streams", 0)


def test_a_stream_without_events_is_kept_open_by_comments_and_ends_when_its_job_is_gone(
    app: FastAPI, platform: Platform, owner: uuid.UUID
) -> None:
    limit(app, keep_alive_seconds=0.05)
    job = new_job(platform.database, owner)
    with (
        served(app) as address,
        httpx2.Client() as client,
        client.stream("GET", f"http://{address}/api/jobs/{job}/events", headers=bearer(owner)) as answer,
    ):
        lines = answer.iter_lines()
        for _ in range(3):
            while next(lines) != ": keep-alive":
                pass
        with platform.database.system_session() as session:
            session.execute(delete(Job).where(Job.id == job))
        assert not any(line.startswith("data:") for line in lines)


def test_the_stop_of_the_server_leaves_no_connection_behind(app: FastAPI, platform: Platform, owner: uuid.UUID) -> None:
    job = new_job(platform.database, owner)
    happen(platform.database, job)
    with served(app) as address, httpx2.Client() as client:
        request = client.build_request("GET", f"http://{address}/api/jobs/{job}/events", headers=bearer(owner))
        stream = client.send(request, stream=True)
        socket = websockets.connect(f"ws://{address}/ws", additional_headers=bearer(owner))
        for kind in ("streams", "sockets"):
            _until(app, kind, 1)
        app.state.live.feed.close()
        assert "data:" in stream.read().decode()
        assert json.loads(socket.recv())["code"] == "UNAVAILABLE"
        with pytest.raises(ConnectionClosed) as end:
            socket.recv()
        assert end.value.rcvd is not None
        assert end.value.rcvd.code == 1001


def test_a_server_that_is_told_to_stop_lets_readers_of_streams_go_and_ends(tmp_path: Path) -> None:
    """Not by force: a stream that is cut off would not have its end."""
    with httpx2.Client(timeout=30) as client:
        with reel_serve(tmp_path / "data", "--no-worker", LOG_FORMAT="json") as url:
            job = client.post(f"{url}/api/tts/generate", json={"text": "Hello there."}).json()["data"]["jobId"]
            stream = client.send(client.build_request("GET", f"{url}/api/jobs/{job}/events"), stream=True)
            lines = stream.iter_lines()
            while not next(lines).startswith("data:"):
                pass
        assert not any(line.startswith("data:") for line in lines)
    log = [line for line in (tmp_path / "data.log").read_text().splitlines() if line.startswith("{")]
    told = [json.loads(line) for line in log]
    assert "Traceback" not in json.dumps(told)
    (line,) = [each for each in told if each.get("route") == "/api/tts/generate"]
    assert (line["event"], line["status"], line["via"]) == ("request", 202, "local")
