"""An ``Idempotency-Key`` is honoured by every POST that creates or spends: a repetition gets the first answer, and nothing twice."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select, update

from reelwright.api import once as keeping
from reelwright.app.platform import Platform
from reelwright.database.columns import now
from reelwright.database.tables import (
    ApiToken,
    Asset,
    IdempotentReply,
    Project,
    Schedule,
    Share,
    Template,
    Video,
    Webhook,
)

_DOCUMENT = {
    "version": 1,
    "canvas": {"width": 64, "height": 64, "fps": 10},
    "tracks": [{"clips": [{"type": "text", "text": "hello", "start": 0, "duration": 1}]}],
}
_CREATING: dict[str, tuple[dict[str, Any], Any]] = {
    "/api/webhooks": ({"url": "https://example.com/hook"}, Webhook),
    "/api/schedules": (
        {"name": "daily", "cron": "0 6 * * *", "kind": "render", "request": {"document": _DOCUMENT}},
        Schedule,
    ),
    "/api/projects": ({"name": "Rice"}, Project),
    "/api/templates": ({"name": "Card", "document": _DOCUMENT}, Template),
    "/api/templates/import": ({"name": "Card", "content": _DOCUMENT, "save": True}, Template),
    "/api/users/tokens": ({"name": "robot", "scopes": ["read"]}, ApiToken),
    "/api/video/generate": ({"document": _DOCUMENT}, Video),
    "/api/batch": ({"document": _DOCUMENT, "rows": [{}, {}]}, Video),
}
_HARMLESS = {
    "/api/auth/register", "/api/users/register",  # an address is registered once
    "/api/auth/password/forgot",  # a mail more
    "/api/assets/tus",  # a repeated beginning is an empty upload, which ends by itself
    "/api/assets/uploads/{upload_id}/complete",  # answers the same asset again
    "/edit/v1/render", "/edit/stage/render", "/edit/v1/templates", "/edit/stage/templates",
    "/api/credits/topup", "/api/subscriptions", "/api/billing/portal",  # a page of Stripe's; paying on it is told of once
    "/api/admin/users/{user_id}/impersonate", "/api/users/account/verify-mail", "/api/videos/{video_id}/edit/proxy",
    "/edit/v1/templates/render", "/edit/stage/templates/render",  # their own contract has no such key
}  # fmt: skip
"""POSTs that answer 201 or 202 and need no key."""


def test_every_post_that_creates_takes_a_key(client: TestClient) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    without = {
        path
        for path, methods in paths.items()
        if (post := methods.get("post"))
        and {"201", "202"} & set(post["responses"])
        and "Idempotency-Key" not in {each["name"] for each in post.get("parameters", [])}
    }
    assert without - _HARMLESS == set()


@pytest.mark.parametrize("path", _CREATING)
def test_a_repetition_gets_the_first_answer_and_creates_nothing(
    client: TestClient, platform: Platform, path: str
) -> None:
    body, table = _CREATING[path]
    key = {"Idempotency-Key": "k1"}
    first = client.post(path, json=body, headers=key)
    assert first.is_success, first.text
    count = _count(platform, table)
    again = client.post(path, json=body, headers=key)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert again.headers["Idempotent-Replayed"] == "true"
    assert _count(platform, table) == count
    other = client.post(path, json=body, headers={"Idempotency-Key": "k2"})
    assert other.json() != first.json() or path == "/api/templates/import"
    assert _count(platform, table) == 2 * count


def test_a_key_that_came_with_another_request_is_refused(client: TestClient) -> None:
    key = {"Idempotency-Key": "k"}
    assert client.post("/api/projects", json={"name": "One"}, headers=key).status_code == 201
    for path, body in (("/api/projects", {"name": "Two"}), ("/api/webhooks", {"url": "https://example.com/x"})):
        answer = client.post(path, json=body, headers=key)
        assert answer.status_code == 409
        assert answer.json()["error"]["code"] == "IDEMPOTENCY_CONFLICT"


def test_a_file_is_brought_in_once(client: TestClient, platform: Platform) -> None:
    key = {"Idempotency-Key": "file"}

    def send(content: bytes) -> Any:
        return client.post("/api/assets", files={"file": ("a.srt", io.BytesIO(content))}, headers=key)

    words = b"1\n00:00:00,000 --> 00:00:01,000\nHello\n"
    first, again = send(words), send(words)
    assert first.status_code == 201, first.text
    assert again.json()["data"]["id"] == first.json()["data"]["id"]
    assert _count(platform, Asset) == 1
    assert send(words + b"\n").status_code == 409

    announced = {"name": "b.mp4", "contentType": "video/mp4", "size": 1000}
    begun = [client.post("/api/assets", json=announced, headers={"Idempotency-Key": "b"}).json() for _ in range(2)]
    assert begun[0] == begun[1]


def test_a_link_is_shared_once_and_its_token_is_not_kept_readable(client: TestClient, platform: Platform) -> None:
    owner = platform.local_owner()
    output = {"name": "video.mp4", "key": "k", "contentType": "video/mp4", "size": 1}
    with platform.database.session_of(owner) as session:
        video = Video(owner_id=owner, title="V", kind="render", outputs=[output])
        session.add(video)
        session.flush()
        path = f"/api/videos/{video.id}/share"
    key = {"Idempotency-Key": "share"}
    links = [client.post(path, json={}, headers=key).json()["data"]["url"] for _ in range(2)]
    assert links[0] == links[1]
    assert _count(platform, Share) == 1
    with platform.database.session_of(owner) as session:
        kept = session.scalars(select(IdempotentReply)).one()
    assert links[0].rsplit("/", 1)[1] not in str(kept.reply)


def test_a_failure_leaves_the_key_free(client: TestClient) -> None:
    key = {"Idempotency-Key": "k"}
    path = f"/api/jobs/{uuid.uuid4()}/retry"
    assert [client.post(path, headers=key).status_code for _ in range(2)] == [404, 404]
    assert client.post("/api/projects", json={"name": "One"}, headers=key).status_code == 201


def test_a_claim_that_was_never_answered_is_forgotten_in_time(client: TestClient, platform: Platform) -> None:
    key, body = {"Idempotency-Key": "k"}, {"name": "robot", "scopes": ["read"]}
    assert client.post("/api/users/tokens", json=body, headers=key).status_code == 201
    owner = platform.local_owner()
    with platform.database.session_of(owner) as session:
        session.execute(update(IdempotentReply).values(status=None, reply=None))
    assert client.post("/api/users/tokens", json=body, headers=key).json()["error"]["code"] == "IDEMPOTENCY_CONFLICT"
    with platform.database.session_of(owner) as session:
        old = now() - keeping._CLAIM_AGE - timedelta(seconds=1)
        session.execute(update(IdempotentReply).values(created_at=old))
    assert client.post("/api/users/tokens", json=body, headers=key).status_code == 201
    assert _count(platform, ApiToken) == 2


def _count(platform: Platform, table: Any) -> int:
    with platform.database.session_of(platform.local_owner()) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0
