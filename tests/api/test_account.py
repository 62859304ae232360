"""The account as a whole, on both databases: proving its address, leaving, and what is gone afterwards."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from reelwright.app.erasure import erase_due
from reelwright.app.outgoing_mail import outgoing_mail
from reelwright.business.accounts.leaving import GRACE
from reelwright.business.mails.sending import send_due
from reelwright.database.columns import Owned, now
from reelwright.database.tables import Asset, AuditEntry, Base, BlobUse, Job, Mail, Project, User
from tests.databases import KINDS
from tests.server import ADDRESS, PASSWORD, Server, bearer, server


@pytest.fixture(params=KINDS)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    with server(tmp_path, request.param, REQUESTS_PER_MINUTE="0") as site:
        site.register("root@example.com", site.fresh())
        yield site


def _mails(site: Server) -> list[Any]:
    """Those sent by now, oldest first."""
    settings = outgoing_mail(site.platform.settings)
    while send_due(site.platform.database, settings, ADDRESS, now):
        pass
    files = (
        sorted(settings.folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        if settings.folder.exists()
        else []
    )
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]


def _ann(site: Server) -> tuple[uuid.UUID, dict[str, str]]:
    session = site.register("ann@example.com", site.fresh())
    return uuid.UUID(session["user"]["id"]), bearer(session["accessToken"])


def test_the_welcome_mail_proves_the_address(site: Server) -> None:
    _, ann = _ann(site)
    (mail,) = [each for each in _mails(site) if each["To"] == "ann@example.com"]
    assert mail["Subject"] == "Welcome to Reelwright"
    texts = [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]
    tokens = {match for text in texts for match in re.findall(r"/verify\?token=([^\s\"]+)", text)}
    (token,) = tokens
    client = site.fresh()
    assert client.get("/api/users/account", headers=ann).json()["data"]["isVerified"] is False
    assert client.post("/api/users/account/verify", json={"token": token[:-3] + "AAA"}).status_code == 401
    assert client.post("/api/users/account/verify", json={"token": token}).status_code == 200
    assert client.get("/api/users/account", headers=ann).json()["data"]["isVerified"] is True
    changed = {"email": "anna@example.com", "currentPassword": PASSWORD}
    assert client.put("/api/users/profile", json=changed, headers=ann).status_code == 200
    assert client.get("/api/users/account", headers=ann).json()["data"]["isVerified"] is False
    assert (
        client.post("/api/users/account/verify", json={"token": token}).status_code == 401
    )  # it was for the other address
    assert [each["Subject"] for each in _mails(site) if each["To"] == "anna@example.com"] == ["Confirm your address"]


def test_leaving_wants_the_password_and_can_be_taken_back(site: Server) -> None:
    ann_id, ann = _ann(site)
    client = site.fresh()
    assert client.post("/api/users/account/delete", json={"password": "wrong"}, headers=ann).status_code == 403
    answer = client.post("/api/users/account/delete", json={"password": PASSWORD}, headers=ann)
    assert answer.json()["data"]["leavesAt"] is not None
    assert erase_due(site.platform, now()) == 0
    assert client.post("/api/users/account/keep", headers=ann).json()["data"]["leavesAt"] is None
    assert erase_due(site.platform, now() + GRACE + timedelta(days=1)) == 0
    assert [each["Subject"].split(" on ")[0] for each in _mails(site) if each["To"] == "ann@example.com"][1:] == [
        "Your account will be deleted", "Your account stays",
    ]  # fmt: skip
    with site.platform.database.system_reader() as session:
        assert session.get(User, ann_id) is not None


def test_the_last_administrator_stays(site: Server) -> None:
    root = site.fresh().post("/api/auth/login", json={"email": "root@example.com", "password": PASSWORD}).json()["data"]
    answer = site.fresh().post(
        "/api/users/account/delete", json={"password": PASSWORD}, headers=bearer(root["accessToken"])
    )
    assert answer.status_code == 403


def test_nothing_of_an_erased_account_is_left_but_that_it_was_erased(site: Server) -> None:
    ann_id, ann = _ann(site)
    platform, client = site.platform, site.fresh()
    bea_id = uuid.UUID(site.register("bea@example.com", site.fresh())["user"]["id"])
    own, both = platform.store.put_bytes(b"only ann's"), platform.store.put_bytes(b"everybody's")
    for owner, keys in ((ann_id, (own, both)), (bea_id, (both,))):
        with platform.database.session_of(owner) as session:
            session.add(Project(name="p", owner_id=owner))
            for kept in keys:
                asset = Asset(name="a", kind="other", content_type="text/plain", blob_key=kept.key, owner_id=owner)
                session.add(asset)
                session.flush()
                session.add(BlobUse(owner_id=owner, key=kept.key, size=9, user_kind="asset", user_id=asset.id))
    job = client.post("/api/videos", json={"text": "A short text about rice."}, headers=ann).json()["data"]["jobId"]
    client.post("/api/users/account/delete", json={"password": PASSWORD}, headers=ann)
    assert erase_due(platform, now() + GRACE + timedelta(hours=2)) == 1
    with platform.database.system_reader() as session:
        assert session.get(User, ann_id) is None
        for mapper in Base.registry.mappers:
            if issubclass(mapper.class_, Owned):
                count = select(func.count()).select_from(mapper.class_).where(mapper.class_.owner_id == ann_id)
                assert session.scalar(count) == 0, mapper.class_
        assert session.get(Job, uuid.UUID(job)) is None
        entries = session.scalars(select(AuditEntry)).all()
        assert not [each for each in entries if "ann@" in f"{each.subject} {each.data}"]
        assert [each.subject for each in entries if each.action == "account.erased"] == [str(ann_id)]
        assert session.scalar(select(func.count()).where(Project.owner_id == bea_id)) == 1
    assert [blob.key for blob in platform.store.list() if blob.key in (own.key, both.key)] == [both.key]
    assert client.get("/api/users/profile", headers=ann).status_code == 401


def test_mails_that_are_not_wanted_are_not_written(site: Server) -> None:
    ann_id, ann = _ann(site)
    client = site.fresh()
    settings = {"settings": {"mails": {"failed": False}}}
    assert client.put("/api/users/profile", json=settings, headers=ann).status_code == 200
    from reelwright.workflows.jobs.lifecycle import fail_job

    for wanted in (False, True):
        with platform_session(site) as session:
            user = session.get_one(User, ann_id)
            user.settings = {"mails": {"failed": wanted}}
            job = Job(owner_id=ann_id, kind="make", status="PROCESSING")
            session.add(job)
            session.flush()
            fail_job(session, job, {"code": "LIMIT_EXCEEDED", "message": "it is too long", "hint": "shorten it"})
    with site.platform.database.system_reader() as session:
        assert [mail.data["message"] for mail in session.scalars(select(Mail).where(Mail.kind == "failed"))] == [
            "it is too long"
        ]


def platform_session(site: Server) -> Any:
    return site.platform.database.system_session()
