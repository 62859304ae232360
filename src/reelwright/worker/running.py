"""A worker at work: the executor of this process, and the housekeeping beside it."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event, Thread

import structlog

from reelwright.app.platform import Platform
from reelwright.errors import InvalidInput
from reelwright.isolation.limits import Limits
from reelwright.worker.housekeeping import Housekeeping
from reelwright.workflows.engine import Executor, Queue
from reelwright.workflows.executor_lock import ExecutorLock, take_lock
from reelwright.workflows.jobs import flow
from reelwright.workflows.jobs.context import WorkContext, set_context
from reelwright.workflows.jobs.kinds import JOBS, WORK_QUEUES

log = structlog.get_logger(__name__)
__all__ = ["Worker", "WorkerPlan", "flow", "start_worker"]
_IO_SLOTS = 8
_NICENESS = 10
"""Stages step back for the server, which answers people: it may be the same process, or share the machine's cores."""


@dataclass(frozen=True)
class WorkerPlan:
    """``queues`` to take work from (``None`` is all); ``name`` tells workers of one machine apart."""

    queues: tuple[str, ...] | None = None
    name: str = "worker"
    slots: int | None = None


@dataclass
class Worker:
    """Runs until it is stopped."""

    executor: Executor
    lock: ExecutorLock
    housekeeping: Housekeeping
    _ended: Event = field(default_factory=Event)

    def stop(self) -> None:
        """Take nothing new, let go of what runs (it is taken up again elsewhere or at the next start)."""
        self._ended.set()
        self.housekeeping.stop()
        self.executor.stop()
        self.lock.release()


def start_worker(platform: Platform, plan: WorkerPlan | None = None) -> Worker:
    """Start working in this process. Raises ``InvalidInput`` when another process has this worker's name, or for unknown queues."""
    plan = plan or WorkerPlan()
    if unknown := set(plan.queues or ()) - {JOBS, *WORK_QUEUES}:
        raise InvalidInput(
            f"there is no queue {', '.join(sorted(unknown))}", hint=f"choose of {', '.join((JOBS, *WORK_QUEUES))}"
        )
    settings = platform.settings
    executor_id = f"{socket.gethostname()}-{plan.name}"
    lock = take_lock(platform.database, executor_id)
    limits = Limits(
        memory=settings.render_memory,
        processor_seconds=settings.render_seconds * (os.cpu_count() or 1),
        seconds=settings.render_seconds,
        niceness=_NICENESS,
    )
    set_context(
        WorkContext(
            platform.database,
            platform.store,
            settings.data / "work",
            "reelwright.worker.stage_child",
            settings.plain(),
            limits,
            platform.tariff,
        )
    )
    slots = plan.slots or settings.worker_slots
    queues = (
        Queue(JOBS, per_minute=settings.jobs_per_minute, poll_seconds=0.1), Queue("cpu", slots), Queue("gpu", 1), Queue("io", _IO_SLOTS),
    )  # fmt: skip
    executor = Executor(platform.database, executor_id, queues, _listened(plan.queues))
    executor.start()
    housekeeping = Housekeeping(platform, executor, executor_id, plan.queues or (JOBS, *WORK_QUEUES))
    worker = Worker(executor, lock, housekeeping)
    housekeeping.start()
    Thread(target=_guard_lock, args=(worker,), name="executor-lock", daemon=True).start()
    return worker


def _listened(queues: Sequence[str] | None) -> list[str] | None:
    return None if queues is None else list(queues)


def _guard_lock(worker: Worker) -> None:
    """A worker that lost its lock may have been replaced: it must not go on, or work would be done and paid for twice."""
    while not worker._ended.wait(5):  # pyright: ignore[reportPrivateUsage]
        if not worker.lock.is_held() and not worker._ended.is_set():  # pyright: ignore[reportPrivateUsage]
            log.error("executor_lock_lost")
            os._exit(70)
