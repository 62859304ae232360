"""Schedules over HTTP."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from reelwright.app.platform import Platform
from reelwright.business.schedules.keeping import Plan, add_schedule
from reelwright.business.schedules.starting import start_due
from reelwright.database.columns import now
from tests.business.people import new_user
from tests.business.schedules.test_starting import start_job

WEEKLY = {
    "name": "News", "cron": "30 6 * * MON", "timezone": "Europe/Berlin", "kind": "make", "request": {"source": "news.md"},
}  # fmt: skip


def _create(client: TestClient, **fields: Any) -> dict[str, Any]:
    answer = client.post("/api/schedules", json=WEEKLY | fields)
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


def test_a_schedule_is_made_shown_changed_and_removed(client: TestClient) -> None:
    made = _create(client)
    path = f"/api/schedules/{made['id']}"
    assert (made["cron"], made["lastJobId"], made["lastError"]) == ("30 6 * * mon", None, "")
    assert now() < datetime.fromisoformat(made["nextAt"]) <= now() + timedelta(days=8)
    assert client.get(path).json()["data"] == made
    assert client.get("/api/schedules?sort=nextAt").json()["data"]["items"] == [made]
    changed = client.patch(path, json={"name": "Evening news", "cron": "0 20 * * *"}).json()["data"]
    assert (changed["name"], changed["cron"], changed["request"]) == ("Evening news", "0 20 * * *", made["request"])
    assert datetime.fromisoformat(changed["nextAt"]) <= now() + timedelta(days=2)
    assert client.patch(path, json={"isActive": False}).json()["data"]["nextAt"] is None
    assert client.delete(path).json()["data"] is None
    assert client.get(path).status_code == 404


def test_a_run_out_of_turn_is_started_by_the_next_worker(client: TestClient, platform: Platform) -> None:
    made = _create(client)
    path = f"/api/schedules/{made['id']}"
    asked = client.post(f"{path}/run")
    assert asked.status_code == 202
    assert datetime.fromisoformat(asked.json()["data"]["nextAt"]) <= now()
    assert start_due(platform.database, start_job, now) == 1
    kept = client.get(path).json()["data"]
    assert kept["lastJobId"] is not None
    assert kept["nextAt"] == made["nextAt"]


@pytest.mark.parametrize(
    "change",
    [
        {"cron": "* * * *"}, {"cron": "* * * * * *"}, {"cron": "0 0 31 2 *"}, {"timezone": "Mars/Olympus"}, {"kind": "party"},
        {"name": ""}, {"name": "   "}, {"name": None}, {"request": {"text": "\u0000"}}, {"request": []}, {"unknown": 1},
    ],
)  # fmt: skip
def test_what_cannot_be_a_schedule_is_refused(client: TestClient, change: dict[str, Any]) -> None:
    assert client.post("/api/schedules", json=WEEKLY | change).status_code == 422
    made = _create(client)
    answer = client.patch(f"/api/schedules/{made['id']}", json=change)
    assert answer.status_code == 422
    assert answer.json()["success"] is False
    assert client.get(f"/api/schedules/{made['id']}").json()["data"] == made


def test_numbers_that_are_none_are_refused(client: TestClient) -> None:
    body = b'{"name": "a", "cron": "0 0 * * *", "kind": "make", "request": {"a": NaN}}'
    answer = client.post("/api/schedules", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422


def test_an_unknown_sort_is_refused(client: TestClient) -> None:
    assert client.get("/api/schedules?sort=request").json()["error"]["code"] == "VALIDATION_ERROR"


def test_another_users_schedule_is_not_there(client: TestClient, platform: Platform) -> None:
    with platform.database.session_of(new_user(platform.database, "bob")) as session:
        theirs = add_schedule(session, Plan("Theirs", "0 0 * * *", "UTC", "make", {}), now())
    path = f"/api/schedules/{theirs.id}"
    for method, address in [("GET", path), ("PATCH", path), ("DELETE", path), ("POST", f"{path}/run")]:
        answer = client.request(method, address, json={} if method == "PATCH" else None)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NOT_FOUND")
    assert client.get("/api/schedules").json()["data"]["items"] == []
