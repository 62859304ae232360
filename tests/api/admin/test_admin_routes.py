"""What administrators see and do by the API, on both databases; for everybody else there is nothing there."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reelwright.business.credits.entries import Booking, grant, hold, settle
from reelwright.business.credits.invariants import breaches
from reelwright.business.moderation.flagged import Finding, digest_of, is_allowed, write_down
from reelwright.database.columns import now
from reelwright.database.tables import Job, JobStage, Mail, PaidCall, Project
from tests.databases import KINDS
from tests.server import PASSWORD, Server, bearer, code_of, server


@pytest.fixture(params=KINDS)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    with server(tmp_path, request.param, BILLING="1", REQUESTS_PER_MINUTE="0") as site:
        yield site


@pytest.fixture
def people(site: Server) -> dict[str, Any]:
    """The administrator and a user: their sessions, and headers of each."""
    admin, ann = site.register("root@example.com", site.fresh()), site.register("ann@example.com", site.fresh())
    return {
        "admin": bearer(admin["accessToken"]), "ann": bearer(ann["accessToken"]),
        "annId": uuid.UUID(ann["user"]["id"]), "adminId": uuid.UUID(admin["user"]["id"]),
    }  # fmt: skip


def _data(answer: Any) -> Any:
    assert answer.status_code < 300, answer.text
    return answer.json()["data"]


def test_every_admin_route_answers_404_to_who_is_no_administrator(site: Server, people: Any) -> None:
    client = site.fresh()
    limited = _data(
        client.post(
            "/api/users/tokens", json={"name": "reader", "scopes": ["read", "write", "render"]}, headers=people["admin"]
        )
    )["token"]
    paths = client.get("/api/openapi.json").json()["paths"]
    routes = [
        (method, re.sub(r"{[^}]*}", str(uuid.uuid4()), path))
        for path, methods in paths.items()
        if path.startswith("/api/admin")
        for method in methods
    ]
    assert len(routes) > 12
    for method, path in routes:
        for headers in (people["ann"], bearer(limited)):
            answer = client.request(method, path, headers=headers, json={"unfit": 1} if method != "get" else None)
            assert (answer.status_code, code_of(answer)) == (404, "NOT_FOUND"), (method, path)
        assert client.request(method, path).status_code == 401, path


def test_the_lists_show_everybodys_things_and_narrow_them(site: Server, people: Any) -> None:
    client, ann = site.fresh(), people["annId"]
    with site.platform.database.session_of(ann) as session:
        session.add(Project(name="Rice 100%", owner_id=ann))
        session.add(Job(kind="make", status="FAILED", owner_id=ann, error={"code": "LIMIT_EXCEEDED", "message": "m"}))
        session.add(Job(kind="dub", status="COMPLETED", owner_id=ann))
    users = _data(client.get("/api/admin/users?q=ANN", headers=people["admin"]))
    assert [each["email"] for each in users["items"]] == ["ann@example.com"]
    assert users["items"][0]["jobs"] == 2
    assert users["items"][0]["plan"] == "free"
    assert _data(client.get("/api/admin/users?q=a_n@", headers=people["admin"]))["items"] == []
    assert len(_data(client.get("/api/admin/users?plan=free", headers=people["admin"]))["items"]) == 2
    projects = _data(client.get("/api/admin/projects?q=100%25", headers=people["admin"]))["items"]
    assert [(each["name"], each["owner"]) for each in projects] == [("Rice 100%", "ann@example.com")]
    failed = _data(client.get("/api/admin/jobs?code=LIMIT_EXCEEDED", headers=people["admin"]))["items"]
    assert [(each["kind"], each["owner"]) for each in failed] == [("make", "ann@example.com")]
    assert _data(client.get("/api/admin/jobs?status=CANCELLED", headers=people["admin"]))["items"] == []
    assert client.get("/api/admin/users?sort=passwordHash", headers=people["admin"]).status_code == 422


def test_a_user_is_changed_at_once_or_not_at_all(site: Server, people: Any) -> None:
    client, address = site.fresh(), f"/api/admin/users/{people['annId']}"
    wish = {"plan": "pro", "storageLimitBytes": 5, "monthlyBudget": 2.5, "gift": {"credits": 70, "reason": "sorry"}}
    for _ in range(2):  # the repetition gives nothing more
        answer = client.patch(address, json=wish, headers=people["admin"] | {"Idempotency-Key": "gift 1"})
        assert _data(answer)["balance"] == 70
    shown = _data(client.get(address, headers=people["admin"]))
    assert (shown["plan"], shown["storageLimitBytes"], shown["monthlyBudget"]) == ("pro", 5, 2.5)
    assert [(each["kind"], each["amount"], each["note"]) for each in shown["ledger"]] == [("grant", 70, "sorry")]
    assert (
        _data(client.patch(address, json={"storageLimitBytes": None}, headers=people["admin"]))["storageLimitBytes"]
        is None
    )
    bad = client.patch(address, json={"isActive": False, "plan": "nothing"}, headers=people["admin"])
    assert bad.status_code == 422
    assert client.get("/api/users/profile", headers=people["ann"]).status_code == 200  # not shut out by half a change
    _data(client.patch(address, json={"isActive": False}, headers=people["admin"]))
    assert client.get("/api/users/profile", headers=people["ann"]).status_code == 401
    _data(client.patch(address, json={"isActive": True, "role": "admin"}, headers=people["admin"]))
    own = client.patch(f"/api/admin/users/{people['adminId']}", json={"role": "user"}, headers=people["admin"])
    assert own.status_code == 403
    for action in ("credits.given", "plan.given", "user.shut_out", "user.let_in", "user.role_given", "user.limit_set"):
        assert site.journal(action), action
    assert len(site.journal("credits.given")) == 1


def test_credits_of_a_settlement_are_refunded_and_no_more(site: Server, people: Any) -> None:
    client, ann = site.fresh(), people["annId"]
    with site.platform.database.system_session() as session:
        grant(session, ann, 50, Booking("start"))
        hold(session, ann, 30, Booking("work"))
        entry = settle(session, ann, "work", 20)
        assert entry is not None
        number = entry.id
    address = f"/api/admin/users/{ann}"
    wish = {"refund": {"entryId": number, "credits": 15, "reason": "a green frame"}}
    assert _data(client.patch(address, json=wish, headers=people["admin"]))["balance"] == 45
    again = client.patch(address, json=wish, headers=people["admin"])
    assert again.status_code == 422
    with site.platform.database.system_reader() as session:
        assert breaches(session) == []


def test_looking_as_a_user_opens_neither_keys_nor_password_nor_billing(site: Server, people: Any) -> None:
    client, ann = site.fresh(), people["annId"]
    address = f"/api/admin/users/{ann}/impersonate"
    assert client.post(address, json={"reason": ""}, headers=people["admin"]).status_code == 422
    acting = bearer(_data(client.post(address, json={"reason": "ticket 12"}, headers=people["admin"]))["accessToken"])
    assert _data(client.get("/api/users/profile", headers=acting))["email"] == "ann@example.com"
    assert client.get("/api/admin/users", headers=acting).status_code == 404
    refused = [
        ("put", "/api/users/profile", {"password": "another long one", "currentPassword": PASSWORD}),
        ("put", "/api/users/profile", {"email": "eve@example.com", "currentPassword": PASSWORD}),
        ("post", "/api/users/tokens", {"name": "t", "scopes": ["read"]}),
        ("delete", f"/api/users/tokens/{uuid.uuid4()}", None),
        ("post", "/api/users/api-keys", {"provider": "openai", "key": "sk-123456789012345678"}),
        ("delete", f"/api/users/api-keys/{uuid.uuid4()}", None),
        ("delete", f"/api/users/sessions/{uuid.uuid4()}", None),
        ("post", "/api/webhooks", {"url": "https://example.com/hook"}),
        ("post", "/api/credits/topup", {"pack": "500"}),
        ("post", "/api/subscriptions", {"plan": "pro"}),
        ("post", "/api/billing/portal", None),
        ("post", "/api/users/account/delete", {"password": PASSWORD}),
        ("post", "/api/users/account/export", None),
    ]
    for method, path, body in refused:
        answer = client.request(method, path, json=body, headers=acting)
        assert (answer.status_code, code_of(answer)) == (403, "FORBIDDEN"), (method, path, answer.text)
    assert _data(client.put("/api/users/profile", json={"name": "Ann"}, headers=acting))["name"] == "Ann"
    assert site.journal("impersonation.started")[0].data == {"reason": "ticket 12"}
    acted = site.journal("impersonation.acted")
    assert {entry.actor_id for entry in acted} == {people["adminId"]}
    assert ("PUT", "/api/users/profile") in {(entry.data["method"], entry.data["path"]) for entry in acted}
    itself = client.post(
        f"/api/admin/users/{people['adminId']}/impersonate", json={"reason": "why"}, headers=people["admin"]
    )
    assert itself.status_code == 403


def test_looking_as_a_user_ends_with_the_administrators_role(site: Server, people: Any) -> None:
    client = site.fresh()
    second = site.register("bea@example.com", site.fresh())
    _data(client.patch(f"/api/admin/users/{second['user']['id']}", json={"role": "admin"}, headers=people["admin"]))
    made = client.post(
        f"/api/admin/users/{people['annId']}/impersonate",
        json={"reason": "look"},
        headers=bearer(second["accessToken"]),
    )
    acting = bearer(_data(made)["accessToken"])
    assert client.get("/api/users/profile", headers=acting).status_code == 200
    _data(client.patch(f"/api/admin/users/{second['user']['id']}", json={"isActive": False}, headers=people["admin"]))
    assert client.get("/api/users/profile", headers=acting).status_code == 401


def test_a_flagged_text_is_appealed_decided_and_then_let_through(site: Server, people: Any) -> None:
    client, ann, database = site.fresh(), people["annId"], site.platform.database
    for _ in range(2):
        write_down(database, ann, None, Finding("word-list", ["violence"], 0.9, "a bloodbath of colours"))
    mine = _data(client.get("/api/moderation", headers=people["ann"]))["items"]
    assert [(each["excerpt"], each["state"]) for each in mine] == [("a bloodbath of colours", "open")]
    assert _data(client.get("/api/moderation", headers=people["admin"]))["items"] == []  # their own list, not the queue
    address = f"/api/moderation/{mine[0]['id']}/appeal"
    assert client.post(address, json={"text": "it is art"}, headers=people["admin"]).status_code == 404
    _data(client.post(address, json={"text": "it is art"}, headers=people["ann"]))
    assert client.post(address, json={"text": "again"}, headers=people["ann"]).status_code == 409
    waiting = _data(client.get("/api/admin/moderation", headers=people["admin"]))["items"]
    assert [(each["owner"], each["times"], each["appeal"], each["score"]) for each in waiting] == [
        ("ann@example.com", 2, "it is art", 0.9)
    ]
    digest = digest_of("word-list", "a bloodbath of colours")
    assert not is_allowed(database, ann, digest)
    decision = {"decision": "allowed", "note": "fine"}
    _data(client.post(f"/api/admin/moderation/{mine[0]['id']}", json=decision, headers=people["admin"]))
    assert is_allowed(database, ann, digest)
    assert not is_allowed(database, people["adminId"], digest)
    assert _data(client.get("/api/admin/moderation", headers=people["admin"]))["items"] == []
    assert site.journal("moderation.decided")[0].actor_id == people["adminId"]
    with database.system_reader() as session:
        assert [mail.kind for mail in session.query(Mail).where(Mail.kind == "appeal")] == ["appeal"]


def test_settings_hold_at_once_and_go_back(site: Server, people: Any) -> None:
    client = site.fresh()
    address, wish = "/api/admin/settings", {"registrationOpen": False, "workPaused": True, "monthlyBudget": 7}
    found = {
        each["name"]: each for each in _data(client.patch(address, json={"values": wish}, headers=people["admin"]))
    }
    assert (found["monthlyBudget"]["value"], found["monthlyBudget"]["usual"]) == (7, 100)
    closed = client.post("/api/auth/register", json={"email": "new@example.com", "password": PASSWORD})
    assert closed.status_code == 403
    paused = client.post("/api/videos", json={"text": "A short text about rice."}, headers=people["ann"])
    assert (paused.status_code, code_of(paused)) == (503, "PAUSED")
    assert _data(client.get("/api/usage", headers=people["ann"]))["budget"] == 7
    for bad in ({"registrationOpen": 3}, {"monthlyBudget": -1}, {"secrets": "x"}, {"announcement": "a" * 301}):
        assert client.patch(address, json={"values": bad}, headers=people["admin"]).status_code == 422
    back = dict.fromkeys(wish)
    assert not any(
        each["isChosen"] for each in _data(client.patch(address, json={"values": back}, headers=people["admin"]))
    )
    assert (
        client.post("/api/videos", json={"text": "A short text about rice."}, headers=people["ann"]).status_code == 202
    )
    assert {entry.subject for entry in site.journal("setting.changed")} == set(wish)


def test_an_administrator_stops_and_retries_a_users_job_and_reads_its_log(site: Server, people: Any) -> None:
    client = site.fresh()
    job = _data_of_job(client.post("/api/videos", json={"text": "A short text about rice."}, headers=people["ann"]))
    assert _data(client.post(f"/api/admin/jobs/{job}/cancel", headers=people["admin"]))["status"] == "CANCELLED"
    assert client.post(f"/api/admin/jobs/{job}/cancel", headers=people["admin"]).status_code == 409
    assert _data(client.post(f"/api/admin/jobs/{job}/retry", headers=people["admin"]))["status"] == "QUEUED"
    log = _data(client.get(f"/api/admin/jobs/{job}/log", headers=people["admin"]))
    assert [each["kind"] for each in log["events"]] == ["retried", "cancelled", "queued"]
    assert log["job"]["owner"] == "ann@example.com"
    assert site.journal("job.stopped")[0].data == {"owner": "ann@example.com"}
    entries = _data(client.get("/api/admin/logs?action=job.", headers=people["admin"]))["items"]
    assert [(each["action"], each["actor"]) for each in entries] == [
        ("job.retried", "root@example.com"),
        ("job.stopped", "root@example.com"),
    ]
    assert (
        _data(client.get(f"/api/admin/logs?q={job}&action=job.stopped", headers=people["admin"]))["pagination"]["total"]
        == 1
    )
    assert client.post(f"/api/admin/jobs/{uuid.uuid4()}/retry", headers=people["admin"]).status_code == 404


def _data_of_job(answer: Any) -> str:
    assert answer.status_code == 202, answer.text
    return answer.json()["data"]["jobId"]


def test_numbers_come_from_the_rows(site: Server, people: Any) -> None:
    client, ann, moment = site.fresh(), people["annId"], now()
    with site.platform.database.session_of(ann) as session:
        for number in range(20):
            job = Job(
                kind="make", status="COMPLETED" if number < 15 else "FAILED", owner_id=ann, finished_at=moment,
                error=None if number < 15 else {"code": "LIMIT_EXCEEDED"},
            )  # fmt: skip
            session.add(job)
            session.flush()
            began = moment - timedelta(seconds=number + 1)
            session.add(
                JobStage(
                    owner_id=ann, job_id=job.id, stage="render", state="done", started_at=began, finished_at=moment
                )
            )
        for state, is_own in (("done", False), ("done", True), ("failed", False)):
            session.add(
                PaidCall(
                    owner_id=ann,
                    key=f"{state}{is_own}",
                    provider="acme",
                    operation="say",
                    state=state,
                    cost_micros=250_000,
                    is_own_key=is_own,
                )
            )
    found = _data(client.get("/api/admin/analytics?days=7", headers=people["admin"]))
    today = found["days"][-1]
    assert len(found["days"]) == 7
    assert (today["completed"], today["failed"], today["makers"], today["registered"]) == (15, 5, 1, 2)
    assert (today["cost"], today["ownKeyCost"]) == (0.25, 0.25)
    assert found["successRate"] == 0.75
    (stage,) = found["stages"]
    assert (stage["runs"], round(stage["median"]), round(stage["p95"])) == (20, 10, 19)
    assert found["providers"] == [{"provider": "acme", "calls": 3, "failed": 1, "unclear": 0, "cost": 0.5}]
    assert found["failures"] == [{"code": "LIMIT_EXCEEDED", "count": 5}]
    (cohort,) = found["retention"]
    assert (cohort["people"], cohort["active"]) == (2, [1])


def test_health_says_what_is_wrong(site: Server, people: Any) -> None:
    found = _data(site.fresh().get("/api/admin/health", headers=people["admin"]))
    assert found["databaseState"] == found["storageState"] == "good"
    assert found["state"] == "warning"
    assert "no worker is alive: nothing is made" in found["problems"]
    assert set(found["queues"]) == {"jobs", "cpu", "gpu", "io"}
    assert found["databaseBytes"] > 0
