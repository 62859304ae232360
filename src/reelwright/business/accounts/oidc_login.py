"""Signing in at another service: the authorization code flow of OpenID Connect, with PKCE, state and nonce."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from authlib.oauth2.client import OAuth2Client
from authlib.oauth2.rfc6749.parameters import prepare_token_request
from authlib.oidc.core.claims import CodeIDToken
from joserfc.errors import JoseError

from reelwright.business.accounts.access_tokens import unverified
from reelwright.business.accounts.external_users import Person, person
from reelwright.business.accounts.issuers import Endpoints, IssuerRefused, Issuers, fetch_json
from reelwright.business.accounts.refusals import IssuerUnavailable, SignInRefused

_LEEWAY_SECONDS = 30


@dataclass(frozen=True)
class OidcClient:
    """This server as the other service knows it."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str


@dataclass(frozen=True)
class Pending:
    """What must be remembered of a login, by the browser alone, until it comes back."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Returned:
    """What the browser brings back from the other service."""

    state: str
    code: str = ""
    error: str = ""
    issuer: str = ""


def begin_oidc_login(issuers: Issuers, client: OidcClient) -> tuple[str, Pending]:
    """Where to send the browser, and what to keep. Raises ``IssuerUnavailable``."""
    pending = Pending(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
    endpoint = issuers.endpoints(client.issuer).authorization
    if not endpoint:
        raise IssuerUnavailable(f"{client.issuer} has no page to sign in at")
    protocol: Any = OAuth2Client(
        None,
        client.client_id,
        scope="openid email profile",
        redirect_uri=client.redirect_uri,
        code_challenge_method="S256",
    )
    url, _ = protocol.create_authorization_url(
        endpoint, state=pending.state, nonce=pending.nonce, code_verifier=pending.verifier
    )
    return url, pending


def finish_oidc_login(issuers: Issuers, client: OidcClient, pending: Pending, returned: Returned) -> Person:
    """Who it was. Raises ``SignInRefused`` when anything does not belong to this login, ``IssuerUnavailable``."""
    if not hmac.compare_digest(returned.state.encode(), pending.state.encode()):
        raise SignInRefused("this is not the login that was begun here", hint="begin again")
    if returned.issuer and returned.issuer != client.issuer:  # RFC 9207: another service's answer
        raise SignInRefused("the answer comes from another service", hint="begin again")
    if returned.error or not returned.code:
        raise SignInRefused("the service did not sign you in", hint="begin again")
    endpoints = issuers.endpoints(client.issuer)
    answer = _exchange(endpoints, client, pending, returned.code)
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise SignInRefused("the service did not say who you are", hint="begin again")
    claims = issuers.verify(token, client.issuer, client.client_id)
    checks = {"nonce": pending.nonce, "client_id": client.client_id, "access_token": answer.get("access_token")}
    try:
        CodeIDToken(claims, unverified(token)[0], params=checks).validate(leeway=_LEEWAY_SECONDS)
    except (JoseError, ValueError, TypeError):
        raise SignInRefused("the service's answer is not for this login", hint="begin again") from None
    return person(_with_userinfo(endpoints, claims, answer.get("access_token")))


def _exchange(endpoints: Endpoints, client: OidcClient, pending: Pending, code: str) -> dict[str, Any]:
    asked: dict[str, str] = {"code": code, "code_verifier": pending.verifier}
    request: dict[str, Any] = {"auth": (quote(client.client_id, safe=""), quote(client.client_secret, safe=""))}
    if endpoints.takes_secret_in_body:
        asked |= {"client_id": client.client_id, "client_secret": client.client_secret}
        request = {}
    body = prepare_token_request("authorization_code", redirect_uri=client.redirect_uri, **asked)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        return fetch_json("POST", endpoints.token, content=body, headers=form, **request)
    except IssuerRefused:
        raise SignInRefused("the service does not accept the login", hint="begin again") from None


def _with_userinfo(endpoints: Endpoints, claims: dict[str, Any], access_token: object) -> dict[str, Any]:
    """Some services tell the address only at their userinfo endpoint."""
    if "email" in claims or not endpoints.userinfo or not isinstance(access_token, str):
        return claims
    more = fetch_json("GET", endpoints.userinfo, headers={"Authorization": f"Bearer {access_token}"})
    if more.get("sub") != claims["sub"]:
        raise SignInRefused("the service speaks of two people", hint="begin again")
    return {**more, **claims}
