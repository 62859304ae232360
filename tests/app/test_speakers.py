"""Who speaks: the wish, the order of those configured, and those who come next."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reelwright.app.providers.choosing import Providers
from reelwright.app.speakers import speaker_of
from reelwright.app.voice_list import VoiceFilter, list_voices, voice_called
from reelwright.app.voice_sample import voice_sample
from reelwright.app.wiring import tools
from reelwright.errors import InvalidInput, ProviderFailed, ProviderNeeded, UnclearPayment
from reelwright.productions.narrate.script_file import parse_script
from reelwright.productions.narrate.speak import Delivery
from reelwright.productions.project.paid_calls import FolderBooks
from reelwright.productions.project.store import Store
from reelwright.providers.answers import FolderAnswers
from reelwright.providers.shelf import FolderShelf
from reelwright.providers.speech import SpeechRequest
from reelwright.workflows.narration import Narrated, narrated
from tests.vendors.speech_services import CASES, Case
from tests.vendors.vendor_server import Reply, VendorServer

TEXT = "Rice grows in warm water, and green frogs live there."


def case(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


@pytest.fixture
def openai() -> Iterator[VendorServer]:
    with case("openai").serve() as server:
        yield server


@pytest.fixture
def elevenlabs() -> Iterator[VendorServer]:
    with case("elevenlabs").serve() as server:
        yield server


def providers(
    folder: Path, openai: VendorServer | None = None, elevenlabs: VendorServer | None = None, **more: str
) -> Providers:
    env = {"HOME": str(folder), "PATH": os.environ.get("PATH", ""), **more}
    for name, server in (("OPENAI", openai), ("ELEVENLABS", elevenlabs)):
        if server is not None:
            env |= {f"REELWRIGHT_{name}_API_KEY": "key-of-the-test", f"REELWRIGHT_{name}_BASE_URL": server.url}
    return Providers(
        env,
        payments=FolderBooks(folder / "books"),
        shelf=FolderShelf(folder / "shelf"),
        answers=FolderAnswers(folder / "answers"),
    )


def test_without_keys_the_voices_here_speak_as_ever(tmp_path: Path) -> None:
    speaker = speaker_of(providers(tmp_path), "de", None)
    assert (speaker.voice, speaker.then) == ("espeak:de", ())
    assert "local engine" in speaker.reason


def test_those_who_are_configured_come_first_the_best_of_them_before_the_others(
    tmp_path: Path, openai: VendorServer, elevenlabs: VendorServer
) -> None:
    speaker = speaker_of(providers(tmp_path, openai, elevenlabs), "de", "female")
    assert [each.voice for each in (speaker, *speaker.then)] == [
        "elevenlabs:EXAVITQu4vr4xnSDxMaL",
        "openai:marin",
        "espeak:de+f3",
    ]
    assert "best" in speaker.reason
    assert not openai.asked + elevenlabs.asked  # chosen without asking anybody


def test_an_order_in_the_settings_is_kept(tmp_path: Path, openai: VendorServer, elevenlabs: VendorServer) -> None:
    env = providers(tmp_path, openai, elevenlabs, REELWRIGHT_SPEECH="openai,espeak")
    speaker = speaker_of(env, "en", None)
    assert [each.voice for each in (speaker, *speaker.then)] == ["openai:marin", "espeak:en-us"]


@pytest.mark.parametrize(
    ("wish", "voice"),
    [
        ("openai", "openai:marin"), ("openai:Onyx", "openai:onyx"), ("elevenlabs:rachel", "elevenlabs:21m00Tcm4TlvDq8ikWAM"),
        ("elevenlabs:My clone", "elevenlabs:" + "b" * 20), ("espeak:en-gb", "espeak:en-gb"), ("espeak", "espeak:en-us"),
    ],
)  # fmt: skip
def test_a_wish_is_a_provider_or_a_voice(
    tmp_path: Path, openai: VendorServer, elevenlabs: VendorServer, wish: str, voice: str
) -> None:
    speaker = speaker_of(providers(tmp_path, openai, elevenlabs), "en", wish)
    assert (speaker.voice, speaker.then) == (voice, ())


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        ("openai:Nobody", InvalidInput), ("nobody:x", InvalidInput), ("Rachel", InvalidInput), ("azure", ProviderNeeded),
        ("espeak:xx", InvalidInput),
    ],
)  # fmt: skip
def test_a_wish_nobody_can_meet_is_refused_with_a_way_on(
    tmp_path: Path, openai: VendorServer, wish: str, error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        speaker_of(providers(tmp_path, openai), "en", wish)
    assert caught.value.hint  # type: ignore[attr-defined]


def test_a_voice_without_times_gets_them_by_alignment(tmp_path: Path) -> None:
    """The vendor here speaks with eSpeak's British voice, and tells no times; its American one finds them."""
    from reelwright.vendors.local_speech.espeak import EspeakSpeech

    known = EspeakSpeech().speak(SpeechRequest(TEXT, "espeak:en-gb", "en"))
    routes = [("POST", "/audio/speech", lambda asked: Reply(known.wav(), headers={"Content-Type": "audio/wav"}))]
    with VendorServer(routes) as server:
        speaker = speaker_of(providers(tmp_path, server), "en", "openai")
        speech = speaker.provider.speak(SpeechRequest(TEXT, speaker.voice, "en"))
    assert speech.exact_times
    assert [word.text for word in speech.words] == TEXT.split()
    gaps = [abs(word.start - true.start) for word, true in zip(speech.words, known.words, strict=True)]
    assert sorted(gaps)[len(gaps) // 2] < 0.06
    assert max(gaps) < 0.2


SCRIPT = parse_script("# Rice\n## One\nRice grows.\nIt is green.\nPeople eat it.\n", "script.md", "en")


def narration(env: Providers, folder: Path, wish: str | None = None) -> Narrated:
    return narrated(
        SCRIPT, wish, tools(env), Delivery("", "en", 1.0), Store(folder / "speech"), lambda done, total: None
    )


def test_a_voice_that_fails_in_the_middle_hands_the_whole_narration_on_and_what_was_paid_stays(
    tmp_path: Path, openai: VendorServer, elevenlabs: VendorServer
) -> None:
    env = providers(tmp_path, openai, elevenlabs)
    says = elevenlabs.routes[0][2]
    elevenlabs.routes[0] = (
        *elevenlabs.routes[0][:2],
        lambda asked: (
            Reply({"detail": {"message": "no more"}}, 401) if "green" in asked.json()["text"] else says(asked)
        ),
    )
    done = narration(env, tmp_path)
    assert done.voice == "openai:marin"
    assert [each.wav.name for each in done.narration.sentences]
    assert openai.count("POST") == 3
    assert len(done.notes) == 1
    assert "no more" in done.notes[0]
    assert "openai:marin" in done.notes[0]
    elevenlabs.routes[0] = (*elevenlabs.routes[0][:2], says)
    again = narration(env, tmp_path)  # it has recovered: only what it had not spoken is asked for
    assert (again.voice.partition(":")[0], again.narration.calls, again.notes) == ("elevenlabs", 2, ())


def test_money_that_may_be_gone_is_never_spent_twice_with_somebody_else(
    tmp_path: Path, openai: VendorServer, elevenlabs: VendorServer
) -> None:
    elevenlabs.fault, elevenlabs.fault_on = Reply({"message": "late"}, 504), ("POST", ".*")
    with pytest.raises(UnclearPayment):
        narration(providers(tmp_path, openai, elevenlabs), tmp_path)
    assert openai.count("POST") == 0


def test_a_voice_that_was_asked_for_by_name_has_no_substitute(
    tmp_path: Path, openai: VendorServer, elevenlabs: VendorServer
) -> None:
    elevenlabs.fault = Reply({"message": "gone"}, 401)
    with pytest.raises(ProviderFailed, match="gone"):
        narration(providers(tmp_path, openai, elevenlabs), tmp_path, "elevenlabs:Rachel")
    assert openai.count("POST") == 0


def test_a_dialogue_gets_a_voice_for_each_speaker_and_names_are_not_said(tmp_path: Path, openai: VendorServer) -> None:
    text = "---\ncast: Anna, Ben=espeak:en-gb\n---\n# T\n## S\nOnce upon a time.\nAnna: Hello Ben.\nBen: Hello.\nCarl: Hm.\n"
    script = parse_script(text, "script.md", "en", ("Carl",))
    env = providers(tmp_path, openai)
    done = narrated(script, None, tools(env), Delivery("", "en", 1.0), Store(tmp_path / "s"), lambda done, total: None)
    assert done.cast == {"Anna": "openai:cedar", "Ben": "espeak:en-gb", "Carl": "openai:coral"}
    said = [(asked.json()["voice"], asked.json()["input"]) for asked in openai.asked]
    assert said == [("marin", "Once upon a time."), ("cedar", "Hello Ben."), ("coral", "Hm.")]


def test_voices_are_listed_by_what_is_looked_for_favourites_first(
    tmp_path: Path, openai: VendorServer, elevenlabs: VendorServer
) -> None:
    env = providers(tmp_path, openai, elevenlabs)
    found = list_voices(env, VoiceFilter("en", "female"), ("openai:nova", "espeak:en-us+f3")).voices
    assert [voice.id for voice in found[:3]] == ["openai:nova", "espeak:en-us+f3", "elevenlabs:" + "a" * 20]
    assert {voice.gender for voice in found} == {"female"}
    assert [voice.name for voice in list_voices(env, VoiceFilter(search="irish SOFT")).voices] == [
        "Aoife - Soft Narrator"
    ]
    assert {voice.provider for voice in list_voices(env, VoiceFilter(provider="openai")).voices} == {"openai"}
    assert voice_called(env, "elevenlabs:Aoife") is not None
    with pytest.raises(InvalidInput):
        list_voices(env, VoiceFilter(provider="nobody"))


def test_a_list_that_cannot_be_had_leaves_the_usual_voices_and_a_note(tmp_path: Path, elevenlabs: VendorServer) -> None:
    elevenlabs.fault = Reply({"message": "closed today"}, 401)
    found = list_voices(providers(tmp_path, elevenlabs=elevenlabs), VoiceFilter(provider="elevenlabs"))
    assert "George" in [voice.name for voice in found.voices]
    assert "closed today" in found.notes[0]


def test_a_sample_is_in_the_voices_own_language(tmp_path: Path, elevenlabs: VendorServer) -> None:
    speech = voice_sample(providers(tmp_path), "espeak:de")
    assert speech.words[0].text == "So"
    env = replace(providers(tmp_path, elevenlabs=elevenlabs))
    assert voice_sample(env, "elevenlabs:Rachel", "Wie geht es dir heute?").words[0].text == "Wie"
