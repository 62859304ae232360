"""A set of jobs, workers in processes of their own that can be killed, and what came out."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from reelwright.app.opening import open_platform
from reelwright.app.platform import Platform
from reelwright.app.server_settings import read_server_settings
from reelwright.app.video_wishes import MakeAsked, RenderAsked, start_make, start_render
from reelwright.database.tables import Job, JobStage

_DOCUMENT: dict[str, Any] = {
    "version": 1, "canvas": {"width": 320, "height": 180, "fps": 30, "background": "#202840"},
    "variables": {"word": {"type": "text", "default": "hello"}},
    "tracks": [{"clips": [{"type": "text", "text": "{{word}}", "start": 0, "duration": 6, "font": {"size": 40},
                           "enter": {"preset": "slide", "duration": 1}}]}],
}  # fmt: skip


@dataclass
class Fleet:
    """A platform and worker processes on it."""

    platform: Platform
    environment: dict[str, str]
    told: frozenset[str] = frozenset()
    """Names set in this process's environment, to be taken away again."""
    workers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str = "one") -> None:
        self.workers[name] = subprocess.Popen(
            [sys.executable, "-m", "reelwright.cli.main", "worker", "--name", name, "--slots", "2"],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def kill(self, name: str = "one") -> None:
        """As a loss of power does it: the process and nothing else is told; its children must notice by themselves."""
        worker = self.workers.pop(name)
        with suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)
        worker.wait()

    def __enter__(self) -> Fleet:
        return self

    def __exit__(self, *_: object) -> None:
        for name in list(self.workers):
            self.kill(name)
        self.platform.close()
        for name in self.told:
            os.environ.pop(name, None)


def fleet(folder: Path, database_url: str, text_url: str = "", **settings: str) -> Fleet:
    """A platform without workers yet."""
    told = {"REELWRIGHT_DATA": str(folder), "REELWRIGHT_DATABASE_URL": database_url, "REELWRIGHT_JOBS_PER_MINUTE": "0"}
    if text_url:
        told |= {
            "REELWRIGHT_TEXT_BASE_URL": text_url,
            "REELWRIGHT_TEXT_MODEL": "test",
            "REELWRIGHT_TEXT_IDEMPOTENT": "1",
        }
    told |= {f"REELWRIGHT_{name}": value for name, value in settings.items()}
    os.environ |= told  # the wish for a topic asks whether a model is configured
    return Fleet(open_platform(read_server_settings(told)), os.environ | told, frozenset(told))


def start_jobs(platform: Platform, renders: int, makes: int) -> list[uuid.UUID]:
    """Renderings of one template, and videos of topics that a paid model writes."""
    owner = platform.local_owner()
    with platform.database.session_of(owner) as session:
        jobs = [
            start_render(
                session,
                platform.engine,
                RenderAsked.model_validate({"document": _DOCUMENT, "data": {"word": f"word {number}"}}),
            )
            for number in range(renders)
        ]
        jobs += [
            start_make(
                session,
                platform,
                MakeAsked.model_validate({"topic": f"Topic {number}", "duration": 8, "music": "none"}),
            )
            for number in range(makes)
        ]
        return [job.id for job in jobs]


def states(platform: Platform, ids: list[uuid.UUID]) -> list[Job]:
    with platform.database.system_reader() as session:
        rows = {job.id: job for job in session.scalars(select(Job).where(Job.id.in_(ids)))}
    return [rows[each] for each in ids]


def outputs(platform: Platform, ids: list[uuid.UUID]) -> list[dict[str, str]]:
    """Name and content hash of each job's files."""
    return [{row["name"]: row["key"] for row in (job.result or {}).get("outputs", [])} for job in states(platform, ids)]


def wait_for(platform: Platform, ids: list[uuid.UUID], chaos: Any = None, patience: float = 240) -> list[Job]:
    """Until every job has ended; ``chaos`` is called meanwhile. Gives up only when nothing moves for ``patience`` seconds."""
    moved, last = time.monotonic(), None
    while True:
        jobs = states(platform, ids)
        if all(job.status in ("COMPLETED", "FAILED", "CANCELLED") for job in jobs):
            return jobs
        now = [(job.status, job.stage, job.progress) for job in jobs]
        if now != last:
            moved, last = time.monotonic(), now
        assert time.monotonic() - moved < patience, now
        if chaos is not None:
            chaos()
        time.sleep(0.05)


class Killer:
    """Kills the worker at random moments and starts it again, ``kills`` times."""

    def __init__(self, fleet: Fleet, kills: int, seed: int, longest: float = 4.0) -> None:
        self.left = kills
        self._fleet = fleet
        self._random = random.Random(seed)
        self._longest = longest
        self._at = time.monotonic() + self._pause()

    def __call__(self) -> None:
        if self.left and time.monotonic() >= self._at:
            self.left -= 1
            self._fleet.kill()
            self._fleet.start()
            self._at = time.monotonic() + self._pause()

    def _pause(self) -> float:
        return self._random.uniform(0.3, self._longest)


def stages_of(platform: Platform, job: uuid.UUID) -> dict[str, int]:
    with platform.database.system_reader() as session:
        return {row.stage: row.attempts for row in session.scalars(select(JobStage).where(JobStage.job_id == job))}
