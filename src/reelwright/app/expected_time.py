"""How long work on a video will take, judged by what the last videos took here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from statistics import median

from sqlalchemy import select

from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job, JobStage, Video

_LOOKED_AT = 40
_USUAL = {"gather": 1.0, "script": 2.0, "speech": 4.0, "visuals": 4.0, "timeline": 2.0}
"""Seconds, before anything was made here."""
_USUAL_RENDER = 1.2
"""Seconds of work for a second of video at 1080p on two cores (docs/performance has figures of other machines)."""


def expected_seconds(session: OwnedSession, stages: Sequence[str], length: float) -> float:
    """Seconds of work on the ``stages`` of a video that lasts ``length`` seconds."""
    rows = session.execute(
        select(JobStage.stage, JobStage.started_at, JobStage.finished_at, Video.facts)
        .join(Job, Job.id == JobStage.job_id)
        .join(Video, Video.id == Job.video_id)
        .where(Job.kind == "make", JobStage.state == "done", JobStage.stage.in_(tuple(stages)))
        .order_by(JobStage.finished_at.desc())
        .limit(_LOOKED_AT)
    ).all()
    found = 0.0
    for stage in stages:
        took: list[float] = []
        for name, started, finished, facts in rows:
            if name != stage or not started or not finished:
                continue
            seconds = (finished - started) / timedelta(seconds=1)
            made = float((facts or {}).get("duration") or 0)
            if stage != "render":
                took.append(seconds)
            elif made:
                took.append(seconds / made * length)
        usual = _USUAL_RENDER * length if stage == "render" else _USUAL.get(stage, 2.0)
        found += median(took) if took else usual
    return round(found, 1)
