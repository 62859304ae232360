"""A job's states in Shotstack's words."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from reelwright.database.tables import Job
from reelwright.workflows.shotstack.render_state import error_of, iso_moment, status_of


@pytest.mark.parametrize(
    ("status", "progress", "theirs"),
    [
        ("QUEUED", 0, "queued"), ("PROCESSING", 0, "fetching"), ("PROCESSING", 14, "fetching"), ("PROCESSING", 15, "rendering"),
        ("PROCESSING", 99, "rendering"), ("PROCESSING", 100, "saving"), ("COMPLETED", 100, "done"), ("FAILED", 40, "failed"),
        ("CANCELLED", 40, "failed"), ("CANCELLING", 40, "failed"),
    ],
)  # fmt: skip
def test_every_state_has_its_word(status: str, progress: int, theirs: str) -> None:
    assert status_of(Job(kind="render", status=status, progress=progress)) == theirs


def test_an_error_says_what_and_what_to_do() -> None:
    job = Job(kind="render", status="FAILED", error={"message": "it broke", "hint": "mend it"})
    assert error_of(job) == "it broke (mend it)"
    assert error_of(Job(kind="render", status="CANCELLED", cancelled_because="by its owner")).endswith(
        "cancelled: by its owner"
    )
    assert error_of(Job(kind="render", status="COMPLETED")) == ""


def test_moments_are_in_utc_with_milliseconds() -> None:
    noon = datetime(2026, 1, 2, 12, 0, 0, 123456, timezone(timedelta(hours=1)))
    assert iso_moment(noon) == "2026-01-02T11:00:00.123Z"
