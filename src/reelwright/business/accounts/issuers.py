"""Other services that say who somebody is: their endpoints and keys by OpenID discovery, and checking what they signed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import httpx2
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from reelwright.business.accounts.access_tokens import unverified
from reelwright.business.accounts.refusals import IssuerUnavailable, SignInRefused

_ALGORITHMS = {"RS256": "RSA", "ES256": "EC"}
"""What is accepted, and the kind of key each wants. No symmetric one: a public key must never serve as a secret."""
_KEPT_SECONDS = 3600.0
_PAUSE_SECONDS = 30.0
"""Between two looks for a key that was not there, and after a failure."""
_TIMEOUT_SECONDS = 5.0
_LARGEST_ANSWER = 1_000_000
_LEEWAY_SECONDS = 30


@dataclass(frozen=True)
class Endpoints:
    """What an issuer publishes of itself."""

    issuer: str
    authorization: str
    token: str
    userinfo: str
    keys: str
    takes_secret_in_body: bool
    """Whether it wants the client's secret in the body of the token request, not in a header."""


class IssuerRefused(IssuerUnavailable):
    """The service answers, but will not do what was asked of it."""


class Issuers:
    """Every issuer asked so far. Safe to share between threads; each asks for itself."""

    def __init__(self) -> None:
        self._known: dict[str, _Issuer] = {}
        self._lock = Lock()

    def endpoints(self, issuer: str) -> Endpoints:
        """Raises ``IssuerUnavailable``."""
        return self._of(issuer).endpoints()

    def verify(self, token: str, issuer: str, audience: str) -> dict[str, Any]:
        """The claims of a JWT the issuer signed for the audience, not expired. Raises ``SignInRefused``, ``IssuerUnavailable``."""
        header, _ = unverified(token)
        algorithm, kid = header.get("alg"), header.get("kid")
        if algorithm not in _ALGORITHMS or not (kid is None or isinstance(kid, str)):
            raise _refusal()
        key = self._of(issuer).key(_ALGORITHMS[algorithm], algorithm, kid)
        if key is None:
            raise _refusal()
        rules = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            sub={"essential": True},
        )
        try:
            claims = jwt.decode(token, key, algorithms=[algorithm]).claims
            rules.validate(claims)
        except (JoseError, ValueError, TypeError):
            raise _refusal() from None
        return claims

    def _of(self, issuer: str) -> _Issuer:
        with self._lock:
            return self._known.setdefault(issuer, _Issuer(issuer))


class _Issuer:
    """One issuer's endpoints and keys, asked for when first needed and once an hour."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self._lock = Lock()
        self._endpoints: Endpoints | None = None
        self._keys: list[Mapping[str, Any]] = []
        self._asked_at = self._failed_at = float("-inf")
        self._failure: IssuerUnavailable | None = None

    def endpoints(self) -> Endpoints:
        with self._lock:
            if self._endpoints is None:
                self._ask()
            assert self._endpoints is not None
            return self._endpoints

    def key(self, kind: str, algorithm: str, kid: str | None) -> RSAKey | ECKey | None:
        with self._lock:
            if time.monotonic() - self._asked_at > _KEPT_SECONDS:
                self._ask(is_needed=not self._keys)
            found = self._pick(kind, algorithm, kid)
            if found is None and time.monotonic() - self._asked_at > _PAUSE_SECONDS:
                self._ask(is_needed=False)  # the issuer may have begun to sign with a new one
                found = self._pick(kind, algorithm, kid)
        if found is None:
            return None
        try:
            return RSAKey.import_key(dict(found)) if kind == "RSA" else ECKey.import_key(dict(found))
        except (JoseError, ValueError, TypeError, KeyError):
            return None

    def _pick(self, kind: str, algorithm: str, kid: str | None) -> Mapping[str, Any] | None:
        fitting = [
            key
            for key in self._keys
            if key.get("kty") == kind and key.get("use", "sig") == "sig" and key.get("alg", algorithm) == algorithm
        ]
        if kid is None:
            return fitting[0] if len(fitting) == 1 else None
        return next((key for key in fitting if key.get("kid") == kid), None)

    def _ask(self, *, is_needed: bool = True) -> None:
        if self._failure is not None and time.monotonic() - self._failed_at < _PAUSE_SECONDS:
            if is_needed:
                raise self._failure
            return
        try:
            self._endpoints = _discover(self.issuer)
            keys = fetch_json("GET", self._endpoints.keys).get("keys")
            if not isinstance(keys, list):
                raise IssuerUnavailable(f"{self.issuer} publishes no keys")
        except IssuerUnavailable as failure:
            self._failed_at, self._failure = time.monotonic(), failure
            if is_needed:
                raise
            return
        self._keys = [key for key in keys if isinstance(key, dict)]
        self._asked_at, self._failure = time.monotonic(), None


def _discover(issuer: str) -> Endpoints:
    document = fetch_json("GET", issuer.rstrip("/") + "/.well-known/openid-configuration")
    if document.get("issuer") != issuer:
        raise IssuerUnavailable(
            f"the service at {issuer} calls itself {document.get('issuer')}", hint="configure exactly that issuer"
        )
    methods = document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Endpoints(
        issuer=issuer,
        authorization=_address(issuer, document.get("authorization_endpoint")),
        token=_address(issuer, document.get("token_endpoint")),
        userinfo=_address(issuer, document.get("userinfo_endpoint")),
        keys=_address(issuer, document.get("jwks_uri")) or issuer,
        takes_secret_in_body=isinstance(methods, list) and "client_secret_basic" not in methods,
    )


def _address(issuer: str, value: object) -> str:
    """An endpoint; empty when there is none. It may not be less protected on its way than the issuer."""
    if not isinstance(value, str):
        return ""
    if urlsplit(value).scheme != "https" and urlsplit(issuer).scheme == "https":
        raise IssuerUnavailable(f"{issuer} names an endpoint without https")
    return value


def fetch_json(method: str, url: str, *, headers: Mapping[str, str] | None = None, **request: Any) -> dict[str, Any]:
    """An issuer's answer, of at most a megabyte. Raises ``IssuerUnavailable``, and ``IssuerRefused`` for a status of 4xx."""
    host = urlsplit(url).hostname
    body = b""
    try:
        with (
            httpx2.Client(timeout=_TIMEOUT_SECONDS, follow_redirects=False) as client,
            client.stream(
                method, url, headers={"Accept": "application/json", **(headers or {})}, **request
            ) as response,
        ):
            for piece in response.iter_bytes():
                body += piece
                if len(body) > _LARGEST_ANSWER:
                    raise IssuerUnavailable(f"the answer of {host} is too large")
            if response.status_code >= 400:
                refusal = IssuerRefused if response.status_code < 500 else IssuerUnavailable
                raise refusal(f"{host} answers {response.status_code}")
            document = httpx2.Response(200, content=body).json()
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        raise IssuerUnavailable(f"{host} does not answer as it should: {type(error).__name__}") from None
    if not isinstance(document, dict):
        raise IssuerUnavailable(f"{host} does not answer as it should")
    return document


def _refusal() -> SignInRefused:
    return SignInRefused("the token is not valid", hint="get a new one from its issuer")
