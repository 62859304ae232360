"""What administrators do to accounts, and what is forgotten in time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from reelwright.business.accounts.access_tokens import access_keys
from reelwright.business.accounts.administration import (
    all_users,
    give_password,
    give_role,
    let_in,
    shut_out,
    user_of_address,
)  # fmt: skip
from reelwright.business.accounts.housekeeping import remove_ended
from reelwright.business.accounts.password_sign_in import sign_in_by_password
from reelwright.business.accounts.refusals import AccountTaken, NotAllowed, NotThere, SignInRefused
from reelwright.business.accounts.registration import NewAccount, add_user
from reelwright.business.accounts.sign_ins import refresh_sign_in
from reelwright.business.audit import Origin
from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.database.tables import AuditEntry, RefreshToken, SignIn, User
from tests.databases import KINDS, ready_database

KEYS = access_keys(("secret " * 8,), "http://reel.example")
PASSWORD, HERE = "correct horse battery", Origin("10.0.0.1", "test")


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path):
    database = ready_database(request.param, tmp_path)
    yield database
    database.close()


@pytest.fixture
def ann(database: Database) -> User:
    return add_user(database, NewAccount("ann@example.com", PASSWORD, "Ann"), role="admin", actor=None, origin=HERE)


@pytest.fixture
def bob(database: Database) -> User:
    return add_user(database, NewAccount("Bob@example.com", PASSWORD), role="user", actor=None, origin=HERE)


def test_who_is_shut_out_is_out_at_once_and_may_be_let_in_again(database: Database, ann: User, bob: User) -> None:
    token = sign_in_by_password(database, KEYS, "bob@example.com", PASSWORD, HERE).refresh_token
    assert not shut_out(database, bob.id, actor=ann.id, origin=HERE).is_active
    with pytest.raises(SignInRefused):
        refresh_sign_in(database, KEYS, token, HERE)
    with pytest.raises(SignInRefused):
        sign_in_by_password(database, KEYS, "bob@example.com", PASSWORD, HERE)
    assert let_in(database, bob.id, actor=ann.id, origin=HERE).is_active
    assert sign_in_by_password(database, KEYS, "bob@example.com", PASSWORD, HERE).user.id == bob.id
    with pytest.raises(SignInRefused):
        refresh_sign_in(database, KEYS, token, HERE)


def test_administrators_make_others_of_their_kind_but_do_not_change_themselves(
    database: Database, ann: User, bob: User
) -> None:
    assert give_role(database, bob.id, "admin", actor=ann.id, origin=HERE).role == "admin"
    for act in (
        lambda: give_role(database, ann.id, "user", actor=ann.id, origin=HERE),
        lambda: shut_out(database, ann.id, actor=ann.id, origin=HERE),
    ):
        with pytest.raises(NotAllowed):
            act()
    with database.system_reader() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "user.role_given")).one()
    assert (entry.actor_id, entry.subject, entry.address) == (ann.id, "bob@example.com", "10.0.0.1")
    assert entry.data == {"old": "user", "new": "admin"}


def test_a_password_given_ends_all_sign_ins(database: Database, bob: User) -> None:
    token = sign_in_by_password(database, KEYS, "bob@example.com", PASSWORD, HERE).refresh_token
    give_password(database, bob.id, "another long password", actor=None, origin=HERE)
    with pytest.raises(SignInRefused):
        refresh_sign_in(database, KEYS, token, HERE)
    assert sign_in_by_password(database, KEYS, "bob@example.com", "another long password", HERE)


def test_users_are_found_by_address_and_listed(database: Database, ann: User, bob: User) -> None:
    assert user_of_address(database, " BOB@example.com").id == bob.id
    assert [user.email for user in all_users(database)] == ["ann@example.com", "bob@example.com"]
    with pytest.raises(NotThere):
        user_of_address(database, "nobody@example.com")
    with pytest.raises(AccountTaken):
        add_user(database, NewAccount("ann@example.com", PASSWORD), role="user", actor=None, origin=HERE)


def test_the_journal_holds_no_secret(database: Database, ann: User) -> None:
    signed_in = sign_in_by_password(database, KEYS, "ann@example.com", PASSWORD, HERE)
    with database.system_reader() as session:
        text = str([(entry.subject, entry.data) for entry in session.scalars(select(AuditEntry))])
    for secret in (PASSWORD, signed_in.access_token, signed_in.refresh_token):
        assert secret not in text


def test_what_ended_over_a_month_ago_is_forgotten(database: Database, ann: User) -> None:
    old = sign_in_by_password(database, KEYS, "ann@example.com", PASSWORD, HERE)
    newer = sign_in_by_password(database, KEYS, "ann@example.com", PASSWORD, HERE)
    assert remove_ended(database) == 0
    with database.system_session() as session:
        session.execute(update(SignIn).where(SignIn.id == old.sign_in_id).values(revoked_at=now() - timedelta(days=31)))
    assert remove_ended(database) == 1
    with database.system_reader() as session:
        assert session.scalars(select(SignIn.id)).all() == [newer.sign_in_id]
        assert session.scalar(select(func.count()).select_from(RefreshToken)) == 1
    assert refresh_sign_in(database, KEYS, newer.refresh_token, HERE)
