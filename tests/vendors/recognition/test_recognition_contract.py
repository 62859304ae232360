"""One contract for every hosted recogniser: real speech sent as documented, words that can be relied on, each piece paid for once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from reelwright.errors import MediaUnusable
from reelwright.providers.access import Access
from reelwright.providers.recognition import Recognised, RecognitionRequest
from tests.vendors.faults import FAULTS, Fault, access_to, check_fault, states
from tests.vendors.recognition.vendors import RECOGNISERS, SAID, SOUND, TEXT, Recogniser
from tests.vendors.vendor_server import VendorServer

REQUEST = RecognitionRequest(SOUND)


@pytest.fixture(params=RECOGNISERS, ids=lambda recogniser: recogniser.name)
def recogniser(request: pytest.FixtureRequest) -> Recogniser:
    return request.param


@pytest.fixture
def server(recogniser: Recogniser) -> Iterator[VendorServer]:
    with VendorServer(recogniser.routes()) as server:
        yield server


def _access(recogniser: Recogniser, server: VendorServer, folder: Path, longest: int = 0) -> Access:
    offer = replace(recogniser.offer, limits={"seconds": longest}) if longest else recogniser.offer
    return access_to(server.url, offer, folder)


def _check(heard: Recognised) -> None:
    """What holds for every answer."""
    assert all(0 <= word.start <= word.end <= heard.seconds for word in heard.words)
    assert all(first.end <= second.start for first, second in pairwise(heard.words))
    assert [edge for part in heard.parts for edge in range(part.first, part.last)] == list(range(len(heard.words)))
    assert len(heard.confidence) in (0, len(heard.words))
    assert all(0 <= value <= 1 for value in heard.confidence)


def test_words_come_with_their_times_and_spelling(recogniser: Recogniser, server: VendorServer, tmp_path: Path) -> None:
    done: list[float] = []
    heard = recogniser.connect(_access(recogniser, server, tmp_path)).recognise(REQUEST, done.append)
    _check(heard)
    assert heard.text == TEXT
    assert [word.start for word in heard.words] == pytest.approx([start for _, start, _, _ in SAID], abs=0.01)
    assert heard.language.partition("-")[0] == "en"
    assert heard.seconds == pytest.approx(6, abs=0.01)
    assert [part.speaker for part in heard.parts] == ["", ""]  # a pause of a second lies between
    assert (done[0], done[-1]) == (0, 1)


def test_speakers_are_told_apart(recogniser: Recogniser, server: VendorServer, tmp_path: Path) -> None:
    port = recogniser.connect(_access(recogniser, server, tmp_path))
    heard = port.recognise(RecognitionRequest(SOUND, "en", speakers=2))
    _check(heard)
    assert [(part.speaker, part.last - part.first) for part in heard.parts] == [("A", 5), ("B", 4)]
    assert heard.text == TEXT


def test_language_and_vocabulary_are_told(recogniser: Recogniser, server: VendorServer, tmp_path: Path) -> None:
    request = RecognitionRequest(SOUND, "en-US", vocabulary=("Kennedy", "Fort Knox"))
    heard = recogniser.connect(_access(recogniser, server, tmp_path)).recognise(request)
    assert heard.language == "en-US"
    method, path = recogniser.paid
    told = recogniser.told(next(asked for asked in server.asked if (asked.method, asked.path) == (method, path)))
    language = told.get("language", told.get("language_code"))
    assert (language[0] if isinstance(language, list) else language) in ("en", "en-US", "en_us")
    if recogniser.name != "elevenlabs":  # its first model takes no terms
        assert "Fort Knox" in str(told.get("keyterm", told.get("keyterms_prompt", told.get("prompt"))))


def test_the_same_recording_is_paid_for_once(recogniser: Recogniser, server: VendorServer, tmp_path: Path) -> None:
    first = recogniser.connect(_access(recogniser, server, tmp_path)).recognise(REQUEST)
    asked = len(server.asked)
    again = recogniser.connect(_access(recogniser, server, tmp_path)).recognise(REQUEST)
    assert again == first
    assert len(server.asked) == asked
    assert states(tmp_path) == ["done"]
    recogniser.connect(_access(recogniser, server, tmp_path)).recognise(replace(REQUEST, language="en"))
    assert server.count(*recogniser.paid) == 2


def test_the_cost_is_that_of_the_seconds(recogniser: Recogniser, server: VendorServer, tmp_path: Path) -> None:
    access = _access(recogniser, server, tmp_path)
    recogniser.connect(access).recognise(REQUEST)
    assert access.payments.spent_micros() == access.cost_micros({"seconds": 6})  # type: ignore[attr-defined]
    assert 50 < access.cost_micros({"seconds": 6}) < 2000


def test_a_long_recording_is_cut_at_a_pause_and_joined(
    recogniser: Recogniser, server: VendorServer, tmp_path: Path
) -> None:
    heard = recogniser.connect(_access(recogniser, server, tmp_path, longest=4)).recognise(REQUEST)
    _check(heard)
    assert server.count(*recogniser.paid) == 2
    assert states(tmp_path) == ["done", "done"]
    second = [word for word in heard.words if word.start >= 2.2]
    assert 2.1 < second[0].start - SAID[0][1] < 3.4  # the cut lies in the pause between 2.2 s and 3.3 s


def test_a_file_without_sound_costs_nothing(recogniser: Recogniser, server: VendorServer, tmp_path: Path) -> None:
    (tmp_path / "no.wav").write_bytes(b"RIFF....WAVE")
    port = recogniser.connect(_access(recogniser, server, tmp_path))
    for name in ("no.wav", "none.wav"):
        with pytest.raises(MediaUnusable):
            port.recognise(RecognitionRequest(tmp_path / name))
    assert server.asked == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_way_it_can_fail(fault: Fault, recogniser: Recogniser, server: VendorServer, tmp_path: Path) -> None:
    def ask(url: str) -> object:
        return recogniser.connect(access_to(url, recogniser.offer, tmp_path)).recognise(REQUEST)

    check_fault(fault, server, tmp_path, ask, recogniser.paid)


def test_a_key_is_shown_nowhere(recogniser: Recogniser, server: VendorServer, tmp_path: Path) -> None:
    assert "key-of-the-test" not in repr(recogniser.connect(_access(recogniser, server, tmp_path)))
