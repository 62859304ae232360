"""A dub whose workers are killed under it ends as it would have, and no line is translated or paid for twice."""

from __future__ import annotations

import time
import uuid
from pathlib import Path

import pytest

from reelwright.app.dub_wishes import DubAsked, start_dub
from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import job_providers
from reelwright.database.tables import Asset
from reelwright.workflows.jobs.kinds import KINDS
from reelwright.workflows.jobs.lifecycle import cancel_job, job_for_update, retry_job, workflow_id
from tests.cli.test_dub import translated
from tests.databases import database_url
from tests.vendors.vendor_server import Asked, Reply, VendorServer
from tests.workflows.dialogue import dialogue

from .work_set import fleet, states, wait_for

pytestmark = pytest.mark.slow
_STAGES = [stage.name for stage in KINDS["dub"]]


def _asset(platform: Platform, path: Path) -> str:
    kept = platform.store.put_file(path)
    with platform.database.session_of(platform.local_owner()) as session:
        row = Asset(
            name=path.name, kind="file", content_type="application/octet-stream", blob_key=kept.key, size=kept.size
        )
        session.add(row)
        session.flush()
        return f"asset:{row.id}"


def _started(platform: Platform, folder: Path) -> uuid.UUID:
    made = dialogue(folder / "talk.mp4")
    source, words = _asset(platform, made.video), _asset(platform, made.srt(folder / "talk.srt"))
    owner = platform.local_owner()
    asked = DubAsked.model_validate({"source": source, "transcript": words, "targets": ["es"], "language": "en"})
    providers = job_providers(platform.settings, lambda: platform, owner, None)
    with platform.database.session_of(owner) as session:
        return start_dub(session, platform.engine, asked, providers).id


def _reached(platform: Platform, job: uuid.UUID, stage: str) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        now = states(platform, [job])[0]
        if _STAGES.index(now.stage or "gather") >= _STAGES.index(stage):
            return
        time.sleep(0.02)
    raise AssertionError(f"the job never came to {stage}")


def test_killed_in_every_stage_it_ends_as_it_would_have(tmp_path: Path) -> None:
    with (
        VendorServer([("POST", "/v1/chat/completions", translated)]) as model,
        fleet(tmp_path / "data", database_url("sqlite", tmp_path / "data"), f"{model.url}/v1") as running,
    ):
        job = _started(running.platform, tmp_path)
        for stage in _STAGES:
            running.start()
            _reached(running.platform, job, stage)
            running.kill()
            ends = ("COMPLETED",) if stage == _STAGES[-1] else ()
            assert states(running.platform, [job])[0].status in ("QUEUED", "PROCESSING", *ends)
        running.start()
        done = wait_for(running.platform, [job])[0]
        assert (done.status, done.error) == ("COMPLETED", None)
        names = {row["name"] for row in (done.result or {})["outputs"]}
        assert {"video.mp4", "video.es.srt", "video.report.json"} <= names
        bodies = [asked.body for asked in model.asked]
        keys = [asked.headers.get("idempotency-key") for asked in model.asked]
        assert len(set(keys)) == len(set(bodies))  # an open call is asked about under its own key


def test_a_cancelled_dub_stops_and_goes_on_when_tried_again(tmp_path: Path) -> None:
    held = tmp_path / "hold"
    held.touch()

    def slow(asked: Asked) -> Reply:
        while held.exists():
            time.sleep(0.02)
        return translated(asked)

    with (
        VendorServer([("POST", "/v1/chat/completions", slow)]) as model,
        fleet(tmp_path / "data", database_url("sqlite", tmp_path / "data"), f"{model.url}/v1") as running,
    ):
        platform = running.platform
        running.start()
        job = _started(platform, tmp_path)
        until = time.monotonic() + 90
        while not model.asked and time.monotonic() < until:
            time.sleep(0.02)
        with platform.database.session_of(platform.local_owner()) as session:
            row = job_for_update(session, job)
            assert row is not None
            workflow = workflow_id(row)
            cancel_job(session, row, "the test says so")
        platform.engine.cancel(workflow)
        held.unlink()
        time.sleep(1)
        assert states(platform, [job])[0].status == "CANCELLED"
        with platform.database.session_of(platform.local_owner()) as session:
            row = job_for_update(session, job)
            assert row is not None
            retry_job(session, platform.engine, row)
        done = wait_for(platform, [job])[0]
        assert (done.status, done.error) == ("COMPLETED", None)
