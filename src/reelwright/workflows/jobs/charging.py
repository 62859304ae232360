"""What a job costs its user: a hold when it is asked for, a settlement when it is done, a release when it is not.

Only where the operator sells credits (``Engine.tariff``); elsewhere nothing here writes anything.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from reelwright.business.credits.entries import Booking, hold, release, settle
from reelwright.business.credits.invariants import open_holds
from reelwright.business.credits.plans import PlanLimit, grant_month, plan_of
from reelwright.business.credits.tariff import Tariff
from reelwright.database.columns import now
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import CreditEntry, Job, PaidCall, Video
from reelwright.productions.narrate.frame import SIZES

_LETTERS_A_SECOND = 15.0
"""Of narration."""
_UNKNOWN_SECONDS = 60.0
"""Of work whose length shows only when it is done."""


def begin_charge(
    session: OwnedSession, tariff: Tariff, job: Job, provider_micros: int = 0, *, again: float = 0.0
) -> CreditEntry:
    """Check the job against its user's plan and hold its credits. Raises ``PlanLimit`` and ``NotEnoughCredits``.

    ``provider_micros`` is what the server is expected to pay providers for it. A job that was charged before costs the part of its
    work that is done ``again`` now (0 to 1), or was to be when it failed; what was never charged costs all of it.
    """
    part = max(again, _unpaid_part(session, job))
    if (held := open_hold(session, job)) is not None:
        if float(held.data.get("part", 1)) >= part:
            return held
        release(session, job.owner_id, held.key, "more is to be done")
    grant_month(session, tariff, job.owner_id, now())
    plan = plan_of(session, tariff, job.owner_id)
    seconds = expected_seconds(job.kind, job.request)
    if seconds > plan.most_minutes * 60:
        raise PlanLimit(
            f"this lasts {seconds / 60:.0f} minutes, and the plan {plan.title} goes to {plan.most_minutes}",
            hint="make it shorter, or choose a larger plan",
        )
    height = short_side(job.request)
    if height > plan.most_height:
        raise PlanLimit(
            f"this is {height} pixels high, and the plan {plan.title} goes to {plan.most_height}",
            hint="choose a smaller size, or a larger plan",
        )
    if job.budget_micros is not None:
        provider_micros = min(provider_micros, job.budget_micros)
    credits = tariff.cost(_sold_as(tariff, job), seconds * part, provider_micros)
    told = {"seconds": round(seconds, 1), "part": round(part, 2), "provider_micros": provider_micros}
    return hold(session, job.owner_id, credits, Booking(_key(session, job), job.id, f"{job.kind}: expected", told))


def settle_charge(session: OwnedSession, tariff: Tariff, job: Job) -> CreditEntry | None:
    """Charge a finished job for what was made, and for what the server paid providers on its behalf."""
    held = open_hold(session, job)
    if held is None:
        return None
    seconds, paid = _made_seconds(session, job), _newly_paid(session, job)
    used = tariff.cost(_sold_as(tariff, job), seconds * float(held.data.get("part", 1)), paid)
    return settle(session, job.owner_id, held.key, used, f"{job.kind}: {seconds:.0f} s", {"provider_micros": paid})


def release_charge(session: OwnedSession, job: Job, because: str) -> CreditEntry | None:
    """Give back what is held for a job that ended without being done."""
    held = open_hold(session, job)
    return None if held is None else release(session, job.owner_id, held.key, because)


def open_hold(session: OwnedSession, job: Job) -> CreditEntry | None:
    """The hold of the job's present life, if there is one."""
    return session.scalar(open_holds(CreditEntry.job_id == job.id).order_by(CreditEntry.id.desc()).limit(1))


def expected_seconds(kind: str, request: Mapping[str, Any]) -> float:
    """How much will be made, in seconds; of a dub, all its languages together."""
    return work_seconds(kind, request) * (max(1, len(request.get("targets") or ())) if kind == "dub" else 1)


def work_seconds(kind: str, request: Mapping[str, Any]) -> float:
    """How long what is made will be, in seconds: by what is asked for, else by the length of the text or of the file it works on."""
    if request.get("seconds"):
        return float(request["seconds"])
    if kind == "podcast" and request.get("text"):  # its duration is that of a conversation a model writes
        return max(len(str(request["text"])) / _LETTERS_A_SECOND, 1.0)
    if kind in ("make", "speech", "script", "improve"):
        text = str(request.get("text") or "")
        return float(request.get("duration") or len(text) / _LETTERS_A_SECOND or _UNKNOWN_SECONDS)
    if request.get("duration"):
        return float(request["duration"])
    return _file_seconds(request) or _UNKNOWN_SECONDS


def short_side(request: Mapping[str, Any]) -> int:
    """The smaller side of the largest picture asked for, in pixels; 0 for work without pictures of a size."""
    document = request.get("document")
    canvas = document.get("canvas") if isinstance(document, dict) else None
    side = min(SIZES.get(str(request.get("aspect") or ""), (0,)))
    if isinstance(canvas, dict):
        sizes = [value for value in (canvas.get("width"), canvas.get("height")) if isinstance(value, int)]
        side = round(min(sizes or [1080]) * float(request.get("zoom") or 1))
    heights = [int(row["height"]) for row in request.get("outputs") or () if row.get("height")]
    return max([side, *heights])


def _sold_as(tariff: Tariff, job: Job) -> str:
    """The name of its price: a podcast with a video takes as long as other videos do."""
    as_video = f"{job.kind}-video"
    return as_video if job.request.get("video") and as_video in tariff.prices else job.kind


def _made_seconds(session: OwnedSession, job: Job) -> float:
    told = (job.result or {}).get("duration")
    video = session.get(Video, job.video_id) if told is None and job.video_id else None
    told = told if video is None else video.facts.get("duration")
    seconds = float(told) if told else expected_seconds(job.kind, job.request)
    return seconds * max(1, len(job.request.get("targets") or ())) if job.kind == "dub" else seconds


def _newly_paid(session: OwnedSession, job: Job) -> int:
    """What the server paid providers for the job since it was last charged, in millionths of a US dollar."""
    paid = select(func.sum(PaidCall.cost_micros)).where(
        PaidCall.job_id == job.id, PaidCall.state == "done", PaidCall.is_own_key.is_(False)
    )
    charged = session.scalars(
        select(CreditEntry.data).where(CreditEntry.job_id == job.id, CreditEntry.kind == "settle")
    )
    return max(0, int(session.scalar(paid) or 0) - sum(int(data.get("provider_micros", 0)) for data in charged))


def _file_seconds(request: Mapping[str, Any]) -> float:
    """The length of the longest file of the user's that the request names."""
    rows: dict[str, dict[str, Any]] = request.get("assets") or {}
    return max((float(row.get("seconds") or 0) for row in rows.values()), default=0.0)


def _key(session: OwnedSession, job: Job) -> str:
    """One for each life in which the job holds credits: a retry holds anew what a failure gave back."""
    earlier = select(func.count()).where(CreditEntry.job_id == job.id, CreditEntry.kind == "hold")
    return f"job {job.id} hold {int(session.scalar(earlier) or 0) + 1}"


def _unpaid_part(session: OwnedSession, job: Job) -> float:
    """How much of the job's work nobody paid for: all of it before its first settlement, since then the most that was begun."""
    query = select(CreditEntry).where(CreditEntry.job_id == job.id, CreditEntry.kind.in_(("hold", "settle")))
    parts = [1.0]
    for entry in session.scalars(query.order_by(CreditEntry.id)):
        parts = [0.0] if entry.kind == "settle" else [*parts, float(entry.data.get("part", 1))]
    return max(parts)


def ended_without(session: OwnedSession) -> list[tuple[uuid.UUID, str]]:
    """Owners and keys of holds whose job is over or gone: what an accident left open."""
    rows = session.execute(open_holds(Job.id.is_(None) | Job.status.in_(("COMPLETED", "FAILED", "CANCELLED"))))
    return [(row[0].owner_id, row[0].key) for row in rows]
