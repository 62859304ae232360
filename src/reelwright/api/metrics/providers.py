"""Calls to providers and what they used and cost, from the ledger of paid calls."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Counter
from sqlalchemy import select

from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.database.tables import PaidCall

_SETTLED = ("done", "failed", "unclear")
_OVERLAP = timedelta(minutes=10)
"""Rows are stamped before their transactions end, by clocks that may differ: the last look's end is looked at again."""
_UNIT = re.compile(r"[a-zA-Z][a-zA-Z0-9_]{0,39}")
_MICROS = 1_000_000


class ProviderMeasures:
    """Counts begin with the first look."""

    def __init__(self, database: Database, registry: CollectorRegistry) -> None:
        self._database = database
        self._looked_at: datetime | None = None
        self._known: dict[uuid.UUID, str] = {}
        by = ["provider", "operation"]
        self._calls = Counter(
            "reelwright_provider_calls",
            "Calls to providers by how they ended: done, failed, or unclear (a person must look).",
            [*by, "state"],
            registry=registry,
        )
        self._usage = Counter(
            "reelwright_provider_usage",
            "What calls used, in each unit the provider counts in: tokens, characters, seconds.",
            [*by, "unit"],
            registry=registry,
        )
        self._cost = Counter(
            "reelwright_provider_cost_dollars", "What calls cost, in US dollars.", by, registry=registry
        )

    def look(self) -> None:
        """Take in what was settled since the last look."""
        moment = now()
        since = (self._looked_at or moment) - _OVERLAP
        query = select(PaidCall).where(PaidCall.updated_at >= since, PaidCall.state.in_(_SETTLED))
        with self._database.system_reader() as session:
            rows = session.scalars(query).all()
        if self._looked_at is not None:
            for row in rows:
                if self._known.get(row.id) != row.state:
                    self._count(row)
        self._known = {row.id: row.state for row in rows}
        self._looked_at = moment

    def _count(self, row: PaidCall) -> None:
        self._calls.labels(row.provider, row.operation, row.state).inc()
        if row.state != "done":
            return
        self._cost.labels(row.provider, row.operation).inc(max(0, row.cost_micros) / _MICROS)
        for unit, amount in _amounts(row.usage):
            self._usage.labels(row.provider, row.operation, unit).inc(amount)


def _amounts(usage: Mapping[str, object]) -> list[tuple[str, float]]:
    return [
        (unit, float(amount))
        for unit, amount in usage.items()
        if isinstance(amount, int | float) and not isinstance(amount, bool) and amount > 0 and _UNIT.fullmatch(unit)
    ]
