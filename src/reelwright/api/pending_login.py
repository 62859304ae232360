"""What a login at another service needs on its return, kept by the browser, sealed."""

from __future__ import annotations

import base64
import json
import time
import uuid
from dataclasses import asdict, dataclass

from reelwright.business.accounts.oidc_login import Pending
from reelwright.business.accounts.refusals import SignInRefused
from reelwright.business.sealing import SealBroken, seal, unseal

_SECONDS = 600


@dataclass(frozen=True)
class PendingLogin:
    login: Pending
    next: str
    """Path to go on to."""
    links_to: uuid.UUID | None = None
    """The signed-in user who wants to come by this service too."""


def write_pending(secrets: tuple[str, ...], provider: str, pending: PendingLogin) -> str:
    """As a cookie's value."""
    facts = {
        "login": asdict(pending.login),
        "next": pending.next,
        "links_to": str(pending.links_to) if pending.links_to else None,
        "until": time.time() + _SECONDS,
    }
    sealed, sealed_by = seal(secrets, json.dumps(facts).encode(), _context(provider))
    return f"{sealed_by}.{base64.urlsafe_b64encode(sealed).decode()}"


def read_pending(secrets: tuple[str, ...], provider: str, value: str) -> PendingLogin:
    """Raises ``SignInRefused`` for one of another provider, one too old, or none."""
    sealed_by, _, sealed = value.partition(".")
    try:
        facts = json.loads(unseal(secrets, base64.urlsafe_b64decode(sealed.encode()), sealed_by, _context(provider)))
        if facts["until"] < time.time():
            raise ValueError("too old")
    except (SealBroken, ValueError):
        raise SignInRefused("no login was begun in this browser, or too long ago", hint="begin again") from None
    return PendingLogin(
        Pending(**facts["login"]), facts["next"], uuid.UUID(facts["links_to"]) if facts["links_to"] else None
    )


def _context(provider: str) -> str:
    return f"oidc-login:{provider}"
