"""Showing that an address is one's own: a sealed token that only a mail to it holds."""

from __future__ import annotations

import base64
import json
import uuid
from datetime import timedelta

from reelwright.business.accounts.refusals import SignInRefused
from reelwright.business.audit import Origin, record
from reelwright.business.mails.queueing import queue_mail
from reelwright.business.sealing import SealBroken, seal, unseal
from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import User

_LIFETIME = timedelta(days=7)
_CONTEXT = "address-proof"


def ask_for_proof(session: OwnedSession, secrets: tuple[str, ...], user: User, kind: str) -> None:
    """Mail a token: as the ``welcome`` of a new account, or to ``verify`` an address; at most one a minute."""
    moment = now()
    facts = {"user": str(user.id), "email": user.email, "until": (moment + _LIFETIME).timestamp()}
    sealed, sealed_by = seal(secrets, json.dumps(facts).encode(), _CONTEXT)
    token = f"{sealed_by}.{base64.urlsafe_b64encode(sealed).decode()}"
    key = "welcome" if kind == "welcome" else f"verify {user.email} {moment:%Y-%m-%d %H:%M}"
    queue_mail(session, user.id, kind, key, {"token": token, "to": user.email})


def take_proof(database: Database, secrets: tuple[str, ...], token: str, origin: Origin) -> User:
    """The user whose address is proven. Raises ``SignInRefused`` for a token that is not good, or of an earlier address."""
    user_id, email = _read(secrets, token)
    with database.system_session() as session:
        user = session.get(User, user_id, with_for_update=True)
        if user is None or user.email != email:
            raise _refusal()
        if user.verified_at is None:
            user.verified_at = now()
            record(session, "user.address_proven", actor=user.id, subject=user.email, origin=origin)
        return user


def _read(secrets: tuple[str, ...], token: str) -> tuple[uuid.UUID, str]:
    sealed_by, _, sealed = token.partition(".")
    try:
        facts = json.loads(unseal(secrets, base64.urlsafe_b64decode(sealed.encode("ascii")), sealed_by, _CONTEXT))
        if facts["until"] < now().timestamp():
            raise ValueError("too old")
        return uuid.UUID(facts["user"]), str(facts["email"])
    except (SealBroken, ValueError, KeyError, TypeError):
        raise _refusal() from None


def _refusal() -> SignInRefused:
    return SignInRefused("the link is not good, or not any more", hint="ask for a new mail in the settings")
