"""Users' keys at providers: kept sealed, opened only to call the provider."""

from __future__ import annotations

import uuid

from sqlalchemy import Select, delete, select

from reelwright.business.accounts.refusals import NotThere
from reelwright.business.audit import Origin, record
from reelwright.business.derived_keys import key_id
from reelwright.business.sealing import reseal, seal, unseal
from reelwright.database.open import Database
from reelwright.database.tables import ProviderKey
from reelwright.errors import InvalidInput

_SHOWN = 4


def keep_provider_key(
    database: Database, secrets: tuple[str, ...], owner: uuid.UUID, provider: str, key: str, origin: Origin
) -> ProviderKey:
    """Keep a user's key at a provider, in place of an earlier one. Raises ``InvalidInput`` for an unusable one."""
    if len(key) < 8 or not key.isascii() or not key.isprintable() or " " in key:
        raise InvalidInput("this is not a key", hint="at least 8 letters, digits and signs, without spaces")
    sealed, sealed_by = seal(secrets, key.encode(), _context(owner, provider))
    # the ending of a short key would tell too much of it
    ending = key[-_SHOWN:] if len(key) >= 4 * _SHOWN else ""
    with database.system_session() as session:
        query = select(ProviderKey).where(ProviderKey.owner_id == owner, ProviderKey.provider == provider)
        row = session.scalar(query.with_for_update())
        if row is None:
            row = ProviderKey(owner_id=owner, provider=provider, sealed=sealed, key_id=sealed_by, ending=ending)
            session.add(row)
        else:
            row.sealed, row.key_id, row.ending = sealed, sealed_by, ending
        session.flush()
        record(session, "provider_key.kept", actor=owner, subject=str(row.id), origin=origin, provider=provider)
        return row


def provider_keys() -> Select[ProviderKey]:
    """All keys, for a session of their owner."""
    return select(ProviderKey)


def remove_provider_key(database: Database, owner: uuid.UUID, key: uuid.UUID, origin: Origin) -> None:
    """Forget a key. Raises ``NotThere`` for another's or an unknown one."""
    with database.system_session() as session:
        query = delete(ProviderKey).where(ProviderKey.id == key, ProviderKey.owner_id == owner)
        provider = session.scalar(query.returning(ProviderKey.provider))
        if provider is None:
            raise NotThere("there is no such key")
        record(session, "provider_key.removed", actor=owner, subject=str(key), origin=origin, provider=provider)


def provider_key(database: Database, secrets: tuple[str, ...], owner: uuid.UUID, provider: str) -> str | None:
    """The key itself, for the call to the provider alone. Raises ``SealBroken``."""
    with database.reader_of(owner) as session:
        row = session.scalar(select(ProviderKey).where(ProviderKey.provider == provider))
    if row is None:
        return None
    return unseal(secrets, row.sealed, row.key_id, _context(owner, provider)).decode()


def reseal_provider_keys(database: Database, secrets: tuple[str, ...]) -> int:
    """Bring every key under the newest secret, after which older ones may go. How many there were. Raises ``SealBroken``."""
    with database.system_session() as session:
        rows = session.scalars(
            select(ProviderKey).where(ProviderKey.key_id != key_id(secrets[0])).with_for_update()
        ).all()
        for row in rows:
            row.sealed, row.key_id = reseal(secrets, row.sealed, row.key_id, _context(row.owner_id, row.provider))
        return len(rows)


def _context(owner: uuid.UUID, provider: str) -> str:
    return f"provider-key:{owner}:{provider}"
