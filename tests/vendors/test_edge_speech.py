"""Edge's voices over a real websocket on this machine, with the real `edge-tts` package."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("edge_tts")

from reelwright.app.providers.choosing import Providers
from reelwright.errors import ProviderFailed, ProviderRefused, ProviderUnavailable, RateLimited
from reelwright.providers.answers import FolderAnswers
from reelwright.providers.speech import SpeechRequest
from reelwright.vendors.edge.manifest import OFFERS
from reelwright.vendors.edge.speech import connect
from reelwright.vendors.hosted_speech import HostedSpeech
from tests.vendors.faults import access_to, states
from tests.vendors.speech_contract import check_speech, check_unknown_voice, check_voices, check_wordless
from tests.vendors.speech_services import GAP, MICROSOFT_ROWS, WORD, EdgeService
from tests.vendors.vendor_server import Reply, VendorServer

REQUEST = SpeechRequest("Rice grows in water & mud.", "edge:en-US-AvaNeural", "en-US")


def connected(folder: Path) -> HostedSpeech:
    provider = connect(replace(access_to("", OFFERS[0], folder), answers=FolderAnswers(folder / "answers")))
    engine: Any = provider.engine
    return HostedSpeech(replace(engine, silence_seconds=1))


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[EdgeService]:
    service = EdgeService()
    with service.serve() as address:
        monkeypatch.setattr("edge_tts.communicate.WSS_URL", address)
        yield service


def test_it_keeps_the_promises_of_speech_with_its_own_times(service: EdgeService, tmp_path: Path) -> None:
    provider = connected(tmp_path)
    check_speech(provider, REQUEST)
    speech = provider.speak(REQUEST)
    assert speech.exact_times
    starts = [word.start for word in speech.words if word.text != "&"]
    expected = [0.01 + place * (WORD + GAP) for place in (0, 1, 2, 3, 5)]
    assert starts == pytest.approx(expected, abs=0.03)
    assert service.texts == ["Rice grows in water & mud."]  # the second time from the books
    assert states(tmp_path) == ["done"]


def test_speed_and_pitch_are_asked_for(service: EdgeService, tmp_path: Path) -> None:
    connected(tmp_path).speak(replace(REQUEST, speed=1.25, pitch=2.0))
    assert "rate='+25%'" in service.ssml[0]
    assert "pitch='+24Hz'" in service.ssml[0]


def test_wishes_that_cannot_be_met_are_told(service: EdgeService, tmp_path: Path) -> None:
    check_wordless(connected(tmp_path), REQUEST.voice, "en")
    assert service.texts == []


@pytest.mark.parametrize(
    ("how", "error", "calls"),
    [
        ("403", ProviderRefused, None), ("429", RateLimited, None), ("500", ProviderFailed, None), ("503", ProviderUnavailable, None),
        ("504", ProviderUnavailable, None), ("silent", ProviderUnavailable, 3), ("dumb", ProviderFailed, 1),
    ],
)  # fmt: skip
def test_each_way_to_break_has_its_error_and_can_be_tried_again(
    service: EdgeService, tmp_path: Path, how: str, error: type[ProviderFailed], calls: int | None
) -> None:
    service.how = how
    with pytest.raises(error):
        connected(tmp_path).speak(REQUEST)
    assert calls is None or len(service.texts) == calls
    assert states(tmp_path) == ["failed"]
    service.how = ""
    check_speech(connected(tmp_path), REQUEST)


def test_nobody_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("edge_tts.communicate.WSS_URL", "ws://127.0.0.1:9/x?y=1")
    with pytest.raises(ProviderUnavailable):
        connected(tmp_path).speak(REQUEST)


def test_the_list_of_voices_is_asked_for_once_a_day(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with VendorServer([("GET", "/list", lambda asked: Reply(MICROSOFT_ROWS))]) as server:
        monkeypatch.setattr("edge_tts.voices.VOICE_LIST", f"{server.url}/list?trustedclienttoken=x")
        check_voices(connected(tmp_path))
        check_unknown_voice(connected(tmp_path), "en")
        assert server.count("GET") == 1


def test_it_is_taken_only_when_it_is_named() -> None:
    assert "edge" not in [choice.offer.vendor.name for choice in Providers({}).ranked("speech")]
    named = Providers({"REELWRIGHT_SPEECH": "edge"}).ranked("speech")
    assert [choice.offer.vendor.name for choice in named] == ["edge"]
