"""One video drawn by three workers, two of which are killed: it is finished, and no finished part is drawn again."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from reelwright.app.video_wishes import RenderAsked, start_render
from reelwright.database.tables import JobEvent
from tests.databases import database_url
from tests.workflows.jobs.work_set import Fleet, fleet, outputs, stages_of, wait_for

pytestmark = pytest.mark.slow
_SECONDS = 60
_LONG: dict[str, Any] = {
    "version": 1, "canvas": {"width": 160, "height": 90, "fps": 25, "background": "#203040"},
    "tracks": [{"clips": [{"type": "shape", "shape": "rectangle", "start": 0, "duration": _SECONDS, "width": 40, "height": 40, "fill": "#ffcc00",
                           "animate": {"x": [{"at": 0, "value": "10%"}, {"at": _SECONDS, "value": "90%"}]}}]}],
}  # fmt: skip


def _render(made: Fleet) -> Any:
    owner = made.platform.local_owner()
    with made.platform.database.session_of(owner) as session:
        return start_render(session, made.platform.engine, RenderAsked.model_validate({"document": _LONG})).id


def test_two_of_three_workers_are_killed_while_they_draw(tmp_path: Path) -> None:
    with fleet(tmp_path / "many", database_url("postgresql", tmp_path), PART_SECONDS="2") as many:
        for name in ("one", "two", "three"):
            many.start(name)
        job = _render(many)
        drawn: list[str] = []

        def kill_two() -> None:
            with many.platform.database.system_reader() as session:
                drawn[:] = [
                    row.data["part"] for row in session.scalars(select(JobEvent).where(JobEvent.kind == "part"))
                ]
            if len(drawn) >= 5 and len(many.workers) == 3:
                many.kill("one")
                time.sleep(1)
                many.kill("two")

        (done,) = wait_for(many.platform, [job], kill_two)
        kill_two()
        assert (done.status, done.error) == ("COMPLETED", None)
        assert (
            len(drawn)
            == len(set(drawn))
            == len([name for name in stages_of(many.platform, job) if name.startswith("draw ")])
        )
        assert len(drawn) >= 25
        assert len(many.workers) == 1
        spread = outputs(many.platform, [job])
    with fleet(tmp_path / "alone", database_url("sqlite", tmp_path), PART_SECONDS="0") as alone:
        alone.start()
        job = _render(alone)
        wait_for(alone.platform, [job])
        assert outputs(alone.platform, [job]) == spread
