"""What is limited is counted by all processes of a server together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from reelwright.business.counted_acts import count_act, forget_acts
from reelwright.database.columns import now
from reelwright.database.open import Database, open_database
from reelwright.database.tables import CountedAct
from tests.databases import KINDS, ready_database


def _counted(database: Database) -> int:
    with database.system_session() as session:
        return session.scalar(select(func.count()).select_from(CountedAct)) or 0


@pytest.mark.parametrize("kind", KINDS)
def test_two_processes_count_together_and_exactly(kind: str, tmp_path: Path) -> None:
    one = ready_database(kind, tmp_path)
    two = open_database(one.url)
    try:
        with ThreadPoolExecutor(8) as threads:
            asked = [threads.submit(count_act, each, 10, "login", "email", "ann") for each in (one, two) * 12]
            told = [each.result() for each in asked]
        assert told.count(None) == 10
        assert all(0 < seconds <= 60 for seconds in told if seconds is not None)
        assert count_act(two, 10, "login", "email", "bob") is None
        with one.system_session() as session:
            session.execute(update(CountedAct).values(at=now() - timedelta(seconds=61)))
        assert count_act(two, 10, "login", "email", "ann") is None
        forget_acts(one)
        assert _counted(one) == 1
    finally:
        two.close()
        one.close()
