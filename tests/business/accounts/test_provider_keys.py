"""Provider keys through a rotation of the server's secrets."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from sqlalchemy import select, update

from reelwright.business.accounts.provider_keys import keep_provider_key, provider_key, reseal_provider_keys
from reelwright.business.audit import Origin
from reelwright.business.sealing import SealBroken
from reelwright.database.open import Database
from reelwright.database.tables import ProviderKey, User
from tests.databases import KINDS, ready_database

OLD, NEW = "old " * 10, "new " * 10


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path):
    database = ready_database(request.param, tmp_path)
    yield database
    database.close()


def _user(database: Database, email: str) -> uuid.UUID:
    with database.system_session() as session:
        user = User(email=email)
        session.add(user)
        session.flush()
        return user.id


def test_after_resealing_the_old_secret_may_go(database: Database) -> None:
    ann, bob = _user(database, "ann@example.com"), _user(database, "bob@example.com")
    for owner in (ann, bob):
        keep_provider_key(database, (OLD,), owner, "openai", f"key-of-{owner}", Origin())
    assert provider_key(database, (NEW, OLD), ann, "openai") == f"key-of-{ann}"
    with pytest.raises(SealBroken):
        provider_key(database, (NEW,), ann, "openai")
    assert reseal_provider_keys(database, (NEW, OLD)) == 2
    assert reseal_provider_keys(database, (NEW, OLD)) == 0
    assert [provider_key(database, (NEW,), owner, "openai") for owner in (ann, bob)] == [
        f"key-of-{ann}",
        f"key-of-{bob}",
    ]


def test_a_sealed_key_copied_to_another_user_does_not_open(database: Database) -> None:
    ann, bob = _user(database, "ann@example.com"), _user(database, "bob@example.com")
    for owner in (ann, bob):
        keep_provider_key(database, (NEW,), owner, "openai", f"key-of-{owner}", Origin())
    with database.system_session() as session:
        stolen = session.scalars(select(ProviderKey.sealed).where(ProviderKey.owner_id == ann)).one()
        session.execute(update(ProviderKey).where(ProviderKey.owner_id == bob).values(sealed=stolen))
    with pytest.raises(SealBroken):
        provider_key(database, (NEW,), bob, "openai")
    assert provider_key(database, (NEW,), bob, "another") is None
