"""What every adapter of the music port does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from reelwright.errors import ContentRefused, OutcomeUnknown, ProviderFailed, UnclearPayment
from reelwright.providers.music import MusicComposer, MusicRequest
from reelwright.vendors.elevenlabs.manifest import OFFERS
from reelwright.vendors.elevenlabs.music import ElevenLabsMusic
from reelwright.vendors.local_music.composer import LocalComposer
from tests.vendors.faults import FAULTS, Fault, access_to, check_fault, states
from tests.vendors.sound_contract import mp3
from tests.vendors.vendor_server import Asked, Reply, VendorServer

OFFER = next(offer for offer in OFFERS if offer.kind == "music")
PAID = ("POST", "/v1/music")
WISH = MusicRequest("calm", 12.34, 5, "a slow waltz on a music box")


class Composing(VendorServer):
    """Answers music of the length asked for, plus ``more`` seconds."""

    def __init__(self, folder: Path) -> None:
        super().__init__([("POST", "/v1/music", self.compose)])
        self.folder = folder
        self.more = 0.3
        self.sound: bytes | None = None

    def compose(self, asked: Asked) -> Reply:
        assert asked.headers["xi-api-key"] == "key-of-the-test"
        assert asked.query == {"output_format": "mp3_44100_192"}
        assert asked.json()["force_instrumental"] is True
        seconds = asked.json()["music_length_ms"] / 1000 + self.more
        sound = mp3(self.folder, seconds) if self.sound is None else self.sound
        return Reply(sound, headers={"Content-Type": "audio/mpeg", "song-id": "s-1"})


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Composing]:
    with Composing(tmp_path) as server:
        yield server


def elevenlabs(url: str, folder: Path, timeout_seconds: float = 30.0) -> ElevenLabsMusic:
    return ElevenLabsMusic(access_to(url, OFFER, folder), timeout_seconds, 5_000_000)


@pytest.mark.parametrize("more", [-2.0, 0.3, 4.0])
@pytest.mark.parametrize("name", ["elevenlabs", "composer"])
def test_music_is_exactly_as_long_as_asked_and_ends_softly(
    name: str, more: float, server: Composing, tmp_path: Path
) -> None:
    server.more = more
    composer: MusicComposer = elevenlabs(server.url, tmp_path) if name == "elevenlabs" else LocalComposer()
    music = composer.compose(WISH)
    assert music.samples.shape == (round(12.34 * music.rate), 2)
    assert np.abs(music.samples[-50:]).max() < 0.01
    assert 0.03 < float(np.sqrt((music.samples**2).mean())) < 0.3
    assert float(np.abs(music.samples).max()) <= 1


def test_the_description_and_the_length_are_told(server: Composing, tmp_path: Path) -> None:
    elevenlabs(server.url, tmp_path).compose(WISH)
    body = server.asked[0].json()
    assert body["prompt"] == "a slow waltz on a music box"
    assert body["music_length_ms"] == 12340
    assert body["model_id"] == "music_v1"


def test_a_mood_is_described(server: Composing, tmp_path: Path) -> None:
    elevenlabs(server.url, tmp_path).compose(MusicRequest("tense", 3.0, 1))
    assert "tense" in server.asked[0].json()["prompt"]
    assert server.asked[0].json()["music_length_ms"] == 10_000


def test_the_same_wish_is_answered_from_the_books_and_another_seed_is_not(server: Composing, tmp_path: Path) -> None:
    first = elevenlabs(server.url, tmp_path).compose(WISH)
    again = elevenlabs(server.url, tmp_path).compose(WISH)
    assert np.array_equal(first.samples, again.samples)
    assert len(server.asked) == 1
    elevenlabs(server.url, tmp_path).compose(MusicRequest("calm", 12.34, 6, WISH.prompt))
    assert len(server.asked) == 2


def test_what_is_no_sound_is_not_kept(server: Composing, tmp_path: Path) -> None:
    server.sound = b"nothing that sounds"
    with pytest.raises((OutcomeUnknown, UnclearPayment)):
        elevenlabs(server.url, tmp_path).compose(WISH)
    assert states(tmp_path) == ["started"]
    assert not (tmp_path / "shelf").exists()


def test_names_of_artists_are_refused_as_content(server: Composing, tmp_path: Path) -> None:
    detail = {"status": "bad_prompt", "message": "Your prompt names an artist", "data": {"prompt_suggestion": "x"}}
    server.fault = Reply({"detail": detail}, 400)
    with pytest.raises(ContentRefused, match="names an artist"):
        elevenlabs(server.url, tmp_path).compose(WISH)


@pytest.mark.parametrize("seconds", [0.5, 301])
def test_lengths_it_does_not_compose_cost_nothing(seconds: float, server: Composing, tmp_path: Path) -> None:
    with pytest.raises(ProviderFailed):
        elevenlabs(server.url, tmp_path).compose(MusicRequest("calm", seconds, 1, "x"))
    assert not server.asked


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_way_a_call_breaks(fault: Fault, server: Composing, tmp_path: Path) -> None:
    check_fault(fault, server, tmp_path, lambda url: elevenlabs(url, tmp_path, 1.5).compose(WISH), PAID)
