"""The durable workflow engine: the one module that knows DBOS.

The rules it keeps are those a crash test taught: one executor a SQLite file, stable executor ids, explicit versions, an explicit
queue, id and priority with every enqueue, JSON instead of pickles.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer
from sqlalchemy.orm import Session

from reelwright.business.credits.tariff import Tariff
from reelwright.database.open import Database
from reelwright.database.tables import Job

VERSION = "pipeline-1"
"""Raised together with a migration of running work, never by itself."""
BULK, NORMAL, INTERACTIVE = 100, 50, 10
"""Priorities: the smaller is taken first."""
_POLL_SECONDS = 0.1
_ENDED = {"SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"}


@dataclass(frozen=True)
class Work:
    """A workflow to be run: its registered name, its own id (enqueued once, however often), its queue and arguments."""

    name: str
    id: str
    queue: str
    arguments: tuple[Any, ...]
    priority: int = NORMAL
    share: str | None = None
    """Whose turn it is on a queue with limits for each user."""


@dataclass(frozen=True)
class Queue:
    """``slots`` run at once on one worker (``None`` is no limit); ``per_minute`` start for each user (0 is no limit)."""

    name: str
    slots: int | None = None
    per_minute: int | None = None
    poll_seconds: float = 0.2
    """How often an idle worker looks; what users wait for is looked for more often."""


class Engine:
    """What every process may do: enqueue, cancel, ask. Only an ``Executor`` runs anything."""

    def __init__(
        self, database: Database, tariff: Tariff | None = None, server_pays: Callable[[Job], int] = lambda job: 0
    ) -> None:
        """``tariff`` says what work costs its users; ``None`` where it costs nothing. ``server_pays`` says what the server's own keys
        are expected to pay providers for a job, in millionths of a US dollar."""
        self.tariff = tariff
        self.server_pays = server_pays
        self._client = DBOSClient(
            system_database_url=database.url,
            serializer=DBOSPortableJSONSerializer(),
            lazy=True,
            retry_connection_errors=False,
        )

    def enqueue(self, session: Session, work: Work) -> None:
        """Enqueue as part of the caller's transaction: both happen, or neither."""
        options: dict[str, Any] = {
            "workflow_name": work.name, "workflow_id": work.id, "queue_name": work.queue, "priority": work.priority,
            "app_version": VERSION,
        }  # fmt: skip
        if work.share is not None:
            options["queue_partition_key"] = work.share
        self._client.enqueue_in_transaction(session, options, *work.arguments)  # type: ignore[arg-type]

    def cancel(self, workflow_id: str) -> None:
        """Stop a workflow and all it started; nothing happens for one that ended or never was."""
        with contextlib.suppress(Exception):
            self._client.cancel_workflow(workflow_id, cancel_children=True)

    def state(self, workflow_id: str) -> str | None:
        """``ENQUEUED``, ``PENDING``, ``SUCCESS``, ``ERROR``, ``CANCELLED`` …; ``None`` for one that is not known."""
        rows = self._client.list_workflows(workflow_ids=[workflow_id], load_input=False, load_output=False)
        return str(rows[0].status) if rows else None

    def has_ended(self, workflow_id: str) -> bool:
        """Whether nothing will be done for a workflow any more, for good or ill; or it was never known."""
        state = self.state(workflow_id)
        return state is None or state in _ENDED

    def depths(self) -> dict[str, int]:
        """How many workflows wait in each queue."""
        waiting = self._client.list_workflows(status="ENQUEUED", queues_only=True, load_input=False, load_output=False)
        counts: dict[str, int] = {}
        for row in waiting:
            counts[str(row.queue_name)] = counts.get(str(row.queue_name), 0) + 1
        return counts

    def busy_executors(self) -> set[str]:
        """The ids of executors that hold unfinished work."""
        rows = self._client.list_workflows(status="PENDING", load_input=False, load_output=False)
        return {str(row.executor_id) for row in rows if row.executor_id}

    def purge(self, ended_before: str, most: int = 500) -> int:
        """Forget workflows that ended before an ISO moment, with their children; how many."""
        rows = self._client.list_workflows(
            status=sorted(_ENDED),
            completed_before=ended_before,
            has_parent=False,
            limit=most,
            load_input=False,
            load_output=False,
        )
        ids = [row.workflow_id for row in rows]
        if ids:
            self._client.delete_workflows(ids, delete_children=True)
        return len(ids)

    def close(self) -> None:
        self._client.destroy()


class Executor:
    """Runs workflows in this process. One at a time in a process; on SQLite one for the whole database."""

    def __init__(
        self, database: Database, executor_id: str, queues: Sequence[Queue], listen: Sequence[str] | None = None
    ) -> None:
        self._database = database
        self._queues = queues
        self._listen = listen
        _quiet_log()
        DBOS(
            config={
                "name": "reelwright", "system_database_url": database.url, "application_version": VERSION,
                "executor_id": executor_id, "serializer": DBOSPortableJSONSerializer(), "console_log_level": "WARNING",
                "log_level": "WARNING", "notification_listener_polling_interval_sec": _POLL_SECONDS, "sys_db_pool_size": 8,
                "run_migrations": True,
            }
        )  # fmt: skip

    def start(self) -> None:
        """Launch: recovers what this executor's id left unfinished, then takes work from the queues."""
        if self._listen is not None:
            DBOS.listen_queues(list(self._listen))
        DBOS.launch()
        for queue in self._queues:
            limits: dict[str, Any] = {"polling_interval_sec": queue.poll_seconds, "on_conflict": "always_update"}
            if queue.slots is not None:
                limits["worker_concurrency"] = queue.slots
            if queue.per_minute is not None:
                limits["partition_limiter"] = {"limit": queue.per_minute or 1_000_000, "period": 60.0}
            DBOS.register_queue(queue.name, **limits)

    def adopt(self, executor_ids: Sequence[str]) -> int:
        """Take over what executors that are gone left unfinished; how many workflows. The caller holds their locks."""
        return len(DBOS._recover_pending_workflows(list(executor_ids)))  # pyright: ignore[reportPrivateUsage]

    def stop(self, patience_seconds: int = 0) -> None:
        """Take nothing new; what still runs after ``patience_seconds`` is taken up again at the next start."""
        DBOS.destroy(workflow_completion_timeout_sec=patience_seconds)


def prepare(database: Database) -> None:
    """Make or migrate the engine's own tables."""
    _quiet_log()
    DBOS.migrate(database.url)


def workflow(name: str, recoveries: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a workflow: an async function that is deterministic but for its steps."""
    return DBOS.workflow(name=name, max_recovery_attempts=recoveries)


def step(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a step: runs at least once, its result is kept."""
    return DBOS.step(name=name)


def preemptible_step(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register an async step that is cancelled together with its workflow."""
    return DBOS.step(name=name, preemptible=True)


async def sleep(seconds: float) -> None:
    """A durable pause of a workflow."""
    await DBOS.sleep_async(seconds)


async def begin_child(work: Work) -> Callable[[], Awaitable[Any]]:
    """Enqueue a child of the running workflow; what is answered waits for its result."""
    options: Any = {
        "workflow_name": work.name, "workflow_id": work.id, "queue_name": work.queue, "priority": work.priority,
        "app_version": VERSION,
    }  # fmt: skip
    handle = await DBOS.enqueue_workflow_with_options_async(options, *work.arguments)

    async def result() -> Any:
        return await handle.get_result(polling_interval_sec=_POLL_SECONDS)

    return result


class _ExpectedEnds(logging.Filter):
    """Drops the engine's tracebacks of cancelled workflows: users cancel, that is no error."""

    def filter(self, record: logging.LogRecord) -> bool:
        kind = record.exc_info[0] if record.exc_info else None
        text = record.getMessage()
        is_cancelled = kind is not None and "Cancelled" in kind.__name__
        return not (is_cancelled or "Cancelled" in text or "no longer owned" in text or "was cancelled" in text)


def _quiet_log() -> None:
    log = logging.getLogger("dbos")
    log.setLevel(logging.WARNING)
    if not any(isinstance(each, _ExpectedEnds) for each in log.filters):
        log.addFilter(_ExpectedEnds())
