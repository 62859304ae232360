"""A video is at YouTube once, whatever breaks on its way; what comes after the upload is done once, too."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

pytest.importorskip("googleapiclient")

from reelwright.business.youtube.access import ChannelTokens
from reelwright.business.youtube.quota import Quota
from reelwright.business.youtube.uploads import BeingUploaded, UploadRecord, UploadWish, resolve_upload
from reelwright.database.open import Database
from reelwright.database.tables import Job, YoutubeUpload
from reelwright.errors import ProviderUnavailable, QuotaExceeded, UnclearPayment
from reelwright.providers.publishing import CaptionTrack, Publication, Published, ToPublish
from reelwright.vendors.youtube.service import Youtube
from reelwright.vendors.youtube.sign_in import SignIn
from reelwright.vendors.youtube.upload import Uploader
from reelwright.workflows.publish.youtube import YoutubePublisher, content_of
from tests.business.youtube.channel_rows import SECRETS, owner_of_a_channel
from tests.databases import KINDS, ready_database
from tests.youtube_server import CLIENT_ID, CLIENT_SECRET, YoutubeServer, youtube_server

PIECE = 256 * 1024
WISH = Publication("How rice grows", language="en")


@dataclass
class Desk:
    """One channel, one video, and the books."""

    server: YoutubeServer
    database: Database
    folder: Path
    limits: dict[str, int] = field(default_factory=lambda: {"uploads": 10, "units": 10_000, "searches": 1})

    def __post_init__(self) -> None:
        self.owner, self.channel = owner_of_a_channel(
            self.database, self.server.new_refresh(), self.server.new_access()
        )
        self.video = self.folder / "video.mp4"
        self.video.write_bytes(bytes(number % 251 for number in range(2 * PIECE + 99)))

    def publisher(self, job: uuid.UUID | None = None, again: str = "") -> YoutubePublisher:
        google = SignIn(CLIENT_ID, CLIENT_SECRET, self.server.address)
        tokens = ChannelTokens(self.database, SECRETS, self.owner, self.channel.id, google.refreshed)
        youtube = Youtube(tokens, Quota(self.database, self.limits), self.server.address)
        wish = UploadWish(
            self.channel.id, content_of(self.video), self.video.stat().st_size, WISH.title, job, again=again
        )
        record = UploadRecord(self.database, SECRETS, self.owner, wish)
        return YoutubePublisher(Uploader(youtube, PIECE, lambda _: None), record, self.channel.uploads)

    def publish(self, job: uuid.UUID | None = None, again: str = "", **more: object) -> Published:
        wish = replace(ToPublish(self.video, WISH), **more)  # type: ignore[arg-type]
        return self.publisher(job, again).publish(wish, lambda done, total: None)

    def rows(self) -> list[YoutubeUpload]:
        with self.database.reader_of(self.owner) as session:
            return list(session.query(YoutubeUpload).all())

    def used(self) -> dict[str, int]:
        return {row.name: row.used for row in Quota(self.database, self.limits).buckets()}


@pytest.fixture(params=KINDS)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    database = ready_database(request.param, tmp_path)
    with youtube_server() as server:
        yield Desk(server, database, tmp_path)
    database.close()


def _extras(desk: Desk) -> dict[str, object]:
    picture, srt = desk.folder / "t.jpg", desk.folder / "c.srt"
    picture.write_bytes(b"\xff\xd8\xff")
    srt.write_text("1\n00:00:00,000 --> 00:00:01,000\nRice\n")
    desk.server.playlists["PL0"] = {"id": "PL0", "snippet": {}}
    desk.server.entries["PL0"] = []
    return {"thumbnail": picture, "captions": (CaptionTrack(srt, "en"),), "playlist": "PL0"}


def test_a_video_its_thumbnail_captions_and_playlist(desk: Desk) -> None:
    published = desk.publish(**_extras(desk))
    assert (published.reference, published.url, published.notes) == ("video0", "https://youtu.be/video0", ())
    assert desk.server.thumbnails == {"video0": b"\xff\xd8\xff"}
    assert b"Rice" in desk.server.captions["video0"][0]["content"]
    assert [row["video"] for row in desk.server.entries["PL0"]] == ["video0"]
    assert desk.used() == {"uploads": 1, "units": 50 + 400 + 1 + 50, "searches": 0}
    (row,) = desk.rows()
    assert (row.state, row.sent, row.session_sealed) == ("done", row.size, None)


def test_published_again_it_is_neither_uploaded_nor_finished_twice(desk: Desk) -> None:
    extras = _extras(desk)
    desk.publish(**extras)
    desk.server.asked.clear()
    published = desk.publish(**extras)
    assert published.reference == "video0"
    assert "not uploaded again" in published.notes[0]
    assert desk.server.asked == []


def test_asked_for_again_in_so_many_words_it_is(desk: Desk) -> None:
    desk.publish()
    assert desk.publish(again="job-2").reference == "video1"
    assert len(desk.server.videos) == 2


def test_a_new_life_goes_on_with_the_session_of_the_old_one(desk: Desk) -> None:
    desk.server.faults = [(), ("cut", 5000), *[("status", 503, "backendError")] * 20]
    with pytest.raises(ProviderUnavailable):
        desk.publish()
    (row,) = desk.rows()
    assert (row.state, row.sent) == ("open", PIECE + 5000)
    assert b"session" not in (row.session_sealed or b"")
    desk.server.faults, desk.server.ranges = [], []
    desk.publish()
    assert desk.server.ranges[0].startswith(f"bytes {PIECE + 5000}-")
    assert (len(desk.server.sessions), len(desk.server.videos), desk.used()["uploads"]) == (1, 1, 1)


def test_a_crash_after_the_last_byte_leaves_one_video(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(_: UploadRecord, reference: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(UploadRecord, "done", die)
        with pytest.raises(KeyboardInterrupt):
            desk.publish()
    assert desk.publish().reference == "video0"
    assert len(desk.server.videos) == 1


def test_a_forgotten_session_whose_video_is_there_is_found_among_the_newest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    test_a_crash_after_the_last_byte_leaves_one_video(desk, monkeypatch)
    with desk.database.session_of(desk.owner) as session:
        row = session.query(YoutubeUpload).one()
        row.state = "new"
    record = desk.publisher().record
    record.opened(f"{desk.server.address}/session/gone")
    assert desk.publish().reference == "video0"
    assert len(desk.server.videos) == 1


def test_a_forgotten_session_that_may_have_had_everything_asks_a_person(desk: Desk) -> None:
    record = desk.publisher().record
    record.taken_up()
    record.opened(f"{desk.server.address}/session/gone")
    record.reached(2 * PIECE)
    for _ in range(2):
        with pytest.raises(UnclearPayment, match="nobody knows"):
            desk.publish()
    assert desk.server.videos == {}
    with desk.database.session_of(desk.owner) as session:
        resolve_upload(session, desk.rows()[0].id, "")
    assert desk.publish().reference == "video0"


def test_a_forgotten_session_that_cannot_have_had_everything_is_begun_anew(desk: Desk) -> None:
    record = desk.publisher().record
    record.taken_up()
    record.opened(f"{desk.server.address}/session/gone")
    assert desk.publish().reference == "video0"
    assert len(desk.server.videos) == 1


def test_two_jobs_do_not_upload_one_video_at_once(desk: Desk) -> None:
    with desk.database.session_of(desk.owner) as session:
        jobs = [
            Job(owner_id=desk.owner, kind="publish", request={}, status="PROCESSING", gates=[], approved=[])
            for _ in "ab"
        ]
        session.add_all(jobs)
        session.flush()
        first, second = (job.id for job in jobs)
    desk.publisher(first).record.taken_up()
    with pytest.raises(BeingUploaded, match="another job"):
        desk.publish(second)
    assert desk.publish(first).reference == "video0"


def test_a_thumbnail_that_is_refused_is_a_note_and_one_that_may_work_is_tried_again(desk: Desk) -> None:
    extras = _extras(desk)
    desk.server.refusals = {"thumbnails_set": [(403, "forbidden")], "captions": [(503, "backendError")]}
    with pytest.raises(ProviderUnavailable):
        desk.publish(**extras)
    published = desk.publish(**extras)
    assert len(desk.server.videos) == 1
    assert desk.server.thumbnails == {"video0": b"\xff\xd8\xff"}
    assert len(desk.server.captions["video0"]) == 1
    assert "not uploaded again" in published.notes[0]


def test_captions_that_are_there_already_are_well(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    extras = _extras(desk)
    done: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(UploadRecord, "did", lambda _, step, what="done": done.append(step))
        desk.publish(**extras)
    assert len(done) == 3
    assert desk.publish(**extras).notes[1:] == ()
    assert len(desk.server.captions["video0"]) == 1
    assert len(desk.server.entries["PL0"]) == 1


def test_no_upload_is_begun_when_the_day_is_used_up(desk: Desk) -> None:
    desk.limits["uploads"] = 0
    with pytest.raises(QuotaExceeded, match="uploads a day"):
        desk.publish()
    assert desk.server.asked == []


def test_a_refusal_for_quota_closes_the_bucket_for_everybody(desk: Desk) -> None:
    desk.server.refusals = {"videos": [(403, "quotaExceeded")]}
    for _ in range(2):
        with pytest.raises(QuotaExceeded):
            desk.publish()
    assert len(desk.server.asked) == 1
    assert desk.used()["uploads"] == 10


def test_an_expired_token_is_renewed_once_on_the_way(desk: Desk) -> None:
    desk.server.good_tokens.clear()
    assert desk.publish(**_extras(desk)).notes == ()
    assert desk.server.refreshes == 1
