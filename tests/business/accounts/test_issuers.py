"""Keys of other services: asked for rarely, and anew when they change."""

from __future__ import annotations

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from reelwright.business.accounts import issuers as issuers_room
from reelwright.business.accounts.issuers import Issuers
from reelwright.business.accounts.refusals import IssuerUnavailable, SignInRefused
from tests.oidc_provider import Provider, oidc_provider


@pytest.fixture
def provider():
    with oidc_provider() as provider:
        yield provider


def test_keys_are_asked_for_once(provider: Provider) -> None:
    issuers = Issuers()
    for _ in range(3):
        assert issuers.verify(provider.token("api"), provider.issuer, "api")["sub"] == "program-1"
    assert provider.asked == ["/.well-known/openid-configuration", "/keys"]


def test_a_new_key_is_found_and_unknown_ones_do_not_make_us_ask_and_ask(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuers = Issuers()
    issuers.verify(provider.token("api"), provider.issuer, "api")
    provider.keys.append(ECKey.generate_key("P-256", {"kid": "two"}))
    for _ in range(3):
        with pytest.raises(SignInRefused):
            issuers.verify(provider.token("api"), provider.issuer, "api")
    assert provider.asked.count("/keys") == 1
    monkeypatch.setattr(issuers_room, "_PAUSE_SECONDS", 0.0)
    assert issuers.verify(provider.token("api"), provider.issuer, "api")
    assert provider.asked.count("/keys") == 2


def test_known_keys_serve_on_while_the_issuer_is_away(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    issuers = Issuers()
    issuers.verify(provider.token("api"), provider.issuer, "api")
    monkeypatch.setattr(issuers_room, "_KEPT_SECONDS", -1.0)
    provider.is_down = True
    assert issuers.verify(provider.token("api"), provider.issuer, "api")


def test_an_issuer_that_failed_is_left_alone_for_a_while(provider: Provider) -> None:
    issuers = Issuers()
    provider.is_down = True
    for _ in range(3):
        with pytest.raises(IssuerUnavailable):
            issuers.verify(provider.token("api"), provider.issuer, "api")
    assert provider.asked == ["/.well-known/openid-configuration"]


def test_a_token_without_a_key_id_is_good_where_there_is_one_key_only(provider: Provider) -> None:
    issuers = Issuers()
    claims = {"iss": provider.issuer, "aud": "api", "sub": "x", "exp": 4_000_000_000}
    token = jwt.encode({"alg": "RS256"}, claims, provider.keys[0], algorithms=["RS256"])
    assert issuers.verify(token, provider.issuer, "api")
    provider.keys.append(RSAKey.generate_key(2048, {"kid": "two"}))
    with pytest.raises(SignInRefused):
        Issuers().verify(token, provider.issuer, "api")


def test_a_key_for_encryption_or_of_another_algorithm_verifies_nothing(provider: Provider) -> None:
    for facts in ({"use": "enc"}, {"alg": "RS512"}, {"kty": "oct", "k": "eA"}, {"n": "!"}):
        provider.key_facts = facts
        with pytest.raises(SignInRefused):
            Issuers().verify(provider.token("api"), provider.issuer, "api")


def test_nobody_at_the_address_is_said() -> None:
    with pytest.raises(IssuerUnavailable):
        Issuers().endpoints("http://127.0.0.1:9")
