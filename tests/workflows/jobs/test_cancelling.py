"""A cancelled rendering ends: no process, no part of a file; a later retry goes on from what was finished."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import Any

import pytest

from reelwright.api.routes.jobs import retry_again, stop_job
from reelwright.app.video_wishes import RenderAsked, start_render
from tests.databases import KINDS, database_url
from tests.workflows.jobs.work_set import Fleet, fleet, stages_of, states, wait_for

pytestmark = pytest.mark.slow
_SLOW: dict[str, Any] = {
    "version": 1, "canvas": {"width": 1280, "height": 720, "fps": 30},
    "tracks": [{"clips": [{"type": "text", "text": "slow", "start": 0, "duration": 90, "font": {"size": 200}, "blur": 30,
                           "animate": {"rotation": [{"at": 0, "value": 0}, {"at": 90, "value": 360}]}}]}],
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_cancelled_rendering_leaves_no_process_and_no_part_of_a_file(kind: str, tmp_path: Path) -> None:
    with fleet(tmp_path, database_url(kind, tmp_path), PART_SECONDS="0") as made:
        made.start()
        owner = made.platform.local_owner()
        with made.platform.database.session_of(owner) as session:
            job = start_render(
                session, made.platform.engine, RenderAsked.model_validate({"document": _SLOW, "data": {}})
            ).id
        while states(made.platform, [job])[0].stage != "render":
            time.sleep(0.05)
        while not renderers(made):
            time.sleep(0.02)
        stop_job(made.platform, owner, job)
        while renderers(made):
            time.sleep(0.02)
        (cancelled,) = states(made.platform, [job])
        assert cancelled.status == "CANCELLED"
        assert not list((tmp_path / "work").rglob("*.part*"))
        retry_again(made.platform, owner, job)
        while states(made.platform, [job])[0].status != "PROCESSING":
            time.sleep(0.05)
        assert stages_of(made.platform, job)["materials"] == 1
        stop_job(made.platform, owner, job)
        (ended,) = wait_for(made.platform, [job])
        assert ended.status == "CANCELLED"


def renderers(made: Fleet) -> list[str]:
    """The child processes of the workers."""
    found: list[str] = []
    for worker in made.workers.values():
        for thread in Path(f"/proc/{worker.pid}/task").iterdir():
            with contextlib.suppress(FileNotFoundError):  # a thread that ended meanwhile
                found += (thread / "children").read_text().split()
    return found
