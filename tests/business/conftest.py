"""Both databases, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reelwright.database.open import Database
from tests.databases import KINDS, ready_database


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    database = ready_database(request.param, tmp_path)
    yield database
    database.close()
