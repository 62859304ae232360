"""Webhooks over HTTP."""

from __future__ import annotations

import uuid
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from standardwebhooks.webhooks import Webhook as Verifier

from reelwright.app.platform import Platform
from reelwright.business.webhooks.delivering import deliver_due
from reelwright.business.webhooks.keeping import add_webhook
from reelwright.business.webhooks.posting import sender_over
from reelwright.business.webhooks.queueing import queue_test
from reelwright.database.columns import now
from reelwright.database.tables import Delivery
from tests.business.people import new_user
from tests.business.receiver import receiving


def _create(client: TestClient, url: str = "https://example.com/hook", **fields: Any) -> dict[str, Any]:
    answer = client.post("/api/webhooks", json={"url": url, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


def test_the_secret_is_shown_when_a_webhook_is_made_and_never_again(client: TestClient) -> None:
    made = _create(client, events=["job.completed"])
    assert made["secret"].startswith("whsec_")
    shown = client.get(f"/api/webhooks/{made['id']}").json()
    assert shown["success"] is True
    assert shown["data"] == {name: value for name, value in made.items() if name != "secret"}
    assert (shown["data"]["events"], shown["data"]["isActive"]) == (["job.completed"], True)
    listed = client.get("/api/webhooks").json()["data"]
    assert listed["items"] == [shown["data"]]
    assert listed["pagination"]["total"] == 1
    changed = client.patch(f"/api/webhooks/{made['id']}", json={"isActive": False}).json()["data"]
    assert (changed["isActive"], changed["events"], changed["url"]) == (False, ["job.completed"], made["url"])
    assert "secret" not in changed


def test_a_webhook_is_tested_from_end_to_end(client: TestClient, platform: Platform) -> None:
    with receiving() as receiver, httpx2.Client(trust_env=False) as http:
        made = _create(client, receiver.url)
        queued = client.post(f"/api/webhooks/{made['id']}/test")
        assert (queued.status_code, queued.json()["data"]["state"]) == (202, "pending")
        assert deliver_due(platform.database, platform.secrets, sender_over(http), now) == 1
        (taken,) = receiver.taken
        assert Verifier(made["secret"]).verify(taken.body, taken.headers)["type"] == "webhook.test"
        path = f"/api/webhooks/{made['id']}/deliveries"
        (delivery,) = client.get(path).json()["data"]["items"]
        assert (delivery["state"], delivery["attempts"], delivery["responseStatus"]) == ("delivered", 1, 200)
        assert delivery["responseText"] == "thanks"
        assert client.post(f"{path}/{delivery['id']}/replay").json()["data"]["state"] == "pending"
        assert deliver_due(platform.database, platform.secrets, sender_over(http), now) == 1
        rotated = client.post(f"/api/webhooks/{made['id']}/rotate", json={"keepOldHours": 0}).json()["data"]
        client.post(f"{path}/{delivery['id']}/replay")
        deliver_due(platform.database, platform.secrets, sender_over(http), now)
        Verifier(rotated["secret"]).verify(receiver.taken[2].body, receiver.taken[2].headers)
        assert len({taken.headers["webhook-id"] for taken in receiver.taken}) == 1


def test_a_rotation_without_a_body_keeps_the_old_secret_for_a_day(client: TestClient) -> None:
    made = _create(client)
    rotated = client.post(f"/api/webhooks/{made['id']}/rotate")
    assert rotated.status_code == 200
    assert rotated.json()["data"]["secret"] != made["secret"]
    assert client.post(f"/api/webhooks/{made['id']}/rotate", json={"keepOldHours": 200}).status_code == 422


def test_deliveries_come_in_pages_and_go_with_their_webhook(client: TestClient) -> None:
    made = _create(client)
    path = f"/api/webhooks/{made['id']}"
    for _ in range(3):
        client.post(f"{path}/test")
    page = client.get(f"{path}/deliveries?limit=2&page=2&order=asc").json()["data"]
    assert (len(page["items"]), page["pagination"]["totalPages"], page["pagination"]["hasNext"]) == (1, 2, False)
    assert client.get(f"{path}/deliveries?sort=payload").json()["error"]["details"][0]["field"] == "sort"
    assert client.delete(path).json() == {"success": True, "data": None, "message": "removed"}
    assert client.get(path).status_code == client.get(f"{path}/deliveries").status_code == 404


def test_a_delivery_under_way_and_a_webhook_switched_off_are_conflicts(client: TestClient, platform: Platform) -> None:
    made = _create(client)
    path = f"/api/webhooks/{made['id']}"
    delivery = client.post(f"{path}/test").json()["data"]["id"]
    with platform.database.system_session() as session:
        session.execute(update(Delivery).values(state="sending", next_at=now().replace(year=2999)))
    replayed = client.post(f"{path}/deliveries/{delivery}/replay")
    assert (replayed.status_code, replayed.json()["error"]["code"]) == (409, "CONFLICT")
    client.patch(path, json={"isActive": False})
    assert client.post(f"{path}/test").status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        {}, {"url": ""}, {"url": "ftp://example.com/"}, {"url": "https://a:b@example.com/"}, {"url": "https://"},
        {"url": "https://example.com/", "events": ["job.done"]}, {"url": "https://example.com/", "secret": "mine"},
        {"url": None}, {"url": "https://example.com/\u0000"}, {"url": "https://example.com/", "isActive": "perhaps"},
    ],
)  # fmt: skip
def test_what_cannot_be_a_webhook_is_refused(client: TestClient, body: dict[str, Any]) -> None:
    answer = client.post("/api/webhooks", json=body)
    assert answer.status_code == 422
    assert answer.json()["success"] is False
    made = _create(client)
    if body:
        assert client.patch(f"/api/webhooks/{made['id']}", json=body).status_code == 422


def test_another_users_webhook_is_not_there(client: TestClient, platform: Platform) -> None:
    bob = new_user(platform.database, "bob")
    with platform.database.session_of(bob) as session:
        theirs, _ = add_webhook(session, platform.secrets, "https://example.com/bob", [])
        delivery = queue_test(session, theirs)
    mine = _create(client)["id"]
    path = f"/api/webhooks/{theirs.id}"
    for method, address in [
        ("GET", path), ("PATCH", path), ("DELETE", path), ("POST", f"{path}/rotate"), ("POST", f"{path}/test"),
        ("GET", f"{path}/deliveries"), ("POST", f"{path}/deliveries/{delivery.id}/replay"),
        ("POST", f"/api/webhooks/{mine}/deliveries/{delivery.id}/replay"), ("GET", f"/api/webhooks/{uuid.uuid4()}"),
    ]:  # fmt: skip
        answer = client.request(method, address, json={} if method == "PATCH" else None)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NOT_FOUND"), address
    assert [each["id"] for each in client.get("/api/webhooks").json()["data"]["items"]] == [mine]
    with platform.database.reader_of(bob) as session:
        assert session.get(Delivery, delivery.id) is not None
