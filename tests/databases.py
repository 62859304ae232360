"""Both databases, for tests that hold on both. Migrated once a test process, then copied: migrating takes longer than most tests."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from reelwright.database.migrate import migrate
from reelwright.database.open import Database, open_database
from reelwright.workflows.engine import prepare
from tests.postgres import copied_database, new_database

KINDS = ("sqlite", "postgresql")


def empty_database_url(kind: str, folder: Path) -> str:
    """The address of a database without tables."""
    return f"sqlite:///{folder / 'reelwright.sqlite'}" if kind == "sqlite" else new_database()


def database_url(kind: str, folder: Path) -> str:
    """The address of a database with all tables; no rows but those the test itself has put into its folder's."""
    if kind == "postgresql":
        return copied_database(_migrated_postgres())
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "reelwright.sqlite").exists():  # a test may come back to its own
        shutil.copyfile(_migrated_sqlite(), folder / "reelwright.sqlite")
    return f"sqlite:///{folder / 'reelwright.sqlite'}"


def ready_database(kind: str, folder: Path) -> Database:
    """A database with all tables and no rows, opened."""
    return open_database(database_url(kind, folder))


@cache
def _migrated_sqlite() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="reelwright-sqlite-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "ready.sqlite"
    _make_ready(f"sqlite:///{path}")
    assert not path.with_name("ready.sqlite-wal").exists()  # all of it is in the one file
    return path


@cache
def _migrated_postgres() -> str:
    url = new_database()
    _make_ready(url)
    return url.rpartition("/")[2]


def _make_ready(url: str) -> None:
    database = open_database(url)
    migrate(database)
    prepare(database)
    database.close()
