"""One contract for every aligner: each known word once, in order, inside the sound."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from reelwright.errors import MediaUnusable, ProviderFailed
from reelwright.providers.recognition import SpeechAlignment
from reelwright.vendors.elevenlabs import alignment as elevenlabs
from reelwright.vendors.elevenlabs.manifest import OFFERS as ELEVENLABS
from reelwright.vendors.local_alignment import aligner as local
from reelwright.vendors.local_alignment.manifest import OFFERS as LOCAL
from tests.sounds import tone, write_wav
from tests.vendors.faults import FAULTS, Fault, access_to, check_fault, states
from tests.vendors.recognition.vendors import SAID, SOUND, TEXT, check_sound, fields, file_in
from tests.vendors.vendor_server import Asked, Reply, VendorServer

WORDS = tuple(TEXT.split())
PAID = ("POST", "/v1/forced-alignment")
OFFER = next(offer for offer in ELEVENLABS if offer.kind == "alignment")


def _forced(asked: Asked) -> Reply:
    assert asked.headers["xi-api-key"] == "key-of-the-test"
    check_sound(file_in(asked))
    assert fields(asked)["text"] == [TEXT]
    characters: list[dict[str, object]] = []
    for word, start, end, _ in SAID:
        step = (end - start) / len(word)
        characters += [
            {"text": letter, "start": start + step * at, "end": start + step * (at + 1)}
            for at, letter in enumerate(word)
        ]
        characters.append({"text": " ", "start": end, "end": end})
    return Reply({"characters": characters[:-1], "words": [], "loss": 0.2})


@pytest.fixture
def server() -> Iterator[VendorServer]:
    with VendorServer([("POST", PAID[1], _forced)]) as server:
        yield server


@pytest.fixture(params=["elevenlabs", "local"])
def port(request: pytest.FixtureRequest, server: VendorServer, tmp_path: Path) -> SpeechAlignment:
    if request.param == "local":
        return local.connect(access_to("", LOCAL[0], tmp_path))
    return elevenlabs.connect(access_to(server.url, OFFER, tmp_path), 1.0)


def test_known_words_are_placed(port: SpeechAlignment) -> None:
    placed = port.align(SOUND, WORDS, "en")
    assert tuple(word.text for word in placed) == WORDS
    assert all(first.end <= second.start for first, second in pairwise(placed))
    assert all(0 <= word.start <= word.end <= 6.01 for word in placed)
    errors = [abs(word.start - start) for word, (_, start, _, _) in zip(placed, SAID, strict=True)]
    assert np.median(errors) < 0.1


def test_no_words_need_no_sound(port: SpeechAlignment) -> None:
    assert port.align(SOUND, (), "en") == ()


def test_a_file_nobody_can_read_is_told(port: SpeechAlignment, tmp_path: Path) -> None:
    (tmp_path / "no.wav").write_bytes(b"no")
    with pytest.raises(MediaUnusable):
        port.align(tmp_path / "no.wav", WORDS, "en")


def test_silence_holds_no_words(tmp_path: Path) -> None:
    quiet = write_wav(tmp_path / "quiet.wav", tone(2, 0.0))
    with pytest.raises(MediaUnusable, match="nobody speaks"):
        local.connect(access_to("", LOCAL[0], tmp_path)).align(quiet, WORDS, "en")


def test_an_alignment_is_paid_for_once(server: VendorServer, tmp_path: Path) -> None:
    first = elevenlabs.connect(access_to(server.url, OFFER, tmp_path), 1.0).align(SOUND, WORDS, "en")
    assert elevenlabs.connect(access_to(server.url, OFFER, tmp_path), 1.0).align(SOUND, WORDS, "en") == first
    assert len(server.asked) == 1
    assert states(tmp_path) == ["done"]


def test_another_text_in_the_answer_is_not_believed(server: VendorServer, tmp_path: Path) -> None:
    server.fault = Reply({"characters": [{"text": "x", "start": 0, "end": 1}], "words": []})
    with pytest.raises(ProviderFailed):
        elevenlabs.connect(access_to(server.url, OFFER, tmp_path), 1.0).align(SOUND, WORDS, "en")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_way_it_can_fail(fault: Fault, server: VendorServer, tmp_path: Path) -> None:
    def ask(url: str) -> object:
        return elevenlabs.connect(access_to(url, OFFER, tmp_path), 1.0, 2_000_000).align(SOUND, WORDS, "en")

    check_fault(fault, server, tmp_path, ask, PAID)
