"""Both databases, for tests that hold on both."""

from __future__ import annotations

from pathlib import Path

from reelwright.database.migrate import migrate
from reelwright.database.open import Database, open_database
from tests.postgres import new_database

KINDS = ("sqlite", "postgresql")


def database_url(kind: str, folder: Path) -> str:
    """The address of an empty database."""
    return f"sqlite:///{folder / 'reelwright.sqlite'}" if kind == "sqlite" else new_database()


def ready_database(kind: str, folder: Path) -> Database:
    """A database with all tables and no rows."""
    database = open_database(database_url(kind, folder))
    migrate(database)
    return database
