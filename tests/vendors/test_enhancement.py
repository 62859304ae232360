"""What every adapter of the enhancement port does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from reelwright.errors import Cancelled, MediaUnusable, OutcomeUnknown, ProviderFailed
from reelwright.media.probe import probe
from reelwright.providers.access import Access
from reelwright.providers.enhancement import AudioEnhancement, EnhancementRequest
from reelwright.providers.manifest import Offer
from reelwright.vendors.auphonic.enhancement import AuphonicEnhancement
from reelwright.vendors.auphonic.manifest import OFFERS as AUPHONIC
from reelwright.vendors.elevenlabs.isolation import ElevenLabsIsolation
from reelwright.vendors.elevenlabs.manifest import OFFERS as ELEVENLABS
from reelwright.vendors.local_enhancement.cleaner import LocalCleaner
from reelwright.vendors.local_enhancement.manifest import OFFERS as LOCAL
from tests.sounds import write_wav
from tests.vendors.faults import FAULTS, Fault, access_to, check_fault, states
from tests.vendors.multipart import form_parts
from tests.vendors.sound_contract import flac, mp3, noisy_voice
from tests.vendors.vendor_server import Asked, Reply, Route, VendorServer


@dataclass(frozen=True)
class EnhancementCase:
    name: str
    offers: tuple[Offer, ...]
    connect: Callable[[Access], AudioEnhancement]
    routes: Callable[[EnhancementVendor], list[tuple[str, str, Route]]]
    paid: tuple[str, str]

    @property
    def offer(self) -> Offer:
        return next(offer for offer in self.offers if offer.kind == "enhancement")


class EnhancementVendor:
    """Answers ``sound``, whatever it is sent; ``state`` is Auphonic's for its one production."""

    def __init__(self, case: EnhancementCase, sound: bytes) -> None:
        self.sound = sound
        self.received = b""
        self.state = 9
        self.looks_until_done = 2
        self.ends_in = 3
        self.server = VendorServer(case.routes(self))

    def takes(self, asked: Asked, field: str) -> None:
        [(name, file, content)] = form_parts(asked)
        assert name == field
        assert file
        self.received = content


def _elevenlabs(vendor: EnhancementVendor) -> list[tuple[str, str, Route]]:
    def isolate(asked: Asked) -> Reply:
        assert asked.headers["xi-api-key"] == "key-of-the-test"
        vendor.takes(asked, "audio")
        return Reply(vendor.sound, headers={"Content-Type": "audio/mpeg"})

    return [("POST", "/v1/audio-isolation", isolate)]


def _auphonic(vendor: EnhancementVendor) -> list[tuple[str, str, Route]]:
    at = "/api/production/u-1"

    def wrapped(data: object) -> Reply:
        return Reply({"status_code": 200, "error_code": None, "error_message": "", "form_errors": {}, "data": data})

    def create(asked: Asked) -> Reply:
        assert asked.headers["authorization"] == "Bearer key-of-the-test"
        assert asked.json()["output_files"] == [{"format": "flac"}]
        assert asked.json()["algorithms"]["denoise"] is True
        return wrapped({"uuid": "u-1", "status": 9})

    def upload(asked: Asked) -> Reply:
        vendor.takes(asked, "input_file")
        vendor.state = 10
        return wrapped({"uuid": "u-1"})

    def start(asked: Asked) -> Reply:
        vendor.state = 4
        return wrapped({"uuid": "u-1", "status": 1})

    def status(asked: Asked) -> Reply:
        if vendor.state == 4:
            vendor.looks_until_done -= 1
            if vendor.looks_until_done < 0:
                vendor.state = vendor.ends_in
        return wrapped({"status": vendor.state, "status_string": "x"})

    def details(asked: Asked) -> Reply:
        files = [{"format": "flac", "download_url": f"{vendor.server.url}/api/download/audio-result/u-1/x.flac"}]
        return wrapped({"uuid": "u-1", "output_files": files, "error_message": "the file is broken"})

    return [
        ("POST", "/api/productions.json", create), ("POST", f"{at}/upload.json", upload), ("POST", f"{at}/start.json", start),
        ("GET", f"{at}/status.json", status), ("GET", f"{at}.json", details),
        ("POST", f"{at}/stop.json", lambda asked: wrapped({})),
        ("GET", "/api/download/.*", lambda asked: Reply(vendor.sound)),
    ]  # fmt: skip


HOSTED = (
    EnhancementCase(
        "elevenlabs", ELEVENLABS, lambda access: ElevenLabsIsolation(access, 1.5, 5_000_000), _elevenlabs,
        ("POST", "/v1/audio-isolation"),
    ),
    EnhancementCase(
        "auphonic", AUPHONIC, lambda access: AuphonicEnhancement(access, 1.5, 5_000_000), _auphonic,
        ("POST", "/api/productions.json"),
    ),
)  # fmt: skip
CASES = (*HOSTED, EnhancementCase("cleaner", LOCAL, lambda access: LocalCleaner(), lambda vendor: [], ("", "")))
SECONDS = 5.3


@pytest.fixture(params=HOSTED, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> EnhancementCase:
    return request.param


@pytest.fixture
def vendor(case: EnhancementCase, tmp_path: Path) -> Iterator[EnhancementVendor]:
    made = EnhancementVendor(case, mp3(tmp_path, 5.0))
    with made.server:
        yield made


def wish(folder: Path, case: EnhancementCase) -> EnhancementRequest:
    keep = "clean" if "clean" in case.offer.abilities else "voice-only"
    sound = folder / "recording.wav"
    if not sound.exists():
        write_wav(sound, noisy_voice(SECONDS))
    (folder / "work").mkdir(exist_ok=True)
    return EnhancementRequest(sound, folder / "work", "normal", keep)


def ask(case: EnhancementCase, url: str, folder: Path) -> Path:
    return case.connect(access_to(url, case.offer, folder)).enhance(wish(folder, case))


@pytest.mark.parametrize("answer", [4.0, 5.31, 7.0])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_result_is_as_long_as_the_recording(
    case: EnhancementCase, vendor: EnhancementVendor, tmp_path: Path, answer: float
) -> None:
    vendor.sound = flac(tmp_path, answer)
    duration = probe(ask(case, vendor.server.url, tmp_path)).duration
    assert float(duration or 0) == pytest.approx(SECONDS, abs=0.05)


def test_the_recording_is_sent_whole(case: EnhancementCase, vendor: EnhancementVendor, tmp_path: Path) -> None:
    ask(case, vendor.server.url, tmp_path)
    assert vendor.received == (tmp_path / "recording.wav").read_bytes()


def test_the_same_recording_is_answered_from_the_books(
    case: EnhancementCase, vendor: EnhancementVendor, tmp_path: Path
) -> None:
    first = ask(case, vendor.server.url, tmp_path)
    calls = len(vendor.server.asked)
    assert ask(case, vendor.server.url, tmp_path) == first
    assert len(vendor.server.asked) == calls


def test_what_is_no_sound_is_not_kept(case: EnhancementCase, vendor: EnhancementVendor, tmp_path: Path) -> None:
    vendor.sound = b"hello, this is not sound"
    with pytest.raises(ProviderFailed):
        ask(case, vendor.server.url, tmp_path)
    assert not (tmp_path / "shelf").exists()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_without_sound_costs_nothing(case: EnhancementCase, vendor: EnhancementVendor, tmp_path: Path) -> None:
    (tmp_path / "recording.wav").write_bytes(b"RIFF____WAVE")
    with pytest.raises(MediaUnusable):
        ask(case, vendor.server.url, tmp_path)
    assert not vendor.server.asked


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_it_cannot_keep_it_refuses_before_it_costs(
    case: EnhancementCase, vendor: EnhancementVendor, tmp_path: Path
) -> None:
    for keep in ("clean", "voice-only"):
        if keep not in case.offer.abilities:
            with pytest.raises(ProviderFailed):
                case.connect(access_to(vendor.server.url, case.offer, tmp_path)).enhance(
                    replace(wish(tmp_path, case), keep=keep)  # type: ignore[arg-type]
                )
    assert not vendor.server.asked


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_way_a_call_breaks(
    case: EnhancementCase, vendor: EnhancementVendor, tmp_path: Path, fault: Fault
) -> None:
    check_fault(fault, vendor.server, tmp_path, lambda url: ask(case, url, tmp_path), case.paid)


class TestAuphonic:
    @pytest.fixture
    def case(self) -> EnhancementCase:
        return HOSTED[1]

    @pytest.mark.parametrize("step", ["upload.json", "start.json"])
    def test_a_production_that_was_not_started_goes_on(
        self, case: EnhancementCase, vendor: EnhancementVendor, tmp_path: Path, step: str
    ) -> None:
        vendor.server.fault, vendor.server.fault_on = Reply(broken="cut"), ("POST", f".*/{step}")
        with pytest.raises(OutcomeUnknown):
            ask(case, vendor.server.url, tmp_path)
        assert states(tmp_path) == ["submitted"]
        vendor.server.fault = None
        assert ask(case, vendor.server.url, tmp_path)
        assert vendor.server.count(*case.paid) == 1

    def test_a_production_under_way_is_not_started_again(
        self, case: EnhancementCase, vendor: EnhancementVendor, tmp_path: Path
    ) -> None:
        def die(seconds: float) -> None:
            raise KeyboardInterrupt

        vendor.looks_until_done = 5
        broken = replace(access_to(vendor.server.url, case.offer, tmp_path), sleep=die)
        with pytest.raises(KeyboardInterrupt):
            case.connect(broken).enhance(wish(tmp_path, case))
        assert ask(case, vendor.server.url, tmp_path)
        assert vendor.server.count("POST", ".*/start.json") == vendor.server.count(*case.paid) == 1

    def test_its_own_reason_is_told(self, case: EnhancementCase, vendor: EnhancementVendor, tmp_path: Path) -> None:
        vendor.ends_in = 2
        with pytest.raises(ProviderFailed, match="the file is broken"):
            ask(case, vendor.server.url, tmp_path)
        assert states(tmp_path) == ["failed"]

    def test_it_is_stopped(self, case: EnhancementCase, vendor: EnhancementVendor, tmp_path: Path) -> None:
        def stop(seconds: float) -> None:
            raise Cancelled("stopped")

        stopped = replace(access_to(vendor.server.url, case.offer, tmp_path), sleep=stop)
        with pytest.raises(Cancelled):
            case.connect(stopped).enhance(wish(tmp_path, case))
        assert vendor.server.count("POST", ".*/stop.json") == 1
