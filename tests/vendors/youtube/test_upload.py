"""Uploads by Google's own client over lines that break: every byte there once, in order, and one video in the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reelwright.errors import MediaUnusable, ProviderFailed, ProviderUnavailable, QuotaExceeded, ReelwrightError
from reelwright.providers.publishing import Publication
from tests.youtube_server import YoutubeServer, youtube_server

pytest.importorskip("googleapiclient")

from reelwright.vendors.youtube.service import Youtube
from reelwright.vendors.youtube.upload import SessionGone, Uploader, call_off

PIECE = 256 * 1024
SIZE = 3 * PIECE + 1000
WISH = Publication("How rice grows", "A field.", ("rice", "paddy field"), "en", privacy="unlisted", synthetic=True)


@dataclass
class Counted:
    """Everything fits, and is counted."""

    spent: list[tuple[str, int]] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)

    def spend(self, bucket: str, amount: int) -> None:
        self.spent.append((bucket, amount))

    def used_up(self, bucket: str) -> None:
        self.empty.append(bucket)


@dataclass
class Held:
    """Tokens that a test renews by hand."""

    server: YoutubeServer
    current: str = ""
    renewals: int = 0

    def token(self) -> str:
        self.current = self.current or self.server.new_access()
        return self.current

    def renewed(self, stale: str) -> str:
        assert stale == self.current
        self.renewals += 1
        self.current = self.server.new_access()
        return self.current


@dataclass
class Book:
    sessions: list[str] = field(default_factory=list)
    reaches: list[int] = field(default_factory=list)

    def opened(self, session: str) -> None:
        self.sessions.append(session)

    def reached(self, sent: int) -> None:
        self.reaches.append(sent)


@dataclass
class Bench:
    """One video on its way to the server."""

    server: YoutubeServer
    video: Path
    meter: Counted = field(default_factory=Counted)
    book: Book = field(default_factory=Book)
    pauses: list[float] = field(default_factory=list)
    shown: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tokens = Held(self.server)
        self.youtube = Youtube(self.tokens, self.meter, self.server.address)

    def upload(self, session: str = "", wish: Publication = WISH) -> str:
        def shown(done: int, total: int) -> None:
            self.shown.append((done, total))

        return Uploader(self.youtube, PIECE, self.pauses.append).upload(self.video, wish, session, self.book, shown)

    def is_whole(self) -> bool:
        """The one video there is the file, byte for byte."""
        (session,) = self.server.sessions.values()
        return len(self.server.videos) == 1 and bytes(session.content) == self.video.read_bytes()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    video = tmp_path / "video.mp4"
    video.write_bytes(bytes(number % 251 for number in range(SIZE)))
    with youtube_server() as server:
        yield Bench(server, video)


def test_a_video_goes_up_in_pieces_with_everything_that_is_declared(bench: Bench) -> None:
    moment = datetime(2030, 5, 6, 7, 8, 9, tzinfo=UTC)
    wish = Publication("T", "D", ("a", "b"), "hi", "27", "private", moment, made_for_kids=True, synthetic=True)
    assert bench.upload(wish=wish) == "video0"
    assert bench.is_whole()
    row = bench.server.videos["video0"]
    assert row["status"] == {
        "privacyStatus": "private", "selfDeclaredMadeForKids": True, "containsSyntheticMedia": True, "publishAt": "2030-05-06T07:08:09Z",
    }  # fmt: skip
    assert row["snippet"] == {
        "title": "T", "description": "D", "categoryId": "27", "tags": ["a", "b"], "defaultLanguage": "hi", "defaultAudioLanguage": "hi",
    }  # fmt: skip
    assert bench.shown == [(PIECE, SIZE), (2 * PIECE, SIZE), (3 * PIECE, SIZE), (SIZE, SIZE)]
    assert bench.meter.spent == [("uploads", 1)]
    assert bench.pauses == []


def test_the_session_is_written_down_before_the_first_byte_is_sent(bench: Bench) -> None:
    bench.server.faults = [("status", 400, "invalidTitle")]
    with pytest.raises(ReelwrightError, match="invalidTitle"):
        bench.upload()
    assert len(bench.book.sessions) == 1
    assert bench.server.ranges == []


@pytest.mark.parametrize("place", [0, 1, 2, 3])
@pytest.mark.parametrize("fault", [("cut", 1000), ("cut", 0), ("status", 503, "backendError"), ("lost",)])
def test_a_broken_line_is_mended_at_the_right_byte(bench: Bench, place: int, fault: tuple[str, int]) -> None:
    bench.server.faults = [()] * place + [fault]
    assert bench.upload() == "video0"
    assert bench.is_whole()
    assert len(bench.book.sessions) == 1
    assert len(bench.pauses) == 1
    assert bench.meter.spent == [("uploads", 1)]


def test_an_expired_token_is_renewed_and_the_piece_sent_again(bench: Bench) -> None:
    bench.tokens.token()
    bench.server.good_tokens.clear()
    assert bench.upload() == "video0"
    assert bench.is_whole()
    assert bench.tokens.renewals == 1


def test_a_token_that_ends_in_the_middle_is_renewed_once(bench: Bench) -> None:
    def expire(done: int, total: int) -> None:
        if done == 2 * PIECE:
            bench.server.good_tokens.clear()

    uploader = Uploader(bench.youtube, PIECE, bench.pauses.append)
    assert uploader.upload(bench.video, WISH, "", bench.book, expire) == "video0"
    assert bench.is_whole()
    assert (bench.tokens.renewals, bench.pauses) == (1, [])


def test_another_life_goes_on_at_the_byte_that_is_there(bench: Bench, tmp_path: Path) -> None:
    bench.server.faults = [("cut", 100_000), *[("status", 503, "backendError")] * 20]
    with pytest.raises(ProviderUnavailable):
        bench.upload()
    bench.server.faults = []
    bench.server.ranges.clear()
    again = Bench(bench.server, bench.video)
    assert again.upload(bench.book.sessions[0]) == "video0"
    assert again.is_whole()
    assert bench.server.ranges[0].startswith("bytes 100000-")
    assert again.meter.spent == []  # the insert was counted when it began
    assert again.book.sessions == []


def test_a_video_whose_last_answer_was_lost_is_found_by_its_session_and_not_sent_again(bench: Bench) -> None:
    bench.upload()
    bench.server.ranges.clear()
    again = Bench(bench.server, bench.video)
    assert again.upload(bench.book.sessions[0]) == "video0"
    assert bench.server.ranges == []
    assert len(bench.server.videos) == 1


def test_bytes_that_are_all_there_are_waited_for_and_not_sent_again(bench: Bench) -> None:
    bench.video.write_bytes(b"x" * 1000)
    bench.server.faults = [("full",)]
    assert bench.upload() == "video0"
    assert bench.server.ranges == ["bytes 0-999/1000"]
    assert len(bench.pauses) == 1


def test_a_forgotten_session_is_said_and_nothing_is_begun_anew_by_itself(bench: Bench) -> None:
    bench.upload()
    bench.server.sessions.clear()
    with pytest.raises(SessionGone):
        bench.upload(bench.book.sessions[0])
    assert bench.server.sessions == {}


def test_a_line_that_breaks_for_ever_ends_the_upload_and_leaves_the_session(bench: Bench) -> None:
    bench.server.faults = [("status", 500, "backendError")] * 50
    with pytest.raises(ProviderUnavailable, match="again and again"):
        bench.upload()
    assert len(bench.pauses) == 8
    assert set(bench.pauses) == {0.0}  # the server's Retry-After


@pytest.mark.parametrize(
    ("status", "reason", "kind", "code"),
    [
        (403, "quotaExceeded", QuotaExceeded, "QUOTA_EXCEEDED"),
        (400, "uploadLimitExceeded", QuotaExceeded, "QUOTA_EXCEEDED"),
        (403, "forbidden", ProviderFailed, "PROVIDER_REFUSED"),
        (403, "insufficientPermissions", ProviderFailed, "PROVIDER_REFUSED"),
        (401, "youtubeSignupRequired", ProviderFailed, "PROVIDER_REFUSED"),
        (400, "invalidDescription", ReelwrightError, "INVALID_INPUT"),
    ],
)
def test_a_refusal_is_named_by_its_remedy(
    bench: Bench, status: int, reason: str, kind: type[ReelwrightError], code: str
) -> None:
    bench.server.refusals["videos"] = [(status, reason)] * 3
    with pytest.raises(kind) as caught:
        bench.upload()
    assert (caught.value.code, bool(caught.value.hint), caught.value.pointer) == (code, True, None)
    assert bench.meter.empty == (["uploads"] if reason == "quotaExceeded" else [])
    assert "access-" not in str(caught.value)


def test_nobody_there_is_unavailable(tmp_path: Path) -> None:
    video = tmp_path / "v.mp4"
    video.write_bytes(b"1")
    with youtube_server() as server:
        bench = Bench(server, video)
        bench.tokens.token()
    with pytest.raises(ProviderUnavailable):
        bench.upload()
    assert len(bench.pauses) == 8


def test_an_empty_file_is_refused_before_anything_is_asked(bench: Bench) -> None:
    bench.video.write_bytes(b"")
    with pytest.raises(MediaUnusable):
        bench.upload()
    assert bench.server.asked == []


def test_a_session_elsewhere_gets_no_token(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(YoutubeServer, "address", property(lambda _: "http://upload.example"))
    with pytest.raises(ProviderFailed, match="not Google's"):
        bench.upload()
    assert bench.book.sessions == []


def test_an_upload_is_given_up(bench: Bench) -> None:
    bench.server.faults = [("status", 400, "invalidTitle")]
    with pytest.raises(ReelwrightError):
        bench.upload()
    call_off(bench.youtube, bench.book.sessions[0])
    assert bench.server.deleted == ["s0"]
