"""The lip-sync port over Sync: parts sent once, waited for, fetched and faded in; every way a call breaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from reelwright.errors import ContentRefused, NoBalance, OutcomeUnknown, ProviderFailed, ProviderUnavailable
from reelwright.media.even_rate import even_rate, pictures_at
from reelwright.media.probe import probe
from reelwright.providers.lip_sync import LipSyncRequest, SpokenSpan
from reelwright.vendors.sync.api import check
from reelwright.vendors.sync.lip_sync import SyncLipSync, SyncPictures
from reelwright.vendors.sync.manifest import OFFERS
from reelwright.vendors.video_pieces import VideoPiece, pieces_of
from tests.talking_head import bursts, head, with_open_mouth, write_video
from tests.vendors.faults import FAULTS, Fault, access_to, check_fault, states
from tests.vendors.multipart import form_parts
from tests.vendors.vendor_server import Asked, Reply, VendorServer

OFFER = next(offer for offer in OFFERS if offer.kind == "lip-sync")
PAID = ("POST", "/v2/generate")
SPANS = (SpokenSpan(0.4, 0.9), SpokenSpan(2.6, 3.1))
PIECES = [VideoPiece(2, 31), VideoPiece(57, 86)]
SMALL = (320, 180)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("talk")
    write_video(made / "head.mp4", [head(n, SMALL) for n in range(90)])
    for number, piece in enumerate(PIECES, 1):
        opened = [with_open_mouth(head(n, SMALL), n) for n in range(piece.first, piece.last)]
        write_video(made / f"made-{number}.mp4", opened)
    bursts(made / "voice.flac", [(span.start, span.end) for span in SPANS], 3.6)
    return made


class SyncVendor:
    """Answers with the mouth open in every picture. ``looks`` are asked until a work is done; ``ends_in`` is its last state."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.works: dict[str, bytes] = {}
        self.of_key: dict[str, str] = {}
        self.sent: list[dict[str, bytes]] = []
        self.looks = 1
        self.ends_in: dict[str, str] = {}
        self.asked_for: dict[str, int] = {}
        self.server = VendorServer(
            [
                (*PAID, self.submit), ("GET", "/v2/generate/.*", self.look), ("GET", "/files/.*", self.file),
                ("GET", "/v2/models", lambda asked: Reply([{"name": "lipsync-2"}])),
            ]
        )  # fmt: skip

    def submit(self, asked: Asked) -> Reply:
        assert asked.headers["x-api-key"] == "key-of-the-test"
        parts = {name: content for name, _, content in form_parts(asked)}
        key = asked.headers["idempotency-key"]
        if key not in self.of_key:
            self.sent.append(parts)
            self.of_key[key] = f"w-{len(self.sent)}"
            self.works[self.of_key[key]] = (self.folder / f"made-{len(self.sent)}.mp4").read_bytes()
        return Reply({"id": self.of_key[key], "status": "PENDING", "model": "lipsync-2"}, 201)

    def look(self, asked: Asked) -> Reply:
        work = asked.path.rpartition("/")[2]
        self.asked_for[work] = self.asked_for.get(work, 0) + 1
        if self.asked_for[work] <= self.looks:
            return Reply({"id": work, "status": "PROCESSING"})
        state = self.ends_in.get(work, "COMPLETED")
        if state != "COMPLETED":
            return Reply({"id": work, "status": state, "error": "it would not", "errorCode": "generation_failed"})
        return Reply(
            {"id": work, "status": state, "outputUrl": f"{self.server.url}/files/{work}", "outputDuration": 1.2}
        )

    def file(self, asked: Asked) -> Reply:
        return Reply(self.works[asked.path.rpartition("/")[2]])


@pytest.fixture
def vendor(folder: Path) -> Iterator[SyncVendor]:
    made = SyncVendor(folder)
    with made.server:
        yield made


def ask(
    url: str, folder: Path, home: Path, spans: tuple[SpokenSpan, ...] = SPANS, silence: float = 20.0
) -> SyncPictures:
    rate, count, size = even_rate(folder / "head.mp4")
    request = LipSyncRequest(folder / "head.mp4", folder / "voice.flac", spans, rate, count, size, home / "work")
    return SyncLipSync(access_to(url, OFFER, home), silence, 20.0, 30.0, 5_000_000).sync(request)


def test_what_was_changed_is_faded_in_and_the_rest_stays(vendor: SyncVendor, folder: Path, tmp_path: Path) -> None:
    synced = ask(vendor.server.url, folder, tmp_path)
    assert [json.loads(parts["options"]) for parts in vendor.sent] == [{"sync_mode": "cut_off"}] * 2
    assert [parts["model"] for parts in vendor.sent] == [b"lipsync-2"] * 2
    assert vendor.sent[0]["audio"][:4] == b"RIFF"
    (tmp_path / "sent.mp4").write_bytes(vendor.sent[0]["video"])
    assert probe(tmp_path / "sent.mp4").duration == Fraction(29, 25)
    own = list(pictures_at(folder / "head.mp4", Fraction(25), 0, 90))
    new = list(synced.pictures(0, 90))
    touched = [n for n in range(90) if not np.array_equal(own[n].y, new[n].y)]
    assert set(range(10, 23)) | set(range(65, 78)) <= set(touched)
    assert set(touched) <= set(range(8, 26)) | set(range(63, 81))
    for number in touched:
        rows, columns = np.nonzero(own[number].y != new[number].y)
        assert rows.min() > 72
        assert rows.max() < 135
        assert columns.min() > 105
        assert columns.max() < 190
    assert own[15].y[100:107, 142:152].mean() - new[15].y[100:107, 142:152].mean() > 50
    facts = synced.facts
    assert (facts.usage["frames"], facts.cost_micros) == (58, 58 * 2000)
    assert facts.spoken == facts.synced


def test_what_was_paid_for_is_not_sent_again(vendor: SyncVendor, folder: Path, tmp_path: Path) -> None:
    first = ask(vendor.server.url, folder, tmp_path)
    again = ask(vendor.server.url, folder, tmp_path)
    assert vendor.server.count(*PAID) == 2
    assert again.key(0, 90) == first.key(0, 90)
    assert states(tmp_path) == ["done", "done"]


def test_a_broken_off_wait_goes_on_with_the_same_work(vendor: SyncVendor, folder: Path, tmp_path: Path) -> None:
    vendor.server.fault, vendor.server.fault_on = Reply({"message": "busy"}, 503), ("GET", "/v2/generate/.*")
    with pytest.raises(ProviderUnavailable):
        ask(vendor.server.url, folder, tmp_path)
    assert states(tmp_path) == ["submitted"]
    vendor.server.fault = None
    ask(vendor.server.url, folder, tmp_path)
    assert vendor.server.count(*PAID) == 2
    assert states(tmp_path) == ["done", "done"]


def test_a_work_that_takes_long_is_waited_for_again(vendor: SyncVendor, folder: Path, tmp_path: Path) -> None:
    vendor.looks = 10
    with pytest.raises(OutcomeUnknown, match="not done"):
        ask(vendor.server.url, folder, tmp_path)
    vendor.looks = 0
    ask(vendor.server.url, folder, tmp_path)
    assert vendor.server.count(*PAID) == 2


def test_a_download_that_breaks_is_fetched_again(vendor: SyncVendor, folder: Path, tmp_path: Path) -> None:
    vendor.server.fault, vendor.server.fault_on = Reply(b"<html>", 200), ("GET", "/files/.*")
    with pytest.raises(OutcomeUnknown, match="no video"):
        ask(vendor.server.url, folder, tmp_path)
    vendor.server.fault = None
    ask(vendor.server.url, folder, tmp_path)
    assert vendor.server.count(*PAID) == 2


def test_a_refused_part_stays_as_it_is_and_is_told(vendor: SyncVendor, folder: Path, tmp_path: Path) -> None:
    vendor.ends_in["w-1"] = "REJECTED"
    synced = ask(vendor.server.url, folder, tmp_path)
    own = list(pictures_at(folder / "head.mp4", Fraction(25), 0, 31))
    assert all(np.array_equal(one.y, two.y) for one, two in zip(own, synced.pictures(0, 31), strict=True))
    [failure] = synced.facts.failures
    assert failure.startswith("0.1 to 1.2 s: ")
    assert "it would not" in failure
    assert 0 < synced.facts.synced < synced.facts.spoken
    assert states(tmp_path) == ["done", "failed"]


def test_refused_in_every_part_is_refused(vendor: SyncVendor, folder: Path, tmp_path: Path) -> None:
    vendor.ends_in = {"w-1": "REJECTED", "w-2": "FAILED"}
    with pytest.raises(ContentRefused, match="it would not"):
        ask(vendor.server.url, folder, tmp_path)


def test_an_empty_account_ends_it_at_once(vendor: SyncVendor, folder: Path, tmp_path: Path) -> None:
    vendor.server.fault, vendor.server.fault_on = Reply({"message": "no active plan"}, 402), PAID
    with pytest.raises(NoBalance):
        ask(vendor.server.url, folder, tmp_path)
    assert vendor.server.count(*PAID) == 1


def test_a_work_they_forgot_is_made_anew(vendor: SyncVendor, folder: Path, tmp_path: Path) -> None:
    vendor.server.fault, vendor.server.fault_on = Reply({"message": "not found"}, 404), ("GET", "/v2/generate/.*")
    with pytest.raises(ProviderFailed, match="does not know"):
        ask(vendor.server.url, folder, tmp_path)
    assert set(states(tmp_path)) == {"failed"}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_way_a_call_breaks(vendor: SyncVendor, folder: Path, tmp_path: Path, fault: Fault) -> None:
    spans = SPANS[:1]
    check_fault(
        fault, vendor.server, tmp_path, lambda url: ask(url, folder, tmp_path, spans, 1.8), PAID, is_repeatable=True
    )


def test_the_key_is_tried_without_spending(vendor: SyncVendor, tmp_path: Path) -> None:
    assert check(access_to(vendor.server.url, OFFER, tmp_path)) == "the key is good"
    assert "no model nothing-9" in check(access_to(vendor.server.url, OFFER, tmp_path, model="nothing-9"))


@pytest.mark.parametrize("rate", [Fraction(25), Fraction(30000, 1001)])
def test_speech_is_sent_in_pieces_cut_in_pauses(rate: Fraction) -> None:
    spans = [SpokenSpan(start, start + 3.5) for start in range(1, 60, 4)]
    pieces = pieces_of(spans, rate, int(70 * rate), 20.0)
    assert all(piece.last - piece.first <= 20 * rate for piece in pieces)
    assert all(one.last <= two.first for one, two in zip(pieces, pieces[1:], strict=False))
    for span in spans:
        inside = {piece for piece in pieces if piece.first <= span.start * rate < piece.last}
        assert inside == {piece for piece in pieces if piece.first <= span.end * rate < piece.last}


def test_speech_without_a_pause_is_cut_all_the_same() -> None:
    pieces = pieces_of([SpokenSpan(1, 51)], Fraction(25), 1500, 20.0)
    assert len(pieces) == 3
    assert pieces[0].first < 25
    assert pieces[-1].last > 51 * 25
    assert all(one.last == two.first for one, two in zip(pieces, pieces[1:], strict=False))
