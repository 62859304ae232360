"""The moments a cron line names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.business.schedules.cron import checked_cron, next_moment
from reelwright.errors import InvalidInput

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Africa/Cairo",
    "Asia/Kathmandu",
)


def _field(lowest: int, highest: int) -> st.SearchStrategy[set[int]]:
    """The values of a field; empty is ``*``."""
    return st.sets(st.integers(lowest, highest), max_size=3)


def _line(*fields: set[int]) -> str:
    return " ".join(",".join(map(str, sorted(field))) or "*" for field in fields)


def _matches(
    local: datetime, minutes: set[int], hours: set[int], days: set[int], months: set[int], weekdays: set[int]
) -> bool:
    is_day, is_weekday = local.day in days, local.isoweekday() % 7 in weekdays
    fits_day = (is_day or is_weekday) if days and weekdays else (not days or is_day) and (not weekdays or is_weekday)
    fits_time = (not minutes or local.minute in minutes) and (not hours or local.hour in hours)
    return fits_time and fits_day and (not months or local.month in months)


def _is_end_of_gap(local: datetime) -> bool:
    before = (local.astimezone(UTC) - timedelta(minutes=1)).astimezone(local.tzinfo)
    return before.utcoffset() != local.utcoffset()


_moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))
_zones = st.sampled_from(ZONES).map(ZoneInfo)


@given(
    _field(0, 59), _field(0, 23), st.sets(st.integers(1, 28), max_size=3), _field(1, 12), _field(0, 6), _zones, _moments
)
def test_the_next_moment_is_later_and_fits_the_fields(
    minutes: set[int],
    hours: set[int],
    days: set[int],
    months: set[int],
    weekdays: set[int],
    zone: ZoneInfo,
    after: datetime,
) -> None:
    fields = (minutes, hours, days, months, weekdays)
    moment = next_moment(checked_cron(_line(*fields)), zone, after)
    assert moment > after
    assert moment.utcoffset() == timedelta(0)
    local = moment.astimezone(zone)
    assert (local.second, local.microsecond) == (0, 0)
    assert _matches(local, *fields) or (hours and _is_end_of_gap(local))
    assert not (hours and local.fold)


CHANGES = [  # the clocks of a zone change within the day after
    ("Europe/Berlin", datetime(2026, 3, 28, 12, tzinfo=UTC)), ("Europe/Berlin", datetime(2026, 10, 24, 12, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 7, 18, tzinfo=UTC)), ("America/New_York", datetime(2026, 10, 31, 18, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 6, tzinfo=UTC)), ("Australia/Lord_Howe", datetime(2026, 10, 3, 6, tzinfo=UTC)),
    ("Antarctica/Troll", datetime(2026, 3, 28, 12, tzinfo=UTC)), ("Antarctica/Troll", datetime(2026, 10, 24, 12, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2026, 4, 23, 12, tzinfo=UTC)), ("Africa/Cairo", datetime(2026, 10, 29, 12, tzinfo=UTC)),
]  # fmt: skip


@given(_field(0, 59), _field(0, 4), st.sampled_from(CHANGES), st.integers(0, 1200))
def test_nothing_is_left_out_around_a_change_of_the_clocks(
    minutes: set[int], hours: set[int], change: tuple[str, datetime], late: int
) -> None:
    """Compared with every minute between two moments, looked at one by one."""
    zone, after = ZoneInfo(change[0]), change[1] + timedelta(minutes=late)
    fields = (minutes, hours, set(), set(), set())
    moment = next_moment(_line(*fields), zone, after)
    between = after + timedelta(minutes=1)
    while between < moment:
        local = between.astimezone(zone)
        assert not _matches(local, *fields) or (hours and local.fold)
        between += timedelta(minutes=1)


@given(_moments, _zones)
def test_a_line_for_every_minute_is_the_next_minute(after: datetime, zone: ZoneInfo) -> None:
    assert next_moment("* * * * *", zone, after) == after.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _next(line: str, zone: str, after: str, count: int) -> list[str]:
    moment, found = datetime.fromisoformat(after).astimezone(UTC), []
    for _ in range(count):
        moment = next_moment(line, ZoneInfo(zone), moment)
        found.append(moment.astimezone(ZoneInfo(zone)).strftime("%m-%d %H:%M%z"))
    return found


def test_a_time_left_out_in_spring_comes_at_the_end_of_the_gap() -> None:
    found = _next("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00+01:00", 2)
    assert found == ["03-29 03:00+0200", "03-30 02:30+0200"]


def test_a_time_that_comes_twice_in_autumn_counts_once() -> None:
    found = _next("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00+02:00", 2)
    assert found == ["10-25 02:30+0200", "10-26 02:30+0100"]


def test_lines_for_every_hour_keep_their_rhythm_through_both_changes() -> None:
    spring = _next("15 * * * *", "Europe/Berlin", "2026-03-29T01:00+01:00", 2)
    assert spring == ["03-29 01:15+0100", "03-29 03:15+0200"]
    autumn = _next("15 * * * *", "Europe/Berlin", "2026-10-25T02:00+02:00", 3)
    assert autumn == ["10-25 02:15+0200", "10-25 02:15+0100", "10-25 03:15+0100"]


def test_leap_days_and_last_days_are_waited_for() -> None:
    assert _next("0 9 29 2 *", "UTC", "2026-01-01T00:00+00:00", 2) == ["02-29 09:00+0000"] * 2
    assert _next("0 9 L * *", "UTC", "2026-02-01T00:00+00:00", 2) == ["02-28 09:00+0000", "03-31 09:00+0000"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("*/5 * * * *", "*/5 * * * *"), ("  0  9 * * MON-Fri ", "0 9 * * mon-fri"), ("0 0 1 jan *", "0 0 1 jan *"),
        ("0 0 * * fri#1", "0 0 * * fri#1"), ("0 0 15w * *", "0 0 15w * *"), ("0 0 * * 7", "0 0 * * 7"),
    ],
)  # fmt: skip
def test_readable_lines_are_kept(given: str, kept: str) -> None:
    assert checked_cron(given) == kept
    next_moment(kept, ZoneInfo("UTC"), datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "line",
    [
        "", "* * * *", "* * * * * *", "0 0 0 1 1 * 2027", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "@daily",
        "r * * * *", "h * * * *", "R(0-5) * * * *", "0 0 31 2 *", "0 0 30 feb *", "x * * * *", "1-5/0 * * * *", "1,,2 * * * *",
        "-1 * * * *", "٣ * * * *", "é * * * *", "* * * * *\x00", "1," * 100 + "1 * * * *", "0 0 * * 1,5#5", "* * * * /", "l * * * *",
    ],
)  # fmt: skip
def test_others_are_refused(line: str) -> None:
    with pytest.raises(InvalidInput):
        checked_cron(line)


@given(st.text(alphabet="0123456789*/-,?#lwhr mon", max_size=30))
def test_any_text_is_taken_with_a_next_moment_or_refused(line: str) -> None:
    try:
        kept = checked_cron(line)
    except InvalidInput:
        return
    after = datetime(2026, 1, 1, tzinfo=UTC)
    assert next_moment(kept, ZoneInfo("Europe/Berlin"), after) > after
