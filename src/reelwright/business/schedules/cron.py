"""Cron lines of five fields, and the moments they name in a time zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from croniter import croniter
from croniter.croniter import CroniterBadDateError, CroniterError

from reelwright.errors import InvalidInput

_FIELDS = 5
_LONGEST = 120
_HINT = "minute hour day-of-month month day-of-week, such as 30 6 * * mon-fri"
_WORDS = frozenset(
    "jan feb mar apr may jun jul aug sep oct nov dec sun mon tue wed thu fri sat l w".split()
)  # others (r, h) choose moments at random
_HOUR = 1


def checked_cron(line: str) -> str:
    """The line with single spaces. Raises ``InvalidInput`` for one that cannot be read, or names no moment at all."""
    if len(line) > _LONGEST:
        raise InvalidInput(f"a cron line has at most {_LONGEST} characters", hint=_HINT)
    fields = line.lower().split()
    if len(fields) != _FIELDS:
        raise InvalidInput(f"a cron line has {_FIELDS} fields, and this has {len(fields)}", hint=_HINT)
    plain = " ".join(fields)
    unknown = [word for word in re.findall(r"[^\W\d_]+", plain) if word not in _WORDS]
    if unknown or not plain.isascii():
        raise InvalidInput(f"the cron line holds something unknown: {(unknown or [plain])[0]}", hint=_HINT)
    try:
        croniter(plain, datetime.now(UTC)).get_next(datetime)
    except CroniterBadDateError:
        raise InvalidInput(f"the cron line {plain} names no day that ever comes", hint=_HINT) from None
    except CroniterError as error:
        raise InvalidInput(f"the cron line cannot be read: {error}"[:300], hint=_HINT) from None
    return plain


def next_moment(line: str, zone: ZoneInfo, after: datetime) -> datetime:
    """The first moment of a checked line after another, in UTC.

    The line is read in the zone's own time. Where clocks go forward, a time that is left out comes at the end of the gap;
    where they go back, a time that comes twice counts the first time only. Lines for every hour (``*``) keep their rhythm
    instead: they take hours as they come. Raises ``InvalidInput`` when there is none in the next fifty years.
    """
    is_hourly = line.split()[_HOUR].startswith("*")
    moments = croniter(line, after.astimezone(zone))
    while True:
        try:
            moment = moments.get_next(datetime).astimezone(UTC)
        except CroniterBadDateError:
            raise InvalidInput(f"the cron line {line} names no day that comes soon", hint=_HINT) from None
        local = moment.astimezone(zone)
        if is_hourly:
            # The library moves a time in a gap to its end, where the rhythm has no beat.
            is_wanted = croniter.match(line, local.replace(tzinfo=None))
        else:
            is_wanted = not local.fold
        if is_wanted and moment > after:
            return moment
