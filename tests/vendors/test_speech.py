"""Every vendor's voices keep the same promises: said once, paid once, timed or not, in one piece or many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reelwright.app.providers.choosing import loaded
from reelwright.errors import InvalidInput
from reelwright.providers.answers import FolderAnswers
from reelwright.providers.speech import SpeechRequest
from reelwright.vendors.hosted_speech import HostedSpeech
from reelwright.vendors.local_speech.espeak import EspeakSpeech
from reelwright.vendors.local_speech.flite import FliteSpeech
from reelwright.vendors.local_speech.installed import has_flite
from tests.vendors.faults import FAULTS, Fault, access_to, check_fault, states
from tests.vendors.speech_contract import (
    check_speech,
    check_speed,
    check_unknown_voice,
    check_voices,
    check_wordless,
)
from tests.vendors.speech_services import CASES, GAP, WORD, Case
from tests.vendors.vendor_server import VendorServer

TEXT = "Rice grows in water, & frogs live there."


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Case:
    return request.param


@pytest.fixture
def server(case: Case) -> Iterator[VendorServer]:
    with case.serve() as server:
        yield server


def connected(case: Case, url: str, folder: Path, **options: str) -> HostedSpeech:
    access = access_to(url, case.offer, folder, **case.options, **options)
    return loaded(case.offer.connect)(replace(access, answers=FolderAnswers(folder / "answers")))


def asked(case: Case, text: str = TEXT, **how: Any) -> SpeechRequest:
    return SpeechRequest(text, case.voice, "en-US", **how)


def test_a_text_is_said_trimmed_and_its_words_are_placed(case: Case, server: VendorServer, tmp_path: Path) -> None:
    provider = connected(case, server.url, tmp_path)
    check_speech(provider, asked(case))
    assert case.text_of(server.asked[0]) == TEXT
    speech = provider.speak(asked(case))
    assert speech.exact_times == case.has_times
    if case.has_times:
        for number, word in enumerate(speech.words):
            assert word.start == pytest.approx(0.01 + number * (WORD + GAP), abs=0.03)


def test_what_is_said_again_is_answered_from_the_books(case: Case, server: VendorServer, tmp_path: Path) -> None:
    first = connected(case, server.url, tmp_path).speak(asked(case))
    second = connected(case, server.url, tmp_path).speak(asked(case))
    assert first == second
    assert server.count(*case.paid) == 1
    assert states(tmp_path) == ["done"]


def test_a_long_text_is_said_in_pieces_that_end_with_sentences(
    case: Case, server: VendorServer, tmp_path: Path
) -> None:
    provider = connected(case, server.url, tmp_path)
    small: Any = type(
        "Small", (type(provider.engine),), {"most": property(lambda self: 90), "size": lambda self, t: len(t)}
    )
    engine: Any = provider.engine
    fields = {name: getattr(engine, name) for name in engine.__dataclass_fields__ if name != "most"}
    provider = replace(provider, engine=_subclassed(small, fields))
    text = "Rice grows in water. It is tall and green, and it is cut by hand. Then it is dried in the warm sun for days. It is good!"
    check_speech(provider, asked(case, text))
    said = [case.text_of(each) for each in server.asked]
    assert " ".join(said) == text
    assert len(said) == 2
    assert said[0].endswith(".")


def _subclassed(kind: Any, fields: dict[str, Any]) -> Any:
    made = object.__new__(kind)
    for name, value in fields.items():
        object.__setattr__(made, name, value)
    return made


def test_speed_is_the_vendors_or_done_to_the_sound(case: Case, server: VendorServer, tmp_path: Path) -> None:
    provider = connected(case, server.url, tmp_path)
    usual = provider.speak(asked(case))
    quick = provider.speak(asked(case, speed=2.0))
    own = provider.engine.reach(provider.voice_id(case.voice)).speeds[1]
    expected = usual.duration / (2.0 / min(2.0, own))  # the tones do not obey: what the vendor did is not to be heard
    assert quick.duration == pytest.approx(expected, rel=0.05)
    assert quick.words[-1].end <= quick.duration + 1e-6


def test_pitch_changes_the_sound_and_keeps_its_length(case: Case, server: VendorServer, tmp_path: Path) -> None:
    provider = connected(case, server.url, tmp_path)
    usual, high = provider.speak(asked(case)), provider.speak(asked(case, pitch=4.0))
    assert high.duration == pytest.approx(usual.duration, rel=0.03)
    own = provider.engine.reach(provider.voice_id(case.voice)).pitches[1]
    assert own or high.pcm != usual.pcm


def test_nothing_to_say_asks_nobody(case: Case, server: VendorServer, tmp_path: Path) -> None:
    check_wordless(connected(case, server.url, tmp_path), case.voice, "en")
    assert not server.asked


def test_voices_are_listed_once_a_day(case: Case, server: VendorServer, tmp_path: Path) -> None:
    check_voices(connected(case, server.url, tmp_path))
    connected(case, server.url, tmp_path).voices()
    assert server.count("GET") <= (2 if case.name == "elevenlabs" else 1)  # its pages
    assert server.count("GET") > 0 or not case.is_listed


def test_a_voice_nobody_has_is_refused(case: Case, server: VendorServer, tmp_path: Path) -> None:
    check_unknown_voice(connected(case, server.url, tmp_path), "en")
    assert server.count(*case.paid) == 0


def test_usual_voices_are_known_offline(case: Case, tmp_path: Path) -> None:
    provider = connected(case, "http://127.0.0.1:9", tmp_path)
    assert provider.usual
    assert provider.voice_id(provider.usual[0].id) == provider.usual[0].id.partition(":")[2]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_each_way_to_break_has_its_error_and_is_in_the_books(
    case: Case, server: VendorServer, tmp_path: Path, fault: Fault
) -> None:
    def ask(url: str) -> object:
        provider = connected(case, url, tmp_path)
        engine: Any = provider.engine
        return HostedSpeech(replace(engine, http=replace(engine.http, timeout_seconds=1.0))).speak(asked(case))

    check_fault(fault, server, tmp_path, ask, case.paid)


def test_other_languages_are_said_with_their_own_pieces(case: Case, server: VendorServer, tmp_path: Path) -> None:
    if case.name in ("google-cloud", "elevenlabs"):
        pytest.skip("the tones of this service follow spaces")
    check_speech(connected(case, server.url, tmp_path), asked(case, "水稻生长在水中。 它很高。"))


LOCAL = [pytest.param(EspeakSpeech(), "espeak:en-us", id="espeak")] + (
    [pytest.param(FliteSpeech(), "flite:slt", id="flite")] if has_flite() else []
)


@pytest.mark.parametrize(("provider", "voice"), LOCAL)
def test_local_engines_keep_the_same_promises(provider: Any, voice: str) -> None:
    check_speech(provider, SpeechRequest(TEXT, voice, "en-US"))
    check_speed(provider, voice, "en-US", TEXT)
    check_wordless(provider, voice, "en")
    check_voices(provider)
    check_unknown_voice(provider, "en")


def test_elevenlabs_is_told_what_the_settings_say(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == "elevenlabs")
    with case.serve() as server:
        provider = connected(case, server.url, tmp_path, speech_seed="7", speech_stability="0.4")
        provider.speak(asked(case, speed=1.1, before="It rains.", after="They sing."))
        body = server.asked[0].json()
    assert body["seed"] == 7
    assert body["voice_settings"] == {"speed": 1.1, "stability": 0.4}
    assert (body["previous_text"], body["next_text"]) == ("It rains.", "They sing.")
    assert "language_code" not in body


def test_elevenlabs_voices_tell_age_style_and_a_sample_and_answer_to_their_names(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == "elevenlabs")
    with case.serve() as server:
        provider = connected(case, server.url, tmp_path)
        first, second = provider.voices()
        assert (first.age, first.style, first.sample) == ("young", "soft, irish, narration", "https://x/a.mp3")
        assert provider.voice_id("elevenlabs:aoife") == "a" * 20
        assert provider.voice_id("My clone") == second.id.partition(":")[2]


def test_ssml_vendors_get_pronunciations(tmp_path: Path) -> None:
    for name in ("azure", "google-cloud"):
        case = next(case for case in CASES if case.name == name)
        with case.serve() as server:
            speech = connected(case, server.url, tmp_path / name).speak(
                asked(case, "Say tomato, please.", ipa=((1, "təˈmɑːtəʊ"),))
            )
            sent = server.asked[0].body.decode()
        sent = sent.encode().decode("unicode_escape") if name == "google-cloud" else sent
        assert 'alphabet="ipa"' in sent
        assert ">tomato</phoneme>," in sent
        assert [word.text for word in speech.words] == ["Say", "tomato,", "please."]


def test_gemini_refuses_contents_with_its_reason(tmp_path: Path) -> None:
    from reelwright.errors import ContentRefused
    from tests.vendors.vendor_server import Reply

    case = next(case for case in CASES if case.name == "google")
    routes = [(*case.paid, lambda asked: Reply({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}))]
    with VendorServer(routes) as server, pytest.raises(ContentRefused, match="PROHIBITED"):
        connected(case, server.url, tmp_path).speak(asked(case))


def test_an_elevenlabs_format_that_is_none_is_refused(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == "elevenlabs")
    with pytest.raises(InvalidInput, match="SPEECH_FORMAT"):
        connected(case, "http://127.0.0.1:9", tmp_path, speech_format="best")
