"""Piper on tiny models with the inputs and outputs of the real ones."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from reelwright.app.models.known import known_model
from reelwright.app.providers.choosing import Providers
from reelwright.errors import InvalidInput, ProviderFailed, ProviderNeeded
from reelwright.providers.access import Access
from reelwright.providers.models import ModelStore
from reelwright.providers.speech import SpeechRequest
from reelwright.speaking.phonemes import phonemes
from reelwright.vendors.piper.manifest import OFFERS
from reelwright.vendors.piper.speech import PiperSpeech, connect
from reelwright.vendors.piper.symbols import numbered, sentences
from tests.speaking.tiny_models import PIPER_RATE, PIPER_SYMBOLS, tiny_piper

TEXT = "Hello world, it cost $1,250.50 at the shop. Really? Yes!"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tiny_piper(tmp_path / "en_US-tiny-medium.onnx")


def speaker(*models: Path, **options: str) -> PiperSpeech:
    return connect(Access(OFFERS[0], {"model": ",".join(map(str, models))} | options))


def ask(text: str = TEXT, voice: str = "auto", language: str = "en", **how: float) -> SpeechRequest:
    return SpeechRequest(text, voice, language, **how)


def test_a_sentence_is_start_its_symbols_each_with_a_pad_and_end() -> None:
    (sentence,) = sentences(phonemes("test", "en-us").clauses, PIPER_SYMBOLS)
    assert sentence.symbols == "tˈɛst."
    ids, owners = numbered(sentence, PIPER_SYMBOLS)
    number = {symbol: ids[0] for symbol, ids in PIPER_SYMBOLS.items()}
    body = [each for symbol in "tˈɛst." for each in (number[symbol], number["_"])]
    assert ids == [number["^"], number["_"], *body, number["$"]]
    assert owners == (-1, -1, *(0,) * 10, -1, -1, -1)


def test_sentences_are_said_one_by_one_with_marks_inside_and_letters_decomposed() -> None:
    found = sentences(phonemes("Yes, no; bonjour — ok? Fine", "en-us").clauses, PIPER_SYMBOLS)
    assert [sentence.symbols.count("?") + sentence.symbols.count(".") for sentence in found] == [1, 1]
    assert "jˈɛs, nˈoʊ; " in found[0].symbols
    assert "bˈɔnʒuːɹ," in found[0].symbols or ", " in found[0].symbols
    french = sentences(phonemes("garçon, un", "fr-fr").clauses, PIPER_SYMBOLS)[0]
    assert "\u0303" in french.symbols
    assert "͡" not in french.symbols


def test_words_have_estimated_times_with_voices_as_published(place: Path) -> None:
    speech = speaker(place).speak(ask())
    assert [word.text for word in speech.words] == TEXT.split()
    assert not speech.exact_times
    assert speech.rate == PIPER_RATE
    assert speech.words[-1].end <= speech.duration + 1e-9


def test_words_have_the_models_times_with_voices_that_give_durations(tmp_path: Path) -> None:
    speech = speaker(tiny_piper(tmp_path / "en_US-timed-low.onnx", durations=True)).speak(ask())
    assert speech.exact_times
    sound = np.abs(speech.samples())
    for word in speech.words:
        assert sound[round((word.start + 0.01) * PIPER_RATE) : round((word.end - 0.01) * PIPER_RATE)].max() > 0.2


def test_speed_goes_through_the_length_scale_and_pitch_keeps_the_length(place: Path) -> None:
    voice = speaker(place)
    plain = voice.speak(ask()).duration
    assert voice.speak(ask(speed=2.0)).duration == pytest.approx(plain / 2, rel=0.3)
    assert voice.speak(ask(speed=0.5)).duration == pytest.approx(plain * 2, rel=0.3)
    assert voice.speak(ask(pitch=-5.0)).duration == pytest.approx(plain, rel=0.25)
    slow = tiny_piper(place.with_name("en_US-slow-low.onnx"), inference={"length_scale": 3})
    assert speaker(slow).speak(ask()).duration > 2.5 * plain


def test_voices_are_listed_from_their_settings_and_chosen_by_language(tmp_path: Path) -> None:
    tiny_piper(tmp_path / "de_DE-anna-low.onnx", espeak={"voice": "de"}, gender="female")
    tiny_piper(tmp_path / "en_GB-many-medium.onnx", speakers=3, espeak={"voice": "en-gb-x-rp"})
    voice = speaker(tmp_path)
    assert [(row.id, row.language, row.gender) for row in voice.voices()] == [
        ("piper:de_DE-anna-low", "de-DE", "female"), ("piper:en_GB-many-medium#p0", "en-GB", "neutral"),
        ("piper:en_GB-many-medium#p1", "en-GB", "neutral"), ("piper:en_GB-many-medium#p2", "en-GB", "neutral"),
    ]  # fmt: skip
    assert voice.abilities.languages == ("de-DE", "en-GB")
    assert voice.speak(ask("Guten Tag", language="de")).words[1].text == "Tag"
    assert voice.speak(ask(voice="piper:en_GB-many-medium#p2")).words
    with pytest.raises(InvalidInput, match="no speaker 'p9'"):
        voice.speak(ask(voice="piper:en_GB-many-medium#p9"))
    with pytest.raises(InvalidInput, match="speaks de-DE, not 'en'"):
        voice.speak(ask(voice="piper:de_DE-anna-low"))
    with pytest.raises(ProviderNeeded, match="no Piper voice here speaks 'fr'"):
        voice.speak(ask(language="fr"))
    with pytest.raises(InvalidInput, match="there is no Piper voice"):
        voice.speak(ask(voice="piper:nobody"))


def test_a_voice_of_letters_needs_no_phonemes(tmp_path: Path) -> None:
    voice = speaker(tiny_piper(tmp_path / "en_US-letters-low.onnx", phoneme_type="text", durations=True))
    speech = voice.speak(ask("One two. Three"))
    assert [word.text for word in speech.words] == ["One", "two.", "Three"]
    assert speech.exact_times


def test_files_that_are_missing_broken_or_of_something_else_are_told_apart(place: Path, tmp_path: Path) -> None:
    with pytest.raises(ProviderNeeded, match="there is no model"):
        speaker(tmp_path / "nowhere.onnx")
    alone = tmp_path / "alone" / "en_US-alone-low.onnx"
    tiny_piper(alone).with_name(f"{alone.name}.json").unlink()
    with pytest.raises(ProviderNeeded, match=r"\.json is not beside"):
        speaker(alone)
    place.with_name(f"{place.name}.json").write_text('{"audio": {}}')
    with pytest.raises(ProviderFailed, match="holds no settings of a Piper voice"):
        speaker(place)
    pinyin = tiny_piper(tmp_path / "zh_CN-x-medium.onnx", phoneme_type="pinyin")
    with pytest.raises(ProviderNeeded, match="wants pinyin phonemes"):
        speaker(pinyin)
    good = tiny_piper(tmp_path / "good" / "en_US-good-low.onnx")
    assert len(speaker(pinyin, good).voices()) == 1
    good.write_bytes(b"broken")
    with pytest.raises(ProviderFailed, match="is not a model that can be opened"):
        speaker(good).speak(ask())
    single = tiny_piper(tmp_path / "en_US-single-low.onnx")
    settings = single.with_name(f"{single.name}.json")
    settings.write_text(json.dumps(json.loads(settings.read_text()) | {"num_speakers": 2}))
    with pytest.raises(ProviderFailed, match="is no Piper voice: it takes input"):
        speaker(single).speak(ask())


def test_stored_voices_are_found_by_themselves(tmp_path: Path) -> None:
    store = ModelStore(tmp_path / "models")
    providers = Providers({}, models=store)
    assert "reel models get piper-en_US-lessac-medium" in providers.missing(OFFERS[0])
    tiny_piper(store.place("piper-en_US-a-low") / "en" / "en_US-a-low.onnx")
    store.keep_record(store.place("piper-en_US-a-low"), {"name": "piper-en_US-a-low"})
    apart = tiny_piper(tmp_path / "mine" / "en_US-b-low.onnx")
    store.keep_record(store.place("mine"), {"name": "mine", "at": str(apart)})
    assert providers.missing(OFFERS[0]) == ()
    both = connect(Access(OFFERS[0], {}, models=store))
    assert [row.id for row in both.voices()] == ["piper:en_US-a-low", "piper:en_US-b-low"]
    one = connect(Access(OFFERS[0], {"model": "en_US-a-low"}, models=store))
    assert len(one.voices()) == 1


def test_any_voice_of_the_collection_is_known_by_its_name() -> None:
    model = known_model("en_GB-northern_english_male-medium")
    assert model is not None
    assert model.files[0] == "en/en_GB/northern_english_male/medium/en_GB-northern_english_male-medium.onnx"
    assert known_model("piper-en_US-lessac-medium") is not None
    assert known_model("nonsense") is None
