"""The story of a job: stage after stage, until it is done, asks a person, fails or is cancelled.

A workflow never waits for a person: it ends, and the approval enqueues the next part of the story.
"""

from __future__ import annotations

import asyncio
from typing import Any

from reelwright.workflows.engine import Work, begin_child, preemptible_step, sleep, step, workflow
from reelwright.workflows.jobs import bookkeeping, stage_run
from reelwright.workflows.jobs.bookkeeping import Story

ATTEMPTS = 3
_FIRST_PAUSE_SECONDS = 2
_RECOVERIES = 50
"""How often a worker may die under a job. Hostile input cannot kill a worker, only the child process of its stage, and that counts
as an attempt; so the worker's death is no fault of the job's."""


@workflow("job", _RECOVERIES)
async def job(job_id: str, revision: int) -> str:
    """Run what is left of a job. Its result is the state it ends in."""
    story: Story = await begin(job_id, revision)
    for stage in story["stages"]:
        extra: dict[str, Any] = {}
        if stage["name"] == "render" and story["parts"]:
            extra["chunks"] = await _drawn(job_id, revision, story)
        outcome = await _staged(job_id, revision, stage, extra)
        if outcome["state"] != "done":
            return await failed(job_id, revision, outcome)
        story["parts"] = outcome.get("parts") or story["parts"]
        if await passed(job_id, revision, stage["name"], outcome):
            return "waiting"
    return await completed(job_id, revision)


@workflow("stage", _RECOVERIES)
async def stage(job_id: str, revision: int, name: str, part: str, extra: dict[str, Any]) -> dict[str, Any]:
    """One stage (or one part of a rendering), tried up to three times when another try may help."""
    outcome: dict[str, Any] = {}
    for attempt in range(1, ATTEMPTS + 1):
        outcome = await run_stage(job_id, revision, name, part, extra, attempt)
        if outcome["state"] == "done" or not outcome.get("may_retry"):
            return outcome
        if attempt < ATTEMPTS:
            await sleep(_FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
    return outcome


async def _staged(job_id: str, revision: int, row: dict[str, Any], extra: dict[str, Any]) -> dict[str, Any]:
    name = row["name"]
    work = Work(
        "stage", f"job-{job_id}-{name}-r{revision}", row["queue"], (job_id, revision, name, "", extra), row["priority"]
    )
    return await (await begin_child(work))()


async def _drawn(job_id: str, revision: int, story: Story) -> dict[str, str]:
    """Let many workers draw the parts of a long video; where each finished chunk is kept."""
    row = next(row for row in story["stages"] if row["name"] == "render")
    waits = []
    for part in story["parts"]:
        work = Work(
            "stage",
            f"job-{job_id}-draw-{part}-r{revision}",
            row["queue"],
            (job_id, revision, "draw", part, {}),
            row["priority"],
        )
        waits.append(await begin_child(work))
    chunks: dict[str, str] = {}
    for wait in waits:
        outcome = await wait()
        chunks |= outcome.get("chunks", {})  # a part that failed is drawn by the rendering itself
    return chunks


@step("begin")
async def begin(job_id: str, revision: int) -> Story:
    return await asyncio.to_thread(bookkeeping.begin, job_id, revision)


@step("passed")
async def passed(job_id: str, revision: int, name: str, outcome: dict[str, Any]) -> bool:
    """Write a stage down as done; whether the job now waits for a person."""
    return await asyncio.to_thread(bookkeeping.passed, job_id, revision, name, outcome)


@step("completed")
async def completed(job_id: str, revision: int) -> str:
    return await asyncio.to_thread(bookkeeping.completed, job_id, revision)


@step("failed")
async def failed(job_id: str, revision: int, outcome: dict[str, Any]) -> str:
    return await asyncio.to_thread(bookkeeping.failed, job_id, revision, outcome)


@preemptible_step("run_stage")
async def run_stage(
    job_id: str, revision: int, name: str, part: str, extra: dict[str, Any], attempt: int
) -> dict[str, Any]:
    return await stage_run.run_stage(stage_run.StageCall(job_id, revision, name, part, extra, attempt))
