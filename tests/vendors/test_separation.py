"""What every adapter of the separation port does, and how well voices come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from reelwright.errors import MediaUnusable, ProviderFailed
from reelwright.media.audio_write import write_sound
from reelwright.media.probe import probe
from reelwright.providers.access import Access
from reelwright.providers.enhancement import EnhancementRequest
from reelwright.providers.manifest import Offer
from reelwright.providers.separation import SourceSeparation
from reelwright.timeline.resolved import AudioSettings
from reelwright.units.time import SAMPLE_RATE
from reelwright.vendors.elevenlabs.isolation import ElevenLabsIsolation
from reelwright.vendors.elevenlabs.manifest import OFFERS as ELEVENLABS
from reelwright.vendors.elevenlabs.separation import ElevenLabsSeparation
from reelwright.vendors.guided_mask import placement
from reelwright.vendors.local_separation.manifest import OFFERS as LOCAL
from reelwright.vendors.local_separation.separator import CentreSeparation
from reelwright.vendors.made_sound import sound_samples
from tests.vendors.faults import FAULTS, Fault, access_to, check_fault
from tests.vendors.local_speakers.conversation import TEXTS, said
from tests.vendors.multipart import form_parts
from tests.vendors.vendor_server import Asked, Reply, VendorServer

PAID = ("POST", "/v1/audio-isolation")


@dataclass(frozen=True)
class SeparationCase:
    offers: tuple[Offer, ...]
    connect: Callable[[Access], SourceSeparation]

    @property
    def offer(self) -> Offer:
        return next(offer for offer in self.offers if offer.kind == "separation")


CENTRE = SeparationCase(LOCAL, lambda access: CentreSeparation())
HOSTED = SeparationCase(ELEVENLABS, lambda access: ElevenLabsSeparation(access, 1.5, 5_000_000))


@dataclass(frozen=True)
class Mixed:
    """A voice in the middle from 1 s on, over chords that lie left and right."""

    path: Path
    voice: np.ndarray
    music: np.ndarray

    @property
    def speaking(self) -> np.ndarray:
        power = np.convolve(self.voice[:, 0].astype(np.float64) ** 2, np.ones(4800) / 4800, "same")
        return power > power.max() * 1e-3


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Mixed:
    spoken = np.concatenate([said("espeak:en-us+Annie", text) for text in TEXTS[:2]]) * 0.4
    count = len(spoken) + 3 * SAMPLE_RATE
    voice = np.zeros((count, 2), np.float32)
    voice[SAMPLE_RATE : SAMPLE_RATE + len(spoken)] = spoken[:, None]
    at = np.arange(count) / SAMPLE_RATE
    beat = np.exp(-3 * (at % 0.5))
    left = sum(np.sin(2 * np.pi * hertz * at) for hertz in (131, 262, 523)) * beat
    right = sum(np.sin(2 * np.pi * hertz * at) for hertz in (165, 330, 659)) * beat
    music = (np.stack([left, right], 1) * 0.04).astype(np.float32)
    path = tmp_path_factory.mktemp("mixed") / "talk.flac"
    write_sound([voice + music], path, AudioSettings("flac", None, 24), alone=True)
    return Mixed(path, voice, music)


def rendering(mixed: Mixed, folder: Path, late: int = 1100) -> bytes:
    """What a vendor sends: the voice alone, softer, later and coded."""
    path = folder / "rendering.mp3"
    moved = np.concatenate([np.zeros((late, 2), np.float32), mixed.voice * 0.7])
    write_sound([moved], path, AudioSettings("mp3", 128_000, None), alone=True)
    return path.read_bytes()


@pytest.fixture
def server(mixed: Mixed, tmp_path: Path) -> Iterator[VendorServer]:
    sound = rendering(mixed, tmp_path)

    def isolate(asked: Asked) -> Reply:
        assert asked.headers["xi-api-key"] == "key-of-the-test"
        [(name, _, content)] = form_parts(asked)
        assert name == "audio"
        assert content == mixed.path.read_bytes()
        return Reply(sound, headers={"Content-Type": "audio/mpeg"})

    with VendorServer([(*PAID, isolate)]) as made:
        yield made


def ask(case: SeparationCase, url: str, folder: Path, sound: Path) -> tuple[np.ndarray, np.ndarray, bool]:
    (folder / "work").mkdir(exist_ok=True)
    done = case.connect(access_to(url, case.offer, folder)).separate(sound, folder / "work")
    assert probe(done.voice).duration == probe(done.background).duration == probe(sound).duration
    return sound_samples(done.voice), sound_samples(done.background), done.is_rough


def ratio_db(wanted: np.ndarray, found: np.ndarray) -> float:
    """Signal to distortion."""
    return float(
        10 * np.log10((wanted.astype(np.float64) ** 2).sum() / ((wanted - found).astype(np.float64) ** 2).sum())
    )


@pytest.mark.parametrize("case", [CENTRE, HOSTED], ids=["centre", "elevenlabs"])
def test_voice_and_background_are_the_recording_again(
    case: SeparationCase, server: VendorServer, mixed: Mixed, tmp_path: Path
) -> None:
    voice, background, is_rough = ask(case, server.url, tmp_path, mixed.path)
    assert np.abs(voice + background - sound_samples(mixed.path)).max() <= 2**-22
    assert is_rough == (case is CENTRE)


@pytest.mark.parametrize("case", [CENTRE, HOSTED], ids=["centre", "elevenlabs"])
def test_the_voice_is_taken_out_and_the_music_stays(
    case: SeparationCase, server: VendorServer, mixed: Mixed, tmp_path: Path
) -> None:
    voice, background, _ = ask(case, server.url, tmp_path, mixed.path)
    at = mixed.speaking
    before = ratio_db(mixed.music[at], sound_samples(mixed.path)[at])
    assert ratio_db(mixed.voice[at], voice[at]) > 10
    assert ratio_db(mixed.music[at], background[at]) > before + 10
    left = (background[at] * mixed.voice[at]).sum() / (mixed.voice[at] ** 2).sum()
    assert 20 * np.log10(abs(left)) < -15
    calm = ~at
    assert ratio_db(mixed.music[calm], background[calm]) > 20


def test_a_mono_recording_is_separated_as_far_as_it_goes(mixed: Mixed, tmp_path: Path) -> None:
    mono = np.repeat((mixed.voice + mixed.music).mean(axis=1, keepdims=True), 2, axis=1)
    path = tmp_path / "mono.flac"
    write_sound([mono], path, AudioSettings("flac", None, 24), alone=True)
    voice, background, is_rough = ask(CENTRE, "", tmp_path, path)
    assert is_rough
    assert np.abs(voice + background - mono).max() <= 2**-22
    assert ratio_db(mixed.voice[mixed.speaking], voice[mixed.speaking]) > 3


@pytest.mark.parametrize("late", [0, 1100, -700])
def test_a_rendering_is_found_in_time_and_level(mixed: Mixed, tmp_path: Path, late: int) -> None:
    moved = np.roll(mixed.voice * 0.5, late, axis=0)
    write_sound([moved], tmp_path / "r.flac", AudioSettings("flac", None, 24), alone=True)
    found = placement(mixed.path, tmp_path / "r.flac")
    assert abs(found.shift - late) <= 1
    assert found.gain == pytest.approx(2, rel=0.05)


def test_a_silent_rendering_leaves_the_recording_as_it_is(mixed: Mixed, tmp_path: Path) -> None:
    write_sound([mixed.voice * 0], tmp_path / "r.flac", AudioSettings("flac", None, 24), alone=True)
    assert placement(mixed.path, tmp_path / "r.flac").shift == 0


def test_what_was_isolated_before_is_not_paid_again(server: VendorServer, mixed: Mixed, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    enhancement = next(offer for offer in ELEVENLABS if offer.kind == "enhancement")
    isolation = ElevenLabsIsolation(access_to(server.url, enhancement, tmp_path))
    isolation.enhance(EnhancementRequest(mixed.path, tmp_path / "work", keep="voice-only"))
    first = ask(HOSTED, server.url, tmp_path, mixed.path)
    again = ask(HOSTED, server.url, tmp_path, mixed.path)
    assert server.count(*PAID) == 1
    assert np.array_equal(first[0], again[0])


@pytest.mark.parametrize("case", [CENTRE, HOSTED], ids=["centre", "elevenlabs"])
def test_a_file_without_sound_costs_nothing(case: SeparationCase, server: VendorServer, tmp_path: Path) -> None:
    (tmp_path / "no.wav").write_bytes(b"RIFF____WAVE")
    with pytest.raises(MediaUnusable):
        ask(case, server.url, tmp_path, tmp_path / "no.wav")
    assert not server.asked


def test_a_recording_too_short_for_the_vendor_costs_nothing(server: VendorServer, mixed: Mixed, tmp_path: Path) -> None:
    path = tmp_path / "short.flac"
    write_sound([mixed.music[:SAMPLE_RATE]], path, AudioSettings("flac", None, 24), alone=True)
    with pytest.raises(ProviderFailed):
        ask(HOSTED, server.url, tmp_path, path)
    assert not server.asked


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_way_a_call_breaks(server: VendorServer, mixed: Mixed, tmp_path: Path, fault: Fault) -> None:
    check_fault(fault, server, tmp_path, lambda url: ask(HOSTED, url, tmp_path, mixed.path), PAID)
