"""The day's quota: counted exactly however many spend at once, and begun anew at Google's midnight."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from reelwright.business.youtube.quota import Bucket, Quota, begins_anew, google_day
from reelwright.database.open import Database
from reelwright.errors import QuotaExceeded

LIMITS = {"uploads": 3, "units": 100}


def test_what_does_not_fit_is_refused_and_not_counted(database: Database) -> None:
    quota = Quota(database, LIMITS)
    quota.spend("units", 60)
    with pytest.raises(QuotaExceeded, match="100 units") as caught:
        quota.spend("units", 50)
    assert "UTC" in caught.value.hint
    quota.spend("units", 40)
    assert quota.buckets() == [Bucket("uploads", 0, 3), Bucket("units", 100, 100)]


def test_many_at_once_spend_no_more_than_there_is(database: Database) -> None:
    quota = Quota(database, LIMITS)

    def spend(_: int) -> bool:
        try:
            quota.spend("uploads", 1)
        except QuotaExceeded:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(spend, range(12))) == 3


def test_what_google_calls_empty_is_empty(database: Database) -> None:
    quota = Quota(database, LIMITS)
    quota.used_up("units")
    with pytest.raises(QuotaExceeded):
        quota.spend("units", 1)
    quota.spend("uploads", 1)


def test_googles_day_is_pacific() -> None:
    summer = datetime(2026, 7, 2, 6, 59, tzinfo=UTC)
    assert google_day(summer) == "2026-07-01"
    assert begins_anew(summer) == datetime(2026, 7, 2, 7, 0, tzinfo=UTC)
    winter = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)
    assert google_day(winter) == "2026-01-02"
    assert begins_anew(winter) == datetime(2026, 1, 3, 8, 0, tzinfo=UTC)
