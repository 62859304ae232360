"""Tokens: sealed at rest, renewed once however many ask, and never again after the permission was taken back."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from reelwright.business.sealing import SealBroken
from reelwright.business.youtube.access import ChannelTokens
from reelwright.business.youtube.channels import channel_of, refresh_token, reseal_channels
from reelwright.database.open import Database
from reelwright.errors import ProviderRefused, ProviderUnavailable
from tests.business.youtube.channel_rows import SECRETS, owner_of_a_channel


@dataclass
class Given:
    access: str
    refresh: str = ""
    seconds: int = 3600


class Google:
    """Answers refreshes, one after the other, and counts them."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.asked: list[str] = []
        self.failure = failure
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, refresh: str) -> Given:
        self.asked.append(refresh)
        assert self.gate.wait(20)
        if self.failure is not None:
            raise self.failure
        return Given(f"access-{len(self.asked)}-token")


def _tokens(database: Database, google: Google, seconds: int = 3600) -> ChannelTokens:
    owner, channel = owner_of_a_channel(database, seconds=seconds)
    return ChannelTokens(database, SECRETS, owner, channel.id, google)


def test_a_good_token_is_used_and_nothing_asked(database: Database) -> None:
    google = Google()
    assert _tokens(database, google).token() == "access-old-token"
    assert google.asked == []


def test_tokens_do_not_lie_in_the_database_as_text(database: Database) -> None:
    _tokens(database, Google())
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT set_config('reelwright.owner', 'system', true)"))
        rows = connection.execute(text("SELECT * FROM youtube_channels")).all()
    assert len(rows) == 1
    assert "token" not in repr(rows).replace("access_token", "")


def test_an_expired_token_is_renewed_once_by_many_who_ask_at_once(database: Database) -> None:
    google = Google()
    google.gate.clear()
    tokens = _tokens(database, google, seconds=-5)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(tokens.token) for _ in range(8)]
        while not google.asked:
            pass
        google.gate.set()
        assert {each.result(30) for each in asked} == {"access-1-token"}
    assert google.asked == ["refresh-0-token"]


def test_a_refused_token_is_renewed_once_by_many_who_were_refused(database: Database) -> None:
    google = Google()
    tokens = _tokens(database, google)
    with ThreadPoolExecutor(8) as pool:
        got = set(pool.map(lambda _: tokens.renewed("access-old-token"), range(8)))
    assert (got, len(google.asked)) == ({"access-1-token"}, 1)


def test_a_permission_taken_back_is_asked_for_once_and_said_ever_after(database: Database) -> None:
    google = Google(ProviderRefused("invalid_grant"))
    tokens = _tokens(database, google, seconds=-5)
    for _ in range(3):
        with pytest.raises(ProviderRefused, match="channel"):
            tokens.token()
    assert len(google.asked) == 1
    with database.reader_of(tokens.owner) as session:
        assert channel_of(session, None).state == "broken"


def test_a_google_that_is_away_breaks_nothing(database: Database) -> None:
    google = Google(ProviderUnavailable("away"))
    tokens = _tokens(database, google, seconds=-5)
    with pytest.raises(ProviderUnavailable):
        tokens.token()
    google.failure = None
    assert tokens.token() == "access-2-token"


def test_a_renewer_who_died_is_not_waited_for_for_ever(database: Database) -> None:
    google = Google()
    pauses: list[float] = []
    owner, channel = owner_of_a_channel(database, seconds=-5)
    tokens = ChannelTokens(database, SECRETS, owner, channel.id, google, pauses.append)
    assert tokens._claimed()
    with pytest.raises(ProviderUnavailable, match="in vain"):
        tokens.token()
    assert sum(pauses) == 0 or sum(pauses) >= 60
    with database.session_of(owner) as session:
        row = channel_of(session, None)
        assert row.refreshing_until is not None
        row.refreshing_until = row.created_at
    assert tokens.token() == "access-1-token"


def test_a_channel_is_brought_under_the_newest_secret(database: Database) -> None:
    owner, _ = owner_of_a_channel(database)
    new = "another secret of the server, long enough"
    assert reseal_channels(database, (new, *SECRETS)) == 1
    assert reseal_channels(database, (new, *SECRETS)) == 0
    with database.reader_of(owner) as session:
        row = channel_of(session, None)
    assert refresh_token((new,), row) == "refresh-0-token"
    with pytest.raises(SealBroken):
        refresh_token(SECRETS, row)
