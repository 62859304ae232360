"""Signing in at another service, against a provider that keeps to the protocol."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import ECKey, RSAKey
from sqlalchemy import func, select, update

from reelwright.database.tables import Identity, User
from tests.databases import KINDS
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider, oidc_provider
from tests.server import PASSWORD, Server, code_of, server


@pytest.fixture
def provider():
    with oidc_provider() as provider:
        yield provider


@pytest.fixture(params=KINDS)
def running(request: pytest.FixtureRequest, tmp_path: Path, provider: Provider):
    with server(tmp_path, request.param, OIDC=f"pal={provider.issuer}|{CLIENT_ID}|{CLIENT_SECRET}") as running:
        yield running


@pytest.fixture
def quick(tmp_path: Path, provider: Provider):
    with server(tmp_path, OIDC=f"pal={provider.issuer}|{CLIENT_ID}|{CLIENT_SECRET}") as running:
        yield running


def _login(client: Any, provider: Provider, path: str = "/api/auth/oauth/pal") -> Any:
    begun = client.get(path)
    assert begun.status_code == 303, begun.text
    return client.get(provider.authorize(begun.headers["location"]))


def test_a_person_comes_in_and_is_known_the_next_time(running: Server, provider: Provider) -> None:
    back = _login(running.client, provider, "/api/auth/oauth/pal?next=/projects")
    assert (back.status_code, back.headers["location"]) == (303, "/projects")
    profile = running.client.get("/api/users/profile").json()["data"]
    assert (profile["email"], profile["name"], profile["role"]) == ("pat@example.com", "Pat", "admin")
    assert profile["hasPassword"] is False
    again = running.fresh()
    _login(again, provider)
    assert again.get("/api/users/profile").json()["data"]["id"] == profile["id"]
    with running.platform.database.system_reader() as session:
        assert session.scalar(select(func.count()).select_from(Identity)) == 1
    assert {entry.data["by"] for entry in running.journal("sign_in.started")} == {provider.issuer}


def test_keys_of_elliptic_curves_and_secrets_in_the_body_work_too(quick: Server, provider: Provider) -> None:
    provider.keys = [ECKey.generate_key("P-256", {"kid": "curve"})]
    provider.auth_methods = ["client_secret_post"]
    assert _login(quick.client, provider).status_code == 303


def test_an_address_only_told_by_userinfo_counts(quick: Server, provider: Provider) -> None:
    provider.person = {"sub": "person-1"}
    provider.userinfo = {"sub": "person-1", "email": "pat@example.com", "email_verified": True}
    assert _login(quick.client, provider).status_code == 303
    provider.userinfo["sub"] = "somebody else"
    assert _login(quick.fresh(), provider).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "of another login"}, {"nonce": None}, {"aud": "another client"}, {"iss": "https://evil.example"},
        {"exp": int(time.time()) - 120}, {"exp": None}, {"sub": None}, {"sub": 5}, {"sub": "x" * 300}, {"azp": "another client"},
        {"aud": [CLIENT_ID, "another"]}, {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    ],
)  # fmt: skip
def test_a_token_that_is_not_for_this_login_is_refused(quick: Server, provider: Provider, wrong: dict) -> None:
    provider.more_claims = wrong
    back = _login(quick.client, provider)
    assert (back.status_code, code_of(back)) == (401, "UNAUTHENTICATED")
    assert quick.client.get("/api/users/profile").status_code == 401
    assert [entry.data["by"] for entry in quick.journal("sign_in.refused")] == ["pal"]


def test_a_token_signed_by_another_key_is_refused(quick: Server, provider: Provider) -> None:
    other, published = RSAKey.generate_key(2048, {"kid": "one"}), provider.keys
    begun = quick.client.get("/api/auth/oauth/pal")
    return_url = provider.authorize(begun.headers["location"])
    real_answer = provider.answer

    def planted(method: str, path: str, headers: Any, body: str) -> tuple[int, dict[str, Any]]:
        provider.keys = [other] if path == "/token" else published
        return real_answer(method, path, headers, body)

    provider.answer = planted
    assert quick.client.get(return_url).status_code == 401


def test_an_answer_nobody_here_asked_for_is_refused(quick: Server, provider: Provider) -> None:
    begun = quick.client.get("/api/auth/oauth/pal")
    back = provider.authorize(begun.headers["location"])
    assert quick.fresh().get(back).status_code == 401  # another browser: without the cookie
    forged = back.replace("state=", "state=x")
    assert quick.client.get(forged).status_code == 401
    mixed_up = back.replace("iss=http", "iss=https")
    assert quick.client.get(mixed_up).status_code == 401
    assert quick.client.get(back.split("?")[0] + "?error=access_denied&state=x").status_code == 401
    assert quick.client.get(back.split("?")[0]).status_code == 401
    assert quick.client.get(back).status_code == 303
    replayed = quick.client.get(back)
    assert replayed.status_code == 401


def test_another_services_pending_login_does_not_count_here(tmp_path: Path, provider: Provider) -> None:
    one = f"{provider.issuer}|{CLIENT_ID}|{CLIENT_SECRET}"
    with server(tmp_path, OIDC=f"pal={one},peer={one}") as running:
        begun = running.client.get("/api/auth/oauth/pal")
        back = provider.authorize(begun.headers["location"]).replace("/pal/", "/peer/")
        assert running.client.get(back).status_code == 401


def test_the_login_asks_for_what_it_needs(quick: Server) -> None:
    begun = quick.client.get("/api/auth/oauth/pal")
    query = parse_qs(urlsplit(begun.headers["location"]).query)
    assert query["redirect_uri"] == ["http://reel.example/api/auth/oauth/pal/callback"]
    assert all(len(query[name][0]) >= 43 for name in ("state", "nonce", "code_challenge"))
    assert "httponly" in begun.headers["set-cookie"].lower()
    assert query["state"][0] not in begun.headers["set-cookie"]


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example", "/\\evil.example", "/%09/evil.example", "evil"]
)
def test_a_login_leads_nowhere_else(quick: Server, path: str) -> None:
    assert quick.client.get(f"/api/auth/oauth/pal?next={path}").status_code == 422


def test_an_unknown_service_is_not_there_and_one_that_is_away_is_said_to_be(quick: Server, provider: Provider) -> None:
    assert code_of(quick.client.get("/api/auth/oauth/nobody")) == "NOT_FOUND"
    provider.is_down = True
    assert code_of(quick.client.get("/api/auth/oauth/pal")) == "UNAVAILABLE"


def test_a_service_that_calls_itself_otherwise_is_not_used(quick: Server, provider: Provider) -> None:
    provider.claimed_issuer = "https://evil.example"
    assert code_of(quick.client.get("/api/auth/oauth/pal")) == "UNAVAILABLE"


@pytest.mark.parametrize("person", [{"sub": "p"}, {"sub": "p", "email": "pat@example.com", "email_verified": False}])
def test_an_address_nobody_vouches_for_makes_no_account(quick: Server, provider: Provider, person: dict) -> None:
    provider.person = person
    provider.userinfo = {"sub": "p"}
    back = _login(quick.client, provider)
    assert code_of(back) == "FORBIDDEN"


def test_an_account_with_a_password_is_not_taken_over_but_linked_from_inside(
    running: Server, provider: Provider
) -> None:
    running.register("pat@example.com")
    stranger = running.fresh()
    assert code_of(_login(stranger, provider)) == "CONFLICT"
    url = running.client.post("/api/auth/oauth/pal/link").json()["data"]["url"]
    back = provider.authorize(url)
    assert running.client.get(back).status_code == 303
    _login(stranger, provider)
    assert stranger.get("/api/users/profile").json()["data"]["email"] == "pat@example.com"


def test_linking_wants_the_same_user_on_return_and_a_free_identity(quick: Server, provider: Provider) -> None:
    quick.register("ann@example.com")
    back = provider.authorize(quick.client.post("/api/auth/oauth/pal/link").json()["data"]["url"])
    bob = quick.fresh()
    quick.register("bob@example.com", bob)
    quick.client.cookies.delete("reelwright_access")
    quick.client.cookies.set("reelwright_access", bob.cookies["reelwright_access"])
    assert quick.client.get(back).status_code == 401
    assert _login(quick.fresh(), provider).status_code == 303  # a third user
    back = provider.authorize(bob.post("/api/auth/oauth/pal/link").json()["data"]["url"])
    assert code_of(bob.get(back)) == "CONFLICT"
    assert quick.fresh().post("/api/auth/oauth/pal/link").status_code == 401
    elsewhere = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert code_of(bob.post("/api/auth/oauth/pal/link", headers=elsewhere)) == "CSRF"


def test_a_closed_server_knows_its_people_and_takes_no_new_ones(tmp_path: Path, provider: Provider) -> None:
    settings = {"OIDC": f"pal={provider.issuer}|{CLIENT_ID}|{CLIENT_SECRET}", "REGISTRATION": "closed"}
    with server(tmp_path, **settings) as running:
        assert _login(running.client, provider).status_code == 303
        provider.person = {"sub": "person-2", "email": "new@example.com", "email_verified": True}
        assert code_of(_login(running.fresh(), provider)) == "FORBIDDEN"
        provider.person = {"sub": "person-1"}
        provider.userinfo = {"sub": "person-1"}
        assert _login(running.fresh(), provider).status_code == 303


def test_who_is_shut_out_stays_out(quick: Server, provider: Provider) -> None:
    _login(quick.client, provider)
    with quick.platform.database.system_session() as session:
        session.execute(update(User).values(is_active=False))
    assert _login(quick.fresh(), provider).status_code == 401


def test_a_person_without_a_password_can_set_one_by_mail_only(quick: Server, provider: Provider) -> None:
    _login(quick.client, provider)
    change = {"password": "another long password", "currentPassword": PASSWORD}
    assert code_of(quick.client.put("/api/users/profile", json=change)) == "FORBIDDEN"
    body = {"email": "pat@example.com", "password": PASSWORD}
    assert quick.fresh().post("/api/auth/login", json=body).status_code == 401
