"""Migrations on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import inspect

from reelwright.database.migrate import current_revision, differences, migrate, newest_revision
from reelwright.database.open import open_database
from reelwright.errors import InvalidInput
from tests.databases import KINDS, empty_database_url


@pytest.mark.parametrize("kind", KINDS)
def test_the_migrations_make_the_declared_tables_and_take_them_away_again(kind: str, tmp_path: Path) -> None:
    database = open_database(empty_database_url(kind, tmp_path))
    assert current_revision(database) is None
    migrate(database)
    migrate(database)
    assert current_revision(database) == newest_revision()
    assert differences(database) == []
    migrate(database, "base")
    assert inspect(database.engine).get_table_names() in (["alembic_version"], [])
    migrate(database)
    assert differences(database) == []
    database.close()


@pytest.mark.parametrize("kind", KINDS)
def test_each_step_goes_up_and_down_alone(kind: str, tmp_path: Path) -> None:
    database = open_database(empty_database_url(kind, tmp_path))
    for revision in ("0001", "0002", "0001", "0002", "base", "0002"):
        migrate(database, revision)
        assert current_revision(database) == (None if revision == "base" else revision)
    database.close()


def test_an_unknown_revision_is_named(tmp_path: Path) -> None:
    database = open_database(empty_database_url("sqlite", tmp_path))
    with pytest.raises(InvalidInput, match="no revision 9999"):
        migrate(database, "9999")
    database.close()
