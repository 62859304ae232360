"""The day's quota of the server's Google project: counted before each call, shown, and kept to.

All users share it. Google's day begins at midnight Pacific time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.database.tables import YoutubeQuota
from reelwright.errors import QuotaExceeded

_PACIFIC = ZoneInfo("America/Los_Angeles")
_CALLED = {"uploads": "uploads", "searches": "searches", "units": "units"}


@dataclass(frozen=True, slots=True)
class Bucket:
    name: str
    used: int
    limit: int


@dataclass(frozen=True)
class Quota:
    """``limits`` are what each bucket holds in a day."""

    database: Database
    limits: Mapping[str, int]

    def spend(self, bucket: str, amount: int) -> None:
        """Count a call in. Raises ``QuotaExceeded`` for one that does not fit into the day."""
        day, limit = google_day(now()), self.limits[bucket]
        self._present(day, bucket)
        row = YoutubeQuota
        fits = update(row).where(row.day == day, row.bucket == bucket, row.used + amount <= limit)
        with self.database.system_session() as session:
            taken = session.execute(fits.values(used=row.used + amount).returning(row.used)).scalar()
        if taken is None:
            raise QuotaExceeded(
                f"the server's {limit} {_CALLED.get(bucket, bucket)} a day at YouTube are used up",
                hint=f"they begin anew at {begins_anew(now()):%Y-%m-%d %H:%M} UTC",
            )

    def used_up(self, bucket: str) -> None:
        """Google says that nothing is left: others use the project, too, or its limits are lower."""
        day = google_day(now())
        self._present(day, bucket)
        with self.database.system_session() as session:
            row = session.scalars(
                select(YoutubeQuota).where(YoutubeQuota.day == day, YoutubeQuota.bucket == bucket)
            ).one()
            row.used = max(row.used, self.limits[bucket])

    def buckets(self) -> list[Bucket]:
        with self.database.system_reader() as session:
            rows = session.scalars(select(YoutubeQuota).where(YoutubeQuota.day == google_day(now()))).all()
        used = {row.bucket: row.used for row in rows}
        return [Bucket(name, used.get(name, 0), limit) for name, limit in self.limits.items()]

    def _present(self, day: str, bucket: str) -> None:
        with self.database.system_reader() as session:
            if session.scalar(select(YoutubeQuota.id).where(YoutubeQuota.day == day, YoutubeQuota.bucket == bucket)):
                return
        try:
            with self.database.system_session() as session:
                session.add(YoutubeQuota(day=day, bucket=bucket, used=0))
        except IntegrityError:  # somebody else was first
            return


def google_day(moment: datetime) -> str:
    return moment.astimezone(_PACIFIC).date().isoformat()


def begins_anew(moment: datetime) -> datetime:
    """The next midnight of Pacific time, in the zone of ``moment``."""
    tomorrow = moment.astimezone(_PACIFIC).date() + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=_PACIFIC).astimezone(moment.tzinfo)
