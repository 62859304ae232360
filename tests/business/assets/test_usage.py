import uuid
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from reelwright.business.assets.errors import QuotaExceeded
from reelwright.business.assets.library import Kept, NewAsset, add_asset
from reelwright.business.assets.uploads import Announced, begin_upload, note_arrival, take_expired
from reelwright.business.assets.usage import check_room, promised_bytes, room_left, used_bytes
from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.database.tables import User
from tests.databases import KINDS, ready_database


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path):
    opened = ready_database(request.param, tmp_path)
    yield opened
    opened.close()


def _user(database: Database, limit: int | None = None) -> uuid.UUID:
    with database.system_session() as session:
        user = User(email=f"{uuid.uuid4()}@example.org", storage_limit_bytes=limit)
        session.add(user)
        session.flush()
        return user.id


def _asset(key: str, size: int, thumbnail: int = 0) -> NewAsset:
    small = Kept(key[::-1], thumbnail, "image/jpeg") if thumbnail else None
    return NewAsset("a.mp4", "video", Kept(key, size, "video/mp4"), {}, small)


def test_use_is_what_distinct_contents_take(database: Database) -> None:
    ann, bob = _user(database), _user(database)
    with database.session_of(ann) as session:
        for new in (_asset("a1", 100, 5), _asset("a1", 100, 5), _asset("b2", 30)):
            add_asset(session, ann, new)
    with database.session_of(bob) as session:
        add_asset(session, bob, _asset("a1", 100))
    with database.reader_of(ann) as session:
        assert used_bytes(session, ann) == 135
    with database.system_reader() as session:
        assert (used_bytes(session, ann), used_bytes(session, bob)) == (135, 100)


def test_a_users_own_limit_goes_before_the_servers(database: Database) -> None:
    ann, bob = _user(database, 10), _user(database)
    for user, left in ((ann, 10), (bob, 1000)):
        with database.session_of(user) as session:
            assert room_left(session, user, 1000) == left
            check_room(session, user, left, 1000)
            with pytest.raises(QuotaExceeded):
                check_room(session, user, left + 1, 1000)


def test_begun_uploads_keep_their_room_until_they_end(database: Database) -> None:
    ann = _user(database)
    with database.session_of(ann) as session:
        upload = begin_upload(session, ann, Announced("a", "", 70), "put", now() + timedelta(hours=1))
        assert (promised_bytes(session, ann, now()), used_bytes(session, ann)) == (70, 0)
        assert promised_bytes(session, ann, now() + timedelta(hours=2)) == 0
        note_arrival(session, upload, Kept("c3", 70, "video/mp4"))
        note_arrival(session, upload, Kept("d4", 60, "video/mp4"))
        assert (promised_bytes(session, ann, now()), used_bytes(session, ann)) == (0, 60)
    with database.system_session() as session:
        assert take_expired(session, now() + timedelta(hours=25), 10) == [upload.staging]
        assert used_bytes(session, ann) == 0


def test_two_uploads_at_once_do_not_share_the_last_room(database: Database) -> None:
    ann = _user(database)
    refused: list[str] = []

    def begin() -> None:
        try:
            with database.session_of(ann) as session:
                check_room(session, ann, 60, 100)
                begin_upload(session, ann, Announced("a", "", 60), "tus", now() + timedelta(hours=1))
        except QuotaExceeded as error:
            refused.append(error.code)

    threads = [Thread(target=begin) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["QUOTA_EXCEEDED"] * 5
