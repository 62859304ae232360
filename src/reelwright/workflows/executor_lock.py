"""One process for each executor id: whoever holds the id's lock may run, and recover, that id's work."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import threading
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from reelwright.database.open import Database
from reelwright.errors import InvalidInput


class ExecutorLock(Protocol):
    def release(self) -> None: ...

    def is_held(self) -> bool:
        """Whether it is still ours (a connection may have been lost)."""
        ...


def take_lock(database: Database, executor_id: str) -> ExecutorLock:
    """Take the lock of an executor. Raises ``InvalidInput`` when a living process holds it.

    On SQLite there is one lock for the whole file, for one process at a time may run work there.
    """
    lock = try_lock(database, executor_id)
    if lock is None:
        if database.is_sqlite:
            raise InvalidInput(
                "another process already works on this database",
                hint="stop it, or use PostgreSQL to work with several processes",
            )
        raise InvalidInput(f"another worker has the name {executor_id}", hint="give each worker a --name of its own")
    return lock


def try_lock(database: Database, executor_id: str) -> ExecutorLock | None:
    """The lock, or ``None`` when somebody holds it."""
    if database.is_sqlite:
        return _FileLock.take(Path(database.url.removeprefix("sqlite:///") + ".executor"))
    return _SessionLock.take(database, executor_id)


class _FileLock:
    def __init__(self, file: IO[str]) -> None:
        self._file = file

    @staticmethod
    def take(path: Path) -> _FileLock | None:
        file = path.open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return None
        return _FileLock(file)

    def release(self) -> None:
        self._file.close()

    def is_held(self) -> bool:
        return not self._file.closed


class _SessionLock:
    """PostgreSQL's advisory lock: held by a connection of its own, freed by the server when that ends, however it ends."""

    def __init__(self, connection: Connection, number: int) -> None:
        self._connection = connection
        self._number = number
        self._turn = threading.Lock()

    @staticmethod
    def take(database: Database, executor_id: str) -> _SessionLock | None:
        number = int.from_bytes(
            hashlib.sha256(f"reelwright executor {executor_id}".encode()).digest()[:8], "big", signed=True
        )
        connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if connection.execute(text("SELECT pg_try_advisory_lock(:number)"), {"number": number}).scalar():
            return _SessionLock(connection, number)
        connection.close()
        return None

    def release(self) -> None:
        with self._turn:
            with contextlib.suppress(SQLAlchemyError):
                self._connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": self._number})
            self._connection.close()

    def is_held(self) -> bool:
        with self._turn:
            try:
                held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
                return bool(self._connection.execute(text(held)).scalar())
            except SQLAlchemyError:
                return False
