"""How the server is: queues, workers, database, files, disk, versions."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter

from reelwright.api.caller import PlatformDep
from reelwright.api.wire import Success, Wire
from reelwright.app.system_health import health_of

router = APIRouter()


class WorkerShown(Wire):
    name: str
    version: str
    queues: list[str]
    is_alive: bool
    started_at: datetime
    beat_at: datetime
    disk_free_bytes: int


class HealthShown(Wire):
    """``state`` is ``good``, ``warning`` or ``bad``; ``problems`` say why."""

    state: str
    problems: list[str]
    version: str
    python: str
    database: str
    database_state: str
    database_bytes: int | None
    revision: str | None
    storage: str
    storage_state: str
    storage_bytes: int
    disk_free_bytes: int
    disk_total_bytes: int
    queues: dict[str, int]
    jobs: dict[str, int]
    pending_mails: int
    pending_deliveries: int
    waiting_moderation: int
    workers: list[WorkerShown]


@router.get("/health", summary="Queues, workers, database, files, disk, versions")
def show(platform: PlatformDep) -> Success[HealthShown]:
    return Success(data=HealthShown.model_validate(health_of(platform)))
