"""Moments in SQL that mean the same on SQLite and PostgreSQL: days, seconds between, percentiles."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, cast, func, literal_column, select

from reelwright.database.ownership import OwnedSession


def day_of(session: OwnedSession, moment: Any) -> ColumnElement[str]:
    """The day (UTC) of a moment, as ``2026-11-21``."""
    if session.get_bind().dialect.name == "postgresql":
        return func.to_char(func.timezone("UTC", moment), "YYYY-MM-DD")
    return func.strftime("%Y-%m-%d", moment)


def seconds_between(session: OwnedSession, begin: Any, end: Any) -> ColumnElement[Any]:
    """Seconds from one moment to another."""
    if session.get_bind().dialect.name == "postgresql":
        return func.extract("epoch", end - begin)
    return (func.julianday(end) - func.julianday(begin)) * literal_column("86400.0")


def week_of(session: OwnedSession, begin: Any, moment: Any) -> ColumnElement[int]:
    """How many whole weeks a moment is after another."""
    return cast(func.floor(seconds_between(session, begin, moment) / literal_column("604800.0")), Integer)


def nearest_ranks(rows: Any, by: tuple[str, ...], value: str, percents: tuple[int, ...]) -> Any:
    """A query over the query ``rows``: for each group, how many rows it has and the value at each percent, by the nearest-rank method.

    The value at p percent of n rows in order is that of rank ceil(n p / 100).
    """
    inner = rows.subquery()
    groups = [inner.c[name] for name in by]
    ranked = select(
        *groups,
        inner.c[value].label("value"),
        func.row_number().over(partition_by=groups, order_by=inner.c[value]).label("rank"),
        func.count().over(partition_by=groups).label("total"),
    ).subquery()
    places = [
        func.max(case((ranked.c.rank == (ranked.c.total * each + 99) // 100, ranked.c.value))).label(f"p{each}")
        for each in percents
    ]
    names = [ranked.c[name] for name in by]
    return select(*names, func.count().label("total"), *places).group_by(*names).order_by(*names)


def as_day(text: Any) -> date:
    return date.fromisoformat(str(text)[:10])
