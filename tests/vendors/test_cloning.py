"""Every vendor of clones keeps the same promises: made once, spoken with, away when it is told so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reelwright.app.providers.choosing import Providers, loaded
from reelwright.errors import OutcomeUnknown, ProviderFailed
from reelwright.providers.answers import FolderAnswers
from reelwright.providers.cloning import CloneRequest, VoiceCloning
from reelwright.providers.speech import SpeechRequest
from reelwright.vendors.elevenlabs.cloning import connect as elevenlabs_cloning
from tests.vendors.clone_services import CASES, ELEVENLABS, SERVER, CloneCase, Voices
from tests.vendors.faults import FAULTS, Fault, access_to, check_fault, states
from tests.vendors.speech_services import CASES as SPEECH_CASES
from tests.vendors.speech_services import as_wav, tones
from tests.vendors.vendor_server import Reply, VendorServer


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> CloneCase:
    return request.param


@pytest.fixture
def voices() -> Voices:
    return Voices()


@pytest.fixture
def server(case: CloneCase, voices: Voices) -> Iterator[VendorServer]:
    with case.serve(voices) as server:
        yield server


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "anna.wav"
    path.write_bytes(as_wav(tones("one two three four five six")))
    return path


def cloner(case: CloneCase, url: str, folder: Path) -> VoiceCloning:
    return case.connect(access_to(url, case.offer, folder))


def asked(sample: Path, key: str = "k1", **how: str) -> CloneRequest:
    return CloneRequest(how.get("name", "Anna Schmidt"), sample, key, how.get("language", "es-ES"))


def test_a_clone_is_made_once_for_one_act_and_anew_for_another(
    case: CloneCase, server: VendorServer, voices: Voices, sample: Path, tmp_path: Path
) -> None:
    first = cloner(case, server.url, tmp_path).clone(asked(sample))
    assert first.startswith(f"{case.offer.vendor.name}:")
    assert cloner(case, server.url, tmp_path).clone(asked(sample)) == first
    assert voices.made == 1
    assert cloner(case, server.url, tmp_path).clone(asked(sample, "k2")) != first
    assert set(voices.samples.values()) == {sample.read_bytes()}


def test_a_lost_answer_does_not_make_a_second_voice(
    case: CloneCase, server: VendorServer, voices: Voices, sample: Path, tmp_path: Path
) -> None:
    made = cloner(case, server.url, tmp_path / "one").clone(asked(sample))
    again = cloner(case, server.url, tmp_path / "books that know nothing").clone(asked(sample))
    assert again == made
    assert voices.made == 1


def test_the_clone_speaks_by_the_same_vendors_speech(
    case: CloneCase, server: VendorServer, sample: Path, tmp_path: Path
) -> None:
    voice = cloner(case, server.url, tmp_path).clone(asked(sample))
    [speech] = [each for each in SPEECH_CASES if each.name == case.name]
    access = access_to(server.url, speech.offer, tmp_path, **speech.options)
    provider = loaded(speech.offer.connect)(replace(access, answers=FolderAnswers(tmp_path / "answers")))
    assert provider.speak(SpeechRequest("Buenos días a todos.", voice, "es")).duration > 0.5
    own = voice.partition(":")[2]
    assert own in server.asked[-1].path or own in server.asked[-1].body.decode()


def test_removing_takes_the_voice_away_and_twice_is_no_harm(
    case: CloneCase, server: VendorServer, voices: Voices, sample: Path, tmp_path: Path
) -> None:
    provider = cloner(case, server.url, tmp_path)
    voice = provider.clone(asked(sample))
    provider.remove(voice)
    assert not voices.samples
    provider.remove(voice)
    server.fault = Reply({"error": {"message": "down"}}, 500)
    with pytest.raises(ProviderFailed, match="down"):
        provider.remove(voice)


@pytest.mark.parametrize("name", ["x" * 300, "Ünal & <b>", "a/b\\c:d?\n", ""])
def test_names_fit_the_vendor(
    case: CloneCase, server: VendorServer, voices: Voices, sample: Path, tmp_path: Path, name: str
) -> None:
    cloner(case, server.url, tmp_path).clone(asked(sample, name=name))
    [told] = voices.fields.values()
    shown = told.get("name") or told["voice_name"]
    assert 0 < len(shown) <= 100
    assert "\n" not in shown
    if case is SERVER:
        assert shown.replace("-", "").isalnum()
        assert shown.isascii()


def test_a_server_is_told_the_language_that_will_be_spoken(voices: Voices, sample: Path, tmp_path: Path) -> None:
    with SERVER.serve(voices) as server:
        cloner(SERVER, server.url, tmp_path).clone(asked(sample, language="pt-BR"))
    [told] = voices.fields.values()
    assert told["language"] == "pt"


def test_a_voice_that_must_be_verified_first_is_refused_and_does_not_stay(sample: Path, tmp_path: Path) -> None:
    routes = [
        ("GET", "/v2/voices", lambda asked: Reply({"voices": []})),
        ("POST", "/v1/voices/add", lambda asked: Reply({"voice_id": "v" * 20, "requires_verification": True})),
        ("DELETE", "/v1/voices/.*", lambda asked: Reply({"status": "ok"})),
    ]
    with VendorServer(routes) as server:
        with pytest.raises(ProviderFailed, match="verified"):
            cloner(ELEVENLABS, server.url, tmp_path).clone(asked(sample))
        assert server.count("DELETE", f"/v1/voices/{'v' * 20}") == 1
    assert states(tmp_path) == ["failed"]


def test_an_answer_without_a_voice_is_looked_up_next_time(sample: Path, tmp_path: Path) -> None:
    routes = [
        ("GET", "/v2/voices", lambda asked: Reply({"voices": []})),
        ("POST", "/v1/voices/add", lambda asked: Reply(["what"])),
    ]
    with VendorServer(routes) as server, pytest.raises(OutcomeUnknown):
        elevenlabs_cloning(access_to(server.url, ELEVENLABS.offer, tmp_path)).clone(asked(sample))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_each_way_to_break_has_its_error_and_is_in_the_books(
    case: CloneCase, server: VendorServer, sample: Path, tmp_path: Path, fault: Fault
) -> None:
    def ask(url: str) -> object:
        return cloner(case, url, tmp_path).clone(asked(sample))

    check_fault(fault, server, tmp_path, ask, case.paid, is_repeatable=True)


def test_a_speech_server_clones_only_when_it_is_said_to() -> None:
    env = {"REELWRIGHT_SPEECH_SERVER_BASE_URL": "http://127.0.0.1:4123/v1"}
    assert [choice.offer.vendor.name for choice in Providers(env).ranked("cloning")] == []
    ready = Providers(env | {"REELWRIGHT_SPEECH_SERVER_CLONES": "1"})
    assert [choice.offer.vendor.name for choice in ready.ranked("cloning")] == ["speech-server"]
