"""Profile, API tokens, provider keys and sign-ins of the signed-in user; never another's."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from sqlalchemy import select, update

from reelwright.business.accounts.provider_keys import provider_key
from reelwright.database.columns import now
from reelwright.database.tables import ApiToken, ProviderKey, User
from tests.databases import KINDS
from tests.server import PASSWORD, Server, bearer, code_of, server


@pytest.fixture(params=KINDS)
def running(request: pytest.FixtureRequest, tmp_path: Path):
    with server(tmp_path, request.param) as running:
        yield running


@pytest.fixture
def quick(tmp_path: Path):
    with server(tmp_path) as running:
        running.register("ann@example.com")
        yield running


def _token(running: Server, *scopes: str, **more: object) -> dict:
    answer = running.client.post("/api/users/tokens", json={"name": "ci", "scopes": list(scopes), **more})
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


def test_name_and_settings_are_changed_and_the_rest_stays(running: Server) -> None:
    running.register("ann@example.com")
    answer = running.client.put(
        "/api/users/profile", json={"name": " Ann ", "settings": {"theme": "dark", "x": [1, None]}}
    )
    assert answer.json()["data"]["name"] == "Ann"
    read = running.client.get("/api/users/profile").json()["data"]
    assert read["settings"] == {"theme": "dark", "x": [1, None]}
    assert read["email"] == "ann@example.com"


@pytest.mark.parametrize(
    "body",
    [
        '{"settings": {"deep": ["a\\u0000b"]}}', '{"settings": {"half": "\\ud800"}}', '{"settings": {"n": NaN}}',
        '{"settings": {"\\u0000": 1}}', '{"unknown": 1}', '{"settings": {"large": "%s"}}' % ("x" * 20_000),
        '{"email": "no address", "currentPassword": "correct horse battery"}', '{"name": 5}',
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused(running: Server, body: str) -> None:
    running.register("ann@example.com")
    answer = running.client.put("/api/users/profile", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


def test_a_new_password_wants_the_old_one_and_ends_the_other_sign_ins(running: Server) -> None:
    running.register("ann@example.com")
    other = running.fresh()
    other.post("/api/auth/login", json={"email": "ann@example.com", "password": PASSWORD})
    change = {"password": "another long password"}
    assert code_of(running.client.put("/api/users/profile", json=change)) == "FORBIDDEN"
    wrong = running.client.put("/api/users/profile", json=change | {"currentPassword": "not this one"})
    assert code_of(wrong) == "FORBIDDEN"
    assert running.client.put("/api/users/profile", json=change | {"currentPassword": PASSWORD}).status_code == 200
    assert running.client.get("/api/users/profile").status_code == 200
    assert other.get("/api/users/profile").status_code == 401
    assert len(running.journal("password.changed")) == 1
    assert len(running.journal("password.refused")) == 2


def test_a_new_address_wants_the_password_and_must_be_free(running: Server) -> None:
    running.register("bob@example.com", running.fresh())
    running.register("ann@example.com")
    proof = {"currentPassword": PASSWORD}
    assert code_of(running.client.put("/api/users/profile", json={"email": "new@example.com"})) == "FORBIDDEN"
    assert code_of(running.client.put("/api/users/profile", json={"email": "bob@example.com", **proof})) == "CONFLICT"
    changed = running.client.put("/api/users/profile", json={"email": "New@example.com", **proof})
    assert changed.json()["data"]["email"] == "new@example.com"
    (entry,) = running.journal("user.address_changed")
    assert entry.data == {"old": "ann@example.com"}


def test_a_token_is_shown_once_and_lets_a_program_in_by_either_header(running: Server) -> None:
    running.register("ann@example.com")
    made = _token(running, "write", "read")
    assert made["token"].startswith("rw_")
    assert made["scopes"] == ["read", "write"]
    listed = running.client.get("/api/users/tokens").json()["data"]
    assert [row["id"] for row in listed["items"]] == [made["id"]]
    assert made["token"] not in str(listed)
    assert listed["items"][0]["lastUsedAt"] is None
    program = running.fresh()
    assert program.get("/api/users/profile", headers=bearer(made["token"])).status_code == 200
    assert program.get("/api/users/profile", headers={"x-api-key": made["token"]}).status_code == 200
    assert running.client.get("/api/users/tokens").json()["data"]["items"][0]["lastUsedAt"] is not None
    with running.platform.database.system_reader() as session:
        assert session.scalars(select(ApiToken)).one().token_hash not in made["token"]


def test_a_token_may_do_what_its_scopes_say_and_cannot_make_itself_more(quick: Server) -> None:
    reading = bearer(_token(quick, "read")["token"])
    writing = bearer(_token(quick, "read", "write")["token"])
    program = quick.fresh()
    assert code_of(program.put("/api/users/profile", json={"name": "x"}, headers=reading)) == "FORBIDDEN"
    assert program.put("/api/users/profile", json={"name": "x"}, headers=writing).status_code == 200
    more = {"name": "more", "scopes": ["admin"]}
    assert code_of(program.post("/api/users/tokens", json=more, headers=writing)) == "FORBIDDEN"
    assert code_of(program.get("/api/users/sessions", headers=writing)) == "FORBIDDEN"
    steal = {"email": "evil@example.com", "currentPassword": PASSWORD}
    assert code_of(program.put("/api/users/profile", json=steal, headers=writing)) == "FORBIDDEN"


def test_only_administrators_tokens_administer(quick: Server) -> None:
    bob = quick.fresh()
    quick.register("bob@example.com", bob)
    refused = bob.post("/api/users/tokens", json={"name": "x", "scopes": ["admin"]})
    assert code_of(refused) == "INVALID_INPUT"
    assert _token(quick, "admin")["scopes"] == ["admin"]


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x", "scopes": []}, {"name": "x", "scopes": ["everything"]}, {"name": "", "scopes": ["read"]},
        {"name": "x", "scopes": ["read"], "expiresInDays": 0}, {"name": "x" * 101, "scopes": ["read"]},
    ],
)  # fmt: skip
def test_what_cannot_be_a_token_is_refused(quick: Server, body: dict[str, object]) -> None:
    assert quick.client.post("/api/users/tokens", json=body).status_code == 422


def test_removed_expired_and_shut_out_tokens_let_nobody_in(running: Server) -> None:
    running.register("ann@example.com")
    removed, expired, good = (_token(running, "read", expiresInDays=1) for _ in range(3))
    program = running.fresh()
    assert running.client.delete(f"/api/users/tokens/{removed['id']}").status_code == 200
    assert running.client.delete(f"/api/users/tokens/{removed['id']}").status_code == 404
    with running.platform.database.system_session() as session:
        session.execute(update(ApiToken).where(ApiToken.id == uuid.UUID(expired["id"])).values(expires_at=now()))
    assert [
        program.get("/api/users/profile", headers=bearer(one["token"])).status_code for one in (removed, expired, good)
    ] == [401, 401, 200]
    with running.platform.database.system_session() as session:
        session.execute(update(User).values(is_active=False))
    assert program.get("/api/users/profile", headers=bearer(good["token"])).status_code == 401
    assert running.client.get("/api/users/profile").status_code == 401


def test_a_key_at_a_provider_is_kept_sealed_and_never_shown(running: Server) -> None:
    owner = uuid.UUID(running.register("ann@example.com")["user"]["id"])
    key = "sk-0123456789abcdefWXYZ"
    made = running.client.post("/api/users/api-keys", json={"provider": "openai", "key": key})
    assert made.status_code == 201
    assert made.json()["data"]["ending"] == "WXYZ"
    listed = running.client.get("/api/users/api-keys")
    assert "abcdef" not in made.text + listed.text
    database, secrets = running.platform.database, running.platform.secrets
    with database.system_reader() as session:
        assert key.encode() not in session.scalars(select(ProviderKey)).one().sealed
    assert provider_key(database, secrets, owner, "openai") == key
    again = running.client.post("/api/users/api-keys", json={"provider": "openai", "key": "sk-another-key-9876"})
    assert again.json()["data"]["id"] == made.json()["data"]["id"]
    assert provider_key(database, secrets, owner, "openai") == "sk-another-key-9876"
    assert running.client.delete(f"/api/users/api-keys/{made.json()['data']['id']}").status_code == 200
    assert provider_key(database, secrets, owner, "openai") is None
    assert [len(running.journal(f"provider_key.{act}")) for act in ("kept", "removed")] == [2, 1]


def test_a_short_key_shows_no_ending(quick: Server) -> None:
    made = quick.client.post("/api/users/api-keys", json={"provider": "local", "key": "12345678"})
    assert made.json()["data"]["ending"] == ""


@pytest.mark.parametrize(
    "body",
    [
        {"provider": "openai", "key": "short"}, {"provider": "Open AI", "key": "sk-0123456789"},
        {"provider": "openai", "key": "sk-01234 56789"}, {"provider": "openai", "key": "sk-0123456789\u00e9"},
    ],
)  # fmt: skip
def test_what_cannot_be_a_key_is_refused(quick: Server, body: dict[str, str]) -> None:
    assert quick.client.post("/api/users/api-keys", json=body).status_code == 422


def test_sign_ins_are_listed_and_ended_one_by_one(running: Server) -> None:
    running.register("ann@example.com")
    other = running.fresh()
    other.post(
        "/api/auth/login", json={"email": "ann@example.com", "password": PASSWORD}, headers={"User-Agent": "Phone"}
    )
    items = running.client.get("/api/users/sessions?order=asc").json()["data"]["items"]
    assert [row["isCurrent"] for row in items] == [True, False]
    assert items[1]["userAgent"] == "Phone"
    assert running.client.delete(f"/api/users/sessions/{items[1]['id']}").status_code == 200
    assert other.get("/api/users/profile").status_code == 401
    assert len(running.client.get("/api/users/sessions").json()["data"]["items"]) == 1


def test_anothers_things_are_not_there(running: Server) -> None:
    running.register("ann@example.com")
    token = _token(running, "read")["id"]
    key = running.client.post("/api/users/api-keys", json={"provider": "openai", "key": "sk-0123456789"}).json()[
        "data"
    ]["id"]
    sign_in = running.client.get("/api/users/sessions").json()["data"]["items"][0]["id"]
    bob = running.fresh()
    running.register("bob@example.com", bob)
    for path in (f"tokens/{token}", f"api-keys/{key}", f"sessions/{sign_in}", f"tokens/{uuid.uuid4()}"):
        assert code_of(bob.delete(f"/api/users/{path}")) == "NOT_FOUND"
    assert bob.delete("/api/users/tokens/no-id").status_code == 422
    assert all(not bob.get(f"/api/users/{what}").json()["data"]["items"] for what in ("tokens", "api-keys"))
    assert running.client.get("/api/users/profile").status_code == 200


def test_lists_come_in_pages_and_sort_by_what_they_have(quick: Server) -> None:
    for _ in range(3):
        _token(quick, "read")
    page = quick.client.get("/api/users/tokens?limit=2&page=2&sort=name").json()["data"]
    assert len(page["items"]) == 1
    assert page["pagination"] == {
        "page": 2, "limit": 2, "total": 3, "totalPages": 2, "hasNext": False, "hasPrev": True,
    }  # fmt: skip
    assert quick.client.get("/api/users/tokens?sort=tokenHash").status_code == 422
    assert quick.client.get("/api/users/tokens?limit=1000").status_code == 422
