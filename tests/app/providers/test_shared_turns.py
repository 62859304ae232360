"""A vendor's limit of calls holds for all processes of a server together, on both databases."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from reelwright.app.opening import open_platform
from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import job_providers
from reelwright.app.server_settings import read_server_settings
from reelwright.database.columns import now
from reelwright.database.tables import CountedAct
from reelwright.providers.access import Access
from reelwright.providers.manifest import Offer, Vendor, api_key
from tests.databases import KINDS, database_url

OFFER = Offer(Vendor("acme", "Acme", (api_key("ACME_KEY"),)), "stock", "nowhere:connect", 50, calls_per_minute=6)


class Waited(Exception):
    pass


@pytest.fixture(params=KINDS)
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Platform, Platform]]:
    """One server, opened as two of its processes open it."""
    told = {"DATA": str(tmp_path / "data"), "DATABASE_URL": database_url(request.param, tmp_path)}
    settings = read_server_settings({f"REELWRIGHT_{name}": value for name, value in told.items()})
    both = open_platform(settings), open_platform(settings)
    yield both
    for each in both:
        each.close()


def access(platform: Platform, key: str = "the-servers-key") -> Access:
    """As a job of some user has it; whoever has to wait raises ``Waited``."""

    def sleep(seconds: float) -> None:
        assert 0 < seconds <= 60
        raise Waited

    turns = job_providers(platform.settings, lambda: platform, uuid.uuid4(), None).turns
    return replace(Access(OFFER, {"api_key": key}, turns=turns), sleep=sleep)


def _is_taken(asked: Access) -> bool:
    try:
        return asked.patiently(lambda: True)
    except Waited:
        return False


def test_processes_that_share_an_account_do_not_go_over_its_limit(two: tuple[Platform, Platform]) -> None:
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(_is_taken, [access(each) for each in two * 8]))
    assert taken.count(True) == OFFER.calls_per_minute
    assert _is_taken(access(two[0], "a-users-own-key"))


def test_after_a_minute_it_is_the_accounts_turn_again(two: tuple[Platform, Platform]) -> None:
    for _ in range(OFFER.calls_per_minute):
        access(two[0]).patiently(lambda: True)

    def a_minute_passes(seconds: float) -> None:
        with two[1].database.system_session() as session:
            session.execute(update(CountedAct).values(at=now() - timedelta(seconds=61)))

    assert replace(access(two[1]), sleep=a_minute_passes).patiently(lambda: "called") == "called"
