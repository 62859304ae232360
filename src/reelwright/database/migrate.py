"""Bringing the tables to the shape this version works with, and back."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from reelwright.database.open import Database
from reelwright.database.tables import Base
from reelwright.errors import InvalidInput

_SCRIPTS = Path(__file__).with_name("migrations")


def migrate(database: Database, revision: str = "head") -> None:
    """Go up (or, to a named revision, down). Safe to call from several processes at once."""
    with database.engine.connect() as connection, connection.begin():
        _take_turns(connection)
        current = _current(connection)
        steps = ScriptDirectory.from_config(_config(connection))
        known = {step.revision for step in steps.walk_revisions()} | {"base", "head"}
        if revision not in known:
            raise InvalidInput(f"there is no revision {revision}", hint=f"known: {', '.join(sorted(known))}")
        wanted = steps.get_current_head() if revision == "head" else revision
        if current == wanted or (current is None and wanted == "base"):
            return
        is_down = wanted == "base" or (current is not None and wanted in _older(steps, current))
        (command.downgrade if is_down else command.upgrade)(_config(connection), wanted or "head")


def current_revision(database: Database) -> str | None:
    """The revision of the tables; ``None`` for an empty database."""
    with database.engine.connect() as connection:
        return _current(connection)


def newest_revision() -> str | None:
    """The revision this version of the program works with."""
    return ScriptDirectory(str(_SCRIPTS)).get_current_head()


def differences(database: Database) -> list[object]:
    """How the tables differ from what the program declares; empty when they are as they should be."""
    names = set(Base.metadata.tables)

    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "table" or name in names

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": ours})
        return list(compare_metadata(context, Base.metadata))


def write_revision(database: Database, message: str, number: str) -> None:
    """Write the next migration from what the tables lack (for developers; read it before it is kept)."""
    with database.engine.connect() as connection, connection.begin():
        command.revision(_config(connection), message, autogenerate=True, rev_id=number)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _older(steps: ScriptDirectory, current: str) -> set[str]:
    return {step.revision for step in steps.iterate_revisions(current, "base") if step.revision != current}


def _take_turns(connection: Connection) -> None:
    """SQLite's transaction holds the file already; PostgreSQL has a lock of its own for such turns."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7235014928301)")
