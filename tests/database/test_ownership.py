"""Whose rows a session sees: the application's own check, and PostgreSQL's."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from reelwright.database.columns import Base, Owned
from reelwright.database.open import Database
from reelwright.database.tables import Job, Project, User
from tests.databases import KINDS, ready_database


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path):
    database = ready_database(request.param, tmp_path)
    yield database
    database.close()


def _two_users(database: Database) -> tuple[uuid.UUID, uuid.UUID]:
    with database.system_session() as session:
        users = [User(email=f"{name}@example.com") for name in ("ann", "bob")]
        session.add_all(users)
        session.flush()
        for user in users:
            session.add(Project(owner_id=user.id, name=f"project of {user.email}"))
        return users[0].id, users[1].id


def test_a_users_session_sees_changes_and_removes_only_their_own_rows(database: Database) -> None:
    ann, bob = _two_users(database)
    with database.session_of(ann) as session:
        (mine,) = session.scalars(select(Project)).all()
        assert mine.owner_id == ann
        assert session.scalar(select(func.count()).select_from(Project)) == 1
        session.execute(update(Project).values(name="mine"))
    with database.session_of(bob) as session:
        (theirs,) = session.scalars(select(Project)).all()
        assert theirs.name == "project of bob@example.com"
        assert session.get(Project, mine.id) is None
        session.execute(delete(Project))
    with database.system_reader() as session:
        assert [row.name for row in session.scalars(select(Project))] == ["mine"]


def test_a_row_of_another_user_cannot_be_written(database: Database) -> None:
    ann, bob = _two_users(database)
    with pytest.raises(PermissionError), database.session_of(ann) as session:
        session.add(Project(owner_id=bob, name="planted"))
    with database.session_of(ann) as session:
        session.add(Project(name="belongs to its session"))
    with database.system_reader() as session:
        assert session.scalar(select(func.count()).select_from(Project).where(Project.owner_id == ann)) == 2


def test_a_stored_moment_comes_back_in_utc(database: Database) -> None:
    ann, _ = _two_users(database)
    with database.reader_of(ann) as session:
        (project,) = session.scalars(select(Project)).all()
        assert project.created_at.utcoffset().total_seconds() == 0


def test_postgresql_keeps_users_apart_even_when_the_application_does_not(tmp_path: Path) -> None:
    database = ready_database("postgresql", tmp_path)
    ann, bob = _two_users(database)
    with database.engine.begin() as connection:  # no session of ours: no owner is told, and no query is narrowed
        assert connection.execute(text("SELECT count(*) FROM projects")).scalar() == 0
        connection.execute(text("SELECT set_config('reelwright.owner', :id, true)"), {"id": str(ann)})
        assert connection.execute(text("SELECT owner_id FROM projects")).scalars().all() == [ann]
        assert connection.execute(text("SELECT id FROM users")).scalars().all() == [ann]
        assert (
            connection.execute(text("UPDATE projects SET name = 'x' WHERE owner_id = :id"), {"id": bob}).rowcount == 0
        )
        assert connection.execute(text("SELECT count(*) FROM audit_entries")).scalar() == 0
        with pytest.raises(DBAPIError, match="row-level security"):
            connection.execute(
                Job.__table__.insert(),
                {"owner_id": bob, "kind": "make", "status": "QUEUED", "stage": "", "progress": 0},
            )
    database.close()


def test_every_owned_table_is_guarded_by_postgresql(tmp_path: Path) -> None:
    database = ready_database("postgresql", tmp_path)
    owned = {mapper.local_table.name for mapper in Base.registry.mappers if issubclass(mapper.class_, Owned)}
    with database.engine.begin() as connection:
        rows = connection.execute(text("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"))
        assert owned | {"users", "audit_entries", "billing_events", "youtube_quota"} == set(rows.scalars())
    database.close()
