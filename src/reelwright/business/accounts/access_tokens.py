"""The short-lived token of a signed-in user: a JWT of ours, good for fifteen minutes."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from reelwright.business.accounts.refusals import SignInRefused
from reelwright.business.derived_keys import derived_key, key_id

LIFETIME = timedelta(minutes=15)
AUDIENCE = "reelwright"
_ALGORITHM = "HS256"
_TYPE = "at+jwt"
_LONGEST = 8192


@dataclass(frozen=True)
class AccessKeys:
    """Keys of this installation by id; the first signs, all verify. ``issuer`` is the server's public address."""

    issuer: str
    signing: str
    by_id: dict[str, OctKey] = field(repr=False)


@dataclass(frozen=True)
class AccessClaims:
    user_id: uuid.UUID
    sign_in_id: uuid.UUID


def access_keys(secrets: Sequence[str], issuer: str) -> AccessKeys:
    """The keys made of the server's secrets, newest first."""
    keys = {key_id(secret): OctKey.import_key(derived_key(secret, "access token")) for secret in secrets}
    return AccessKeys(issuer, key_id(secrets[0]), keys)


def write_access_token(keys: AccessKeys, claims: AccessClaims, moment: datetime) -> str:
    """A token good from ``moment`` on."""
    return jwt.encode(
        {"alg": _ALGORITHM, "typ": _TYPE, "kid": keys.signing},
        {
            "iss": keys.issuer,
            "aud": AUDIENCE,
            "sub": str(claims.user_id),
            "sid": str(claims.sign_in_id),
            "iat": int(moment.timestamp()),
            "exp": int((moment + LIFETIME).timestamp()),
        },
        keys.by_id[keys.signing],
        algorithms=[_ALGORITHM],
    )


def read_access_token(keys: AccessKeys, token: str) -> AccessClaims:
    """Who it speaks for. Raises ``SignInRefused`` for anything that is not exactly a token of ours that is still good."""
    try:
        key = keys.by_id[str(unverified(token)[0].get("kid"))]
        found = jwt.decode(token, key, algorithms=[_ALGORITHM])
        if found.header.get("typ") != _TYPE:
            raise ValueError("a token for something else")
        _rules(keys.issuer).validate(found.claims)
        return AccessClaims(uuid.UUID(found.claims["sub"]), uuid.UUID(found.claims["sid"]))
    except (JoseError, KeyError, ValueError, TypeError, AttributeError):
        raise SignInRefused("the access token is not valid", hint="refresh it, or sign in again") from None


def unverified(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims as somebody wrote them, only to choose the key to verify with. Raises ``SignInRefused``."""
    parts = token.split(".")
    try:
        if len(parts) != 3 or len(token) > _LONGEST:
            raise ValueError("not a signed JWT")
        header, claims = (json.loads(base64.urlsafe_b64decode(part.encode("ascii") + b"==")) for part in parts[:2])
    except (ValueError, RecursionError):
        raise SignInRefused("the token is not a JWT") from None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise SignInRefused("the token is not a JWT")
    return header, claims


def _rules(issuer: str) -> jwt.JWTClaimsRegistry:
    return jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": AUDIENCE},
        exp={"essential": True},
        sub={"essential": True},
        sid={"essential": True},
    )
