"""Who is let in: our tokens exactly as we wrote them, and those of trusted issuers."""

from __future__ import annotations

import base64
import json
import time
import uuid
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from sqlalchemy import func, select

from reelwright.business.derived_keys import derived_key, key_id
from reelwright.database.tables import SignIn, User
from tests.databases import KINDS
from tests.oidc_provider import Provider, oidc_provider
from tests.server import ADDRESS, Server, bearer, code_of, server

SECRET, OLD_SECRET = "new " * 8, "old " * 8


@pytest.fixture
def running(tmp_path: Path):
    with server(tmp_path, SECRETS=f"{SECRET.strip()}xxxx,{OLD_SECRET.strip()}xxxx") as running:
        yield running


def _claims(running: Server, **more: Any) -> dict[str, Any]:
    session = running.register("ann@example.com")
    with running.platform.database.system_reader() as reader:
        sign_in = reader.scalars(select(SignIn.id)).one()
    moment = int(time.time())
    claims = {
        "iss": ADDRESS, "aud": "reelwright", "sub": session["user"]["id"], "sid": str(sign_in), "iat": moment, "exp": moment + 60,
    }  # fmt: skip
    return {name: value for name, value in (claims | more).items() if value is not None}


def _signed(running: Server, claims: dict[str, Any], which: int = 0, **header: Any) -> str:
    secret = running.platform.secrets[which]
    key = OctKey.import_key(derived_key(secret, "access token"))
    head = {"alg": "HS256", "typ": "at+jwt", "kid": key_id(secret)} | header
    return jwt.encode(head, claims, key, algorithms=["HS256", "HS512"])


def _status(running: Server, token: str) -> int:
    return running.fresh().get("/api/users/profile", headers=bearer(token)).status_code


def test_tokens_of_the_newest_and_of_older_secrets_are_good(running: Server) -> None:
    claims = _claims(running)
    assert _status(running, _signed(running, claims)) == 200
    assert _status(running, _signed(running, claims, which=1)) == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "something else"}, {"aud": None}, {"iss": "http://evil.example"}, {"iss": None}, {"exp": 1}, {"exp": None},
        {"exp": "never"}, {"sub": None}, {"sub": str(uuid.uuid4())}, {"sub": "nobody"}, {"sid": None}, {"sid": str(uuid.uuid4())},
        {"sid": 5}, {"nbf": int(time.time()) + 1000},
    ],
)  # fmt: skip
def test_a_token_with_a_wrong_claim_is_refused(running: Server, wrong: dict[str, Any]) -> None:
    claims = _claims(running)
    claims = {name: value for name, value in (claims | wrong).items() if value is not None}
    assert _status(running, _signed(running, claims)) == 401


@pytest.mark.parametrize(
    "header",
    [
        {"kid": "0123456789abcdef"}, {"kid": None}, {"kid": ["x"]}, {"kid": "../../secret"}, {"alg": "HS512"}, {"typ": "JWT"},
        {"crit": ["exp"]},
    ],
)  # fmt: skip
def test_a_token_with_a_wrong_header_is_refused(running: Server, header: dict[str, Any]) -> None:
    claims = _claims(running)
    try:
        token = _signed(running, claims, **header)
    except Exception:  # not even the library writes it: put it together by hand, under a right signature's form
        token = _by_hand({"alg": "HS256", "typ": "at+jwt", **header}, claims, b"x" * 32)
    assert _status(running, token) == 401


def test_a_kid_that_names_another_key_than_signed_is_refused(running: Server) -> None:
    token = _signed(running, _claims(running), which=1, kid=key_id(running.platform.secrets[0]))
    assert _status(running, token) == 401


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "", "HS256", "RS256"])
def test_a_token_without_a_signature_is_refused(running: Server, algorithm: str) -> None:
    header = {"alg": algorithm, "typ": "at+jwt", "kid": key_id(running.platform.secrets[0])}
    assert _status(running, _by_hand(header, _claims(running), b"")) == 401


def test_a_token_signed_with_a_guessable_key_is_refused(running: Server) -> None:
    claims = _claims(running)
    secret = running.platform.secrets[0]
    for key in (secret.encode(), key_id(secret).encode(), b"secret", derived_key(secret, "seal provider-key")):
        header = {"alg": "HS256", "typ": "at+jwt", "kid": key_id(secret)}
        assert _status(running, jwt.encode(header, claims, OctKey.import_key(key), algorithms=["HS256"])) == 401


@pytest.mark.parametrize(
    "value", ["", "x", "a.b", "a.b.c", "....", "rw_", "rw_unknown", "é.é.é", "a." * 5000, "bnVsbA.bnVsbA.x"]
)
def test_nonsense_is_refused(running: Server, value: str) -> None:
    headers = {"Authorization": f"Bearer {value}".encode()}
    assert running.fresh().get("/api/users/profile", headers=headers).status_code == 401


def test_a_bad_bearer_is_not_made_good_by_a_cookie(running: Server) -> None:
    running.register("ann@example.com")
    assert running.client.get("/api/users/profile", headers=bearer("x.y.z")).status_code == 401
    assert running.client.get("/api/users/profile", headers={"x-api-key": "rw_no"}).status_code == 401
    proxied = {"Authorization": "Basic dTpw"}  # of a proxy in front
    assert running.client.get("/api/users/profile", headers=proxied).status_code == 200


@pytest.mark.parametrize(
    ("headers", "is_let_in"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Origin": ADDRESS}, True),
        ({"Origin": "https://app.example", "Sec-Fetch-Site": "cross-site"}, True),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "http://other.reel.example", "Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "https://app.example.evil.example"}, False),
        ({"Origin": "http://evil.example", "Host": "evil.example", "Sec-Fetch-Site": "cross-site"}, False),
    ],
)
def test_a_cookie_counts_only_for_requests_of_our_own_pages(tmp_path: Path, headers: dict, is_let_in: bool) -> None:
    with server(tmp_path, ALLOWED_ORIGINS="https://app.example") as running:
        session = running.register("ann@example.com")
        answer = running.client.put("/api/users/profile", json={"name": "x"}, headers=headers)
        assert answer.status_code == (200 if is_let_in else 403)
        if not is_let_in:
            assert code_of(answer) == "CSRF"
        assert running.client.get("/api/users/profile", headers=headers).status_code == 200
        token = {"Authorization": f"Bearer {session['accessToken']}"}
        assert running.fresh().put("/api/users/profile", json={}, headers=headers | token).status_code == 200
        other = {"email": "bob@example.com", "password": "correct horse battery"}
        assert running.fresh().post("/api/auth/register", json=other, headers=headers).status_code == (
            201 if is_let_in else 403
        )


@pytest.fixture
def provider():
    with oidc_provider() as provider:
        yield provider


@pytest.fixture(params=KINDS)
def trusting(request: pytest.FixtureRequest, tmp_path: Path, provider: Provider):
    issuers = f"{provider.issuer}|videos,{provider.issuer}|more-videos"
    with server(tmp_path, request.param, JWT_ISSUERS=issuers, REGISTRATION="closed") as running:
        yield running


def test_a_trusted_issuers_user_is_made_when_first_seen_and_found_again(trusting: Server, provider: Provider) -> None:
    token = provider.token("videos", email="pat@example.com", email_verified="true", name="Pat")
    first = trusting.client.get("/api/users/profile", headers=bearer(token)).json()["data"]
    assert (first["email"], first["role"], first["hasPassword"]) == ("pat@example.com", "user", False)
    again = trusting.client.get("/api/users/profile", headers=bearer(provider.token("more-videos"))).json()["data"]
    assert again["id"] == first["id"]
    nameless = provider.token("videos", sub="program-2")
    other = trusting.client.get("/api/users/profile", headers=bearer(nameless)).json()["data"]
    assert other["email"].endswith("@identity.invalid")
    assert provider.asked.count("/keys") == 1


def test_a_trusted_issuer_cannot_take_over_an_account_with_a_password(trusting: Server, provider: Provider) -> None:
    trusting.register("ann@example.com")
    token = provider.token("videos", email="ann@example.com", email_verified=True)
    assert code_of(trusting.fresh().get("/api/users/profile", headers=bearer(token))) == "CONFLICT"


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "another"}, {"aud": None}, {"iss": "https://evil.example"}, {"iss": None}, {"exp": int(time.time()) - 120},
        {"exp": None}, {"sub": None}, {"sub": ""}, {"sub": "a\x00b"}, {"nbf": int(time.time()) + 1000},
    ],
)  # fmt: skip
def test_a_wrong_token_of_a_trusted_issuer_is_refused(trusting: Server, provider: Provider, wrong: dict) -> None:
    token = provider.token("videos", **wrong)
    assert trusting.client.get("/api/users/profile", headers=bearer(token)).status_code == 401
    with trusting.platform.database.system_reader() as session:
        assert session.scalar(select(func.count()).select_from(User)) == 0


def test_an_issuers_public_key_is_no_secret(trusting: Server, provider: Provider) -> None:
    claims = {"iss": provider.issuer, "aud": "videos", "sub": "x", "exp": int(time.time()) + 60}
    public = provider.keys[0].as_pem(private=False)
    for algorithm in ("HS256", "none"):
        forged = _by_hand({"alg": algorithm, "kid": "one"}, claims, public if algorithm == "HS256" else b"")
        assert trusting.client.get("/api/users/profile", headers=bearer(forged)).status_code == 401
    embedded = RSAKey.generate_key(2048)
    header = {"alg": "RS256", "kid": "evil", "jwk": embedded.as_dict(private=False)}
    forged = jwt.encode(header, claims, embedded, algorithms=["RS256"])
    assert trusting.client.get("/api/users/profile", headers=bearer(forged)).status_code == 401


def test_a_trusted_issuer_cannot_speak_as_this_server(trusting: Server, provider: Provider) -> None:
    session = trusting.register("ann@example.com")
    token = provider.token("reelwright", iss=ADDRESS, sub=session["user"]["id"], sid=str(uuid.uuid4()))
    assert trusting.fresh().get("/api/users/profile", headers=bearer(token)).status_code == 401


def test_a_trusted_issuer_that_is_away_is_said_to_be(trusting: Server, provider: Provider) -> None:
    provider.is_down = True
    answer = trusting.client.get("/api/users/profile", headers=bearer(provider.token("videos")))
    assert code_of(answer) == "UNAVAILABLE"


def _by_hand(header: dict[str, Any], claims: dict[str, Any], key: bytes) -> str:
    import hashlib
    import hmac

    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (header, claims)]
    signature = hmac.new(key, ".".join(parts).encode(), hashlib.sha256).digest() if key else b""
    return ".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=").decode()])
