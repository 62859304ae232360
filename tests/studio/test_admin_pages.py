"""Pages for administrators, for plans and for the account: who sees them, what they say, what their forms do."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from reelwright.app.platform import Platform
from reelwright.business.credits.entries import Booking, grant, hold, settle
from reelwright.business.moderation.flagged import Finding, write_down
from reelwright.database.columns import now
from reelwright.database.tables import AuditEntry, CreditAccount, Invoice, Job, JobStage, PaidCall, Project, User
from tests.served import served
from tests.studio.chromium import Watched, needs_chromium
from tests.studio.site import browser, register, site

_PAGES = ("", "/users", "/jobs", "/projects", "/moderation", "/logs", "/settings", "/system")


@pytest.fixture
def people(tmp_path: Path) -> Iterator[tuple[Platform, TestClient, TestClient]]:
    """The platform, the administrator's browser and a user's."""
    with site(tmp_path, BILLING="1", REQUESTS_PER_MINUTE="0") as (platform, root):
        register(root, "root@example.com")
        ann = browser(root.app)
        register(ann, "ann@example.com")
        yield platform, root, ann


def _id(platform: Platform, email: str) -> uuid.UUID:
    with platform.database.system_reader() as session:
        return session.scalars(select(User.id).where(User.email == email)).one()


def _fill(platform: Platform, owner: uuid.UUID) -> uuid.UUID:
    """Three weeks of somebody's work; a failed job."""
    moment, failed = now(), uuid.uuid4()
    write_down(platform.database, owner, None, Finding("word-list", ["violence"], 0.9, "a bloodbath of <b>colours</b>"))
    with platform.database.system_session() as session:
        grant(session, owner, 400, Booking("start", note="a gift"))
        hold(session, owner, 30, Booking("work"))
        settle(session, owner, "work", 20)
        session.add(Project(name="Rice", owner_id=owner))
        for day in range(21):
            at = moment - timedelta(days=day)
            for number in range(1 + day * 7 % 5):
                state = "FAILED" if number == 3 else "COMPLETED"
                job = Job(
                    id=failed if (state == "FAILED" and day == 2) else uuid.uuid4(), owner_id=owner, kind="make", status=state,
                    created_at=at, started_at=at, finished_at=at, error={"code": "LIMIT_EXCEEDED", "message": "too long"} if state == "FAILED" else None,
                )  # fmt: skip
                session.add(job)
                session.flush()
                began = at - timedelta(seconds=20 + number)
                session.add(
                    JobStage(
                        owner_id=owner,
                        job_id=job.id,
                        stage="render",
                        state="done",
                        attempts=1,
                        started_at=began,
                        finished_at=at,
                    )
                )
            session.add(
                PaidCall(
                    owner_id=owner,
                    key=f"c{day}",
                    provider="acme",
                    operation="say",
                    state="done" if day % 6 else "failed",
                    cost_micros=day * 30_000,
                    created_at=at,
                )
            )
            if day % 7 == 0:
                session.add(
                    Invoice(
                        owner_id=owner,
                        reference=f"in_{day}",
                        number=f"R-{day}",
                        amount=2400,
                        currency="usd",
                        state="paid",
                        issued_at=at,
                    )
                )
    return failed


def _job_of(platform: Platform) -> uuid.UUID:
    with platform.database.system_reader() as session:
        return session.scalars(select(Job.id).where(Job.status == "FAILED").limit(1)).one()


def test_who_is_no_administrator_finds_nothing_under_admin(people: Any) -> None:
    platform, root, ann = people
    _fill(platform, _id(platform, "ann@example.com"))
    nothing = ann.get("/nothing-here")
    app: Any = root.app
    routes = [
        (method, route.path)
        for route in _routes(app)
        if route.path.startswith("/admin")
        for method in route.methods - {"HEAD"}
    ]
    assert len(routes) >= 14
    for method, path in routes:
        address = re.sub(r"{[^}]*}", str(uuid.uuid4()), path)
        answer = ann.request(method, address)
        assert answer.status_code == 404, (method, path)
        assert _main(answer.text) == _main(nothing.text), (method, path)
    assert 'href="/admin"' not in ann.get("/dashboard").text
    assert 'href="/admin"' in root.get("/dashboard").text


def _routes(app: Any) -> list[Any]:
    """Every route with a path, also those of routers kept whole."""
    found: list[Any] = []
    for route in app.routes:
        inner = getattr(route, "original_router", None) or getattr(route, "router", None)
        found += list(getattr(inner, "routes", [])) if inner is not None else [route]
    return [each for each in found if hasattr(each, "methods") and hasattr(each, "path") and each.methods]


def _main(text: str) -> str:
    return text[text.index("<main") : text.index("</main>")]


def test_every_page_shows_its_rows_and_escapes_them(people: Any) -> None:
    platform, root, _ = people
    owner = _id(platform, "ann@example.com")
    _fill(platform, owner)
    for path in _PAGES:
        answer = root.get(f"/admin{path}")
        assert answer.status_code == 200, (path, answer.text[-500:])
    overview = root.get("/admin").text
    assert overview.count("<svg viewBox") == 5
    assert overview.count("<rect") > 40
    assert "finished" in overview
    assert "LIMIT_EXCEEDED" in overview
    assert "ann@example.com" in root.get("/admin/users").text
    assert "a bloodbath of &lt;b&gt;colours" in root.get("/admin/moderation").text
    assert "Rice" in root.get("/admin/projects").text
    assert "user.registered" in root.get("/admin/logs?action=user.").text
    assert "sign_in.started" not in root.get("/admin/logs?action=user.").text
    assert "Too long." in root.get(f"/admin/jobs/{_job_of(platform)}").text
    assert root.get("/admin/jobs?owner=none&status=NONE&page=x").status_code == 200


def test_forms_change_a_user_and_say_what_is_wrong(people: Any) -> None:
    platform, root, ann = people
    owner = _id(platform, "ann@example.com")
    here = f"/admin/users/{owner}"
    assert root.post(here, data={"do": "gift", "credits": "70", "reason": "sorry"}).status_code == 303
    assert (
        root.post(
            here, data={"do": "limits", "role": "user", "plan": "pro", "gigabytes": "1,5", "budget": "3"}
        ).status_code
        == 303
    )
    with platform.database.system_reader() as session:
        user = session.get_one(User, owner)
        assert (user.storage_limit_bytes, user.budget_micros) == (1_500_000_000, 3_000_000)
        assert session.scalars(select(CreditAccount.plan).where(CreditAccount.owner_id == owner)).one() == "pro"
    assert root.post(here, data={"do": "usual-limits"}).status_code == 303
    with platform.database.system_reader() as session:
        assert session.get_one(User, owner).storage_limit_bytes is None
    wrong = root.post(here, data={"do": "gift", "credits": "none", "reason": "x"})
    assert (wrong.status_code, "Write a whole number" in wrong.text) == (422, True)
    assert root.post(here, data={"do": "suspend"}).status_code == 303
    assert ann.get("/dashboard").status_code == 303  # to sign in
    assert root.post(here, data={"do": "let-in"}).status_code == 303


def test_looking_as_a_user_is_told_on_every_page_and_ends(people: Any) -> None:
    platform, root, _ = people
    owner = _id(platform, "ann@example.com")
    assert root.post(f"/admin/users/{owner}/impersonate", data={"reason": ""}).status_code == 422
    assert (
        root.post(f"/admin/users/{owner}/impersonate", data={"reason": "ticket 9"}).headers["location"] == "/dashboard"
    )
    for path in ("/dashboard", "/videos", "/settings", "/settings/plan"):
        assert "You look as ann@example.com" in root.get(path).text, path
    assert "data-signed-in" not in root.get("/dashboard").text
    for path, data in (
        ("/settings/plan", {"pack": "500"}), ("/settings/tokens", {"name": "t", "scopes": "read"}),
        ("/settings/providers", {"provider": "openai", "key": "sk-12345678901234567890"}),
        ("/settings/password", {"password": "another long one", "currentPassword": "x"}),
        ("/settings/webhooks", {"url": "https://example.com/"}), ("/settings/account/delete", {"password": "x"}),
    ):  # fmt: skip
        answer = root.post(path, data=data)
        assert answer.status_code in (403, 422), path
        assert "for the user alone" in answer.text, path
    assert root.get("/admin").status_code == 404
    assert root.post("/acting/end").headers["location"] == f"/api/auth/continue?next=/admin/users/{owner}"
    assert root.post("/api/auth/continue-form", data={"next": "/admin"}).headers["location"] == "/admin"
    assert root.get("/admin").status_code == 200
    with platform.database.system_reader() as session:
        actions = set(session.scalars(select(AuditEntry.action).where(AuditEntry.action.startswith("impersonation."))))
    assert actions == {"impersonation.started", "impersonation.acted"}


def test_settings_hold_in_pages(people: Any) -> None:
    _, root, ann = people
    sent = {
        "announcement": "We move on Sunday <soon>",
        "requestsPerMinute": "",
        "storageQuota": "",
        "monthlyBudget": "",
        "voiceClones": "",
    }
    assert root.post("/admin/settings", data=sent).status_code == 303
    assert "We move on Sunday &lt;soon&gt;" in ann.get("/dashboard").text
    assert browser(root.app).get("/register").status_code == 200
    assert "Write a whole number" in root.post("/admin/settings", data=sent | {"voiceClones": "many"}).text
    empty = root.post("/admin/settings", data={**sent, "announcement": "", "registrationOpen": "1"})
    assert empty.status_code == 303
    assert "We move" not in ann.get("/dashboard").text


def test_a_user_sees_credits_plans_and_the_ledger_only_where_they_are_sold(people: Any, tmp_path: Path) -> None:
    platform, _, ann = people
    _fill(platform, _id(platform, "ann@example.com"))
    plan = ann.get("/settings/plan").text
    for words in ("380", "a gift", "R-0", "Studio", "What work costs", "ask them for more"):
        assert words in plan, words
    assert "<strong>380</strong> credits" in ann.get("/dashboard").text
    estimate = ann.post(
        "/new", data={"source": "article", "text": "word " * 7500, "do": "estimate", "aspect": "16:9"}
    ).text
    assert "See plans and credits" in estimate
    assert "of 380" in estimate
    refused = ann.post("/new", data={"source": "article", "text": "word " * 9000, "do": "make", "aspect": "16:9"})
    assert refused.status_code == 422
    assert "See plans and credits" in refused.text
    with site(tmp_path / "free") as (_, other):
        register(other, "root@example.com")
        assert other.get("/settings/plan").status_code == 404
        page = other.get("/settings").text
        assert "Plan and credits" not in page
        assert "credits</a>" not in page


def test_mails_are_chosen_and_the_account_can_be_left(people: Any) -> None:
    platform, _, ann = people
    assert ann.post("/settings/mails", data={"mails": ["done"]}).status_code == 303
    with platform.database.system_reader() as session:
        user = session.scalars(select(User).where(User.email == "ann@example.com")).one()
        assert user.settings["mails"] == {"done": True, "failed": False, "waiting": False, "lowBalance": False}
    wrong = ann.post("/settings/account/delete", data={"password": "wrong"})
    assert (wrong.status_code, "password is wrong" in wrong.text) == (422, True)
    assert ann.post("/settings/account/delete", data={"password": "correct horse battery"}).status_code == 303
    assert "will be erased on" in ann.get("/videos").text
    assert ann.post("/settings/account/keep").status_code == 303
    assert ann.post("/settings/account/export").status_code == 303
    assert "gathered just now" in ann.post("/settings/account/export").text
    assert ann.post("/settings/account/nothing").status_code == 404


def test_an_appeal_goes_there_and_back(people: Any) -> None:
    platform, root, ann = people
    item = write_down(
        platform.database, _id(platform, "ann@example.com"), None, Finding("word-list", ["violence"], 0.9, "bloodbath")
    )
    assert ann.post(f"/moderation/{item.id}/appeal", data={"text": ""}).status_code == 422
    assert ann.post(f"/moderation/{item.id}/appeal", data={"text": "it is art"}).status_code == 303
    assert "it is art" in root.get("/admin/moderation").text
    assert root.post(f"/admin/moderation/{item.id}", data={"decision": "allowed", "note": "fine"}).status_code == 303
    page = ann.get("/moderation").text
    assert "Allowed: try again" in page
    assert "fine" in page


@needs_chromium
@pytest.mark.slow
@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1440, "light")])
def test_charts_are_drawn_from_real_rows_in_a_browser(chromium: Any, tmp_path: Path, width: int, theme: str) -> None:
    with site(tmp_path / "data", BILLING="1") as (platform, root):
        register(root, "root@example.com")
        owner = _id(platform, "root@example.com")
        _fill(platform, owner)
    with served(tmp_path / "data", "--no-worker", ACCOUNTS="1", BILLING="1", REQUESTS_PER_MINUTE="0") as address:
        watched = Watched(chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=theme))
        page = watched.page
        page.goto(f"{address}/login?next=/admin")
        page.get_by_label("Address").or_(page.locator("#f-email")).first.fill("root@example.com")
        page.locator("#f-password").fill("correct horse battery")
        page.locator("main form button").first.click()
        page.wait_for_selector("figure.chart rect")
        drawn = page.locator("figure.chart").first.locator("rect")
        heights = drawn.evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().height)")
        assert len(heights) > 20
        assert min(heights) > 1
        table = page.locator("figure.chart").first.locator("details")
        table.locator("summary").click()
        assert table.locator("tbody tr").count() == 30
        watched.check(f"admin-{width}-{theme}")
        places = {
            **{path.strip("/"): f"/admin{path}" for path in _PAGES[1:]}, "user": f"/admin/users/{owner}",
            "plan": "/settings/plan", "mails": "/settings/mails", "account": "/settings/account", "moderation-mine": "/moderation",
        }  # fmt: skip
        for name, path in places.items():
            page.goto(f"{address}{path}")
            watched.check(f"admin-{name}-{width}-{theme}")
