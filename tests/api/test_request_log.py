"""The log's line of every request."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from fastapi import FastAPI
from fastapi.testclient import TestClient

from reelwright.api.application import create_application
from reelwright.app.opening import open_platform
from reelwright.app.server_settings import ServerSettings
from tests.api.live.conftest import bearer, who_says_so
from tests.workflows.jobs.happenings import new_user


@pytest.fixture
def app(tmp_path: Path) -> Iterator[FastAPI]:
    settings = ServerSettings(
        tmp_path, f"sqlite:///{tmp_path / 'a.sqlite'}", str(tmp_path / "files"), secrets=("x" * 40,), is_local=False
    )
    platform = open_platform(settings)
    app = create_application(platform)
    app.state.authenticate = who_says_so

    @app.get("/broken/{secret}")
    def broken(secret: str) -> None:
        raise RuntimeError(f"broken with {secret}")

    yield app
    platform.close()


def _lines(captured: list[Any]) -> list[dict[str, Any]]:
    return [dict(line) for line in captured if line["event"] in ("request", "socket_closed")]


def test_a_request_is_one_line_with_its_id_template_status_time_and_user(app: FastAPI) -> None:
    user = new_user(app.state.platform.database)
    with TestClient(app) as client, structlog.testing.capture_logs([structlog.contextvars.merge_contextvars]) as told:
        path = f"/api/jobs/{uuid.uuid4()}/events?after=1&token=hush"
        answer = client.get(path, headers=bearer(user) | {"X-Request-Id": "trace-7"})
        client.get("/nowhere/hush")
    first, second = _lines(told)
    assert answer.headers["x-request-id"] == "trace-7"
    assert first.pop("ms") > 0
    assert first == {
        "event": "request", "log_level": "info", "request_id": "trace-7", "method": "GET", "route": "/api/jobs/{job_id}/events",
        "status": 404, "user": str(user), "via": "token",
    }  # fmt: skip
    assert (second["route"], second["status"]) == ("(unmatched)", 404)
    assert second["request_id"] not in ("", "trace-7")
    assert "user" not in second
    assert "hush" not in json.dumps(told, default=str)


def test_what_machines_ask_for_all_the_time_is_told_at_debug_only(app: FastAPI) -> None:
    with TestClient(app) as client, structlog.testing.capture_logs() as told:
        client.get("/health/live")
        client.get("/metrics")
    assert [(line["route"], line["log_level"]) for line in _lines(told)] == [
        ("/health/live", "debug"),
        ("/metrics", "debug"),
    ]


def test_a_fault_of_ours_is_a_line_with_500_and_its_id_is_in_the_answer(app: FastAPI) -> None:
    with (
        TestClient(app, raise_server_exceptions=False) as client,
        structlog.testing.capture_logs([structlog.contextvars.merge_contextvars]) as told,
    ):
        answer = client.get("/broken/x")
    (line,) = _lines(told)
    assert (line["status"], line["route"]) == (500, "/broken/{secret}")
    assert line["request_id"] == answer.headers["x-request-id"]
    assert any(each["event"] == "request_failed" and each["request_id"] == line["request_id"] for each in told)


def test_a_socket_is_one_line_at_its_end(app: FastAPI) -> None:
    user = new_user(app.state.platform.database)
    with (
        TestClient(app) as client,
        structlog.testing.capture_logs() as told,
        client.websocket_connect("/ws?token=hush", headers=bearer(user)) as socket,
    ):
        socket.send_text("x" * 5000)
        socket.receive_json()
        socket.receive()
    (line,) = _lines(told)
    assert (line["event"], line["route"], line["closed"], line["user"]) == ("socket_closed", "/ws", 1009, str(user))
    assert "hush" not in json.dumps(told, default=str)
