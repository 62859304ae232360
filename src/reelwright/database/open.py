"""Opening the database: SQLite in a file, or PostgreSQL, by one URL."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from reelwright.database.ownership import SYSTEM, OwnedSession
from reelwright.errors import InvalidInput

_BUSY_SECONDS = 30


class Database:
    """The application's tables behind one connection pool. Sessions commit when their block ends well."""

    def __init__(self, engine: Engine, url: str) -> None:
        self.engine = engine
        self.url = url
        self._reading = engine.execution_options(reelwright_reads=True)
        self._turn = RLock()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def session_of(self, owner: uuid.UUID) -> Iterator[OwnedSession]:
        """A transaction that sees one user's rows."""
        with self._writer(owner) as session:
            yield session

    @contextmanager
    def reader_of(self, owner: uuid.UUID) -> Iterator[OwnedSession]:
        """A transaction that only reads one user's rows, and on SQLite does not wait for whoever writes."""
        with OwnedSession(self._reading, info={"owner": owner}, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def system_reader(self) -> Iterator[OwnedSession]:
        """A transaction that only reads, and sees everything."""
        with OwnedSession(self._reading, info={"owner": SYSTEM}, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def system_snapshot(self) -> Iterator[OwnedSession]:
        """A transaction that only reads, sees everything, and all of it as it was at one moment, however many statements it makes."""
        moment = self._reading.execution_options(**({} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}))
        with OwnedSession(moment, info={"owner": SYSTEM}, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def system_session(self) -> Iterator[OwnedSession]:
        """A transaction that sees everything: for workers, sign-in and housekeeping only."""
        with self._writer(SYSTEM) as session:
            yield session

    @contextmanager
    def _writer(self, owner: uuid.UUID | str) -> Iterator[OwnedSession]:
        """On SQLite the threads of a process take turns here: the library's own waiting sleeps, longer each time, and whoever
        comes later may be served first. Whoever does not get a turn in time goes on all the same, and SQLite decides."""
        has_turn = self.is_sqlite and self._turn.acquire(timeout=_BUSY_SECONDS)
        try:
            with OwnedSession(self.engine, info={"owner": owner}, expire_on_commit=False) as session, session.begin():
                yield session
        finally:
            if has_turn:
                self._turn.release()

    def check(self) -> None:
        """Ask the database for a sign of life. Raises SQLAlchemy's errors."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Open ``sqlite:///path`` or ``postgresql://…``. Raises ``InvalidInput`` for another or an unreachable one."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise InvalidInput("the database address cannot be read", hint="sqlite:///path or postgresql://…") from None
    if parsed.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        engine = create_engine(
            parsed.set(drivername="postgresql+psycopg"), pool_size=10, max_overflow=20, pool_pre_ping=True
        )
        return Database(engine, engine.url.render_as_string(hide_password=False))
    if parsed.drivername == "sqlite" and parsed.database and parsed.database != ":memory:":
        path = Path(parsed.database).absolute()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InvalidInput(f"the database folder {path.parent} cannot be made: {error.strerror}") from None
        engine = create_engine(
            f"sqlite:///{path}", pool_size=10, max_overflow=20, connect_args={"timeout": _BUSY_SECONDS}
        )
        _set_up_sqlite(engine)
        return Database(engine, f"sqlite:///{path}")
    raise InvalidInput(
        f"a database of the kind {parsed.drivername} is not supported",
        hint="sqlite:///path/file.sqlite or postgresql://…",
    )


def _set_up_sqlite(engine: Engine) -> None:
    """Write-ahead log, full durability (a paid result must survive a loss of power), and foreign keys that hold.

    Transactions begin by taking the write lock: SQLite cannot wait for it later without risking a deadlock. Reads of one
    statement outside of a session are not held up by it, for the log lets readers and the one writer go side by side.
    """

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={_BUSY_SECONDS * 1000}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        is_reading = connection.get_execution_options().get("reelwright_reads", False)
        connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")


def reachable(database: Database) -> None:
    """Raise ``InvalidInput`` when nobody answers at the address."""
    try:
        database.check()
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise InvalidInput(f"the database does not answer: {reason}", hint="check REELWRIGHT_DATABASE_URL") from None
