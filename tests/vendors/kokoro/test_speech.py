"""Kokoro on a tiny model with the inputs and outputs of the real one."""

from __future__ import annotations

import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto

from reelwright.app.providers.choosing import Providers, loaded
from reelwright.errors import InvalidInput, ProviderFailed, ProviderNeeded
from reelwright.providers.access import Access
from reelwright.providers.models import ModelStore
from reelwright.providers.speech import SpeechRequest
from reelwright.vendors.kokoro.manifest import OFFERS
from reelwright.vendors.kokoro.model_files import missing
from reelwright.vendors.kokoro.speech import KokoroSpeech, connect
from tests.speaking.tiny_models import tiny_kokoro, tiny_voices

TEXT = "Hello world, it cost $1,250.50 at the shop. Really? Yes!"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    tiny_kokoro(tmp_path / "kokoro" / "onnx" / "model.onnx")
    tiny_voices(tmp_path / "kokoro" / "voices")
    return tmp_path / "kokoro"


def speaker(place: Path, **options: str) -> KokoroSpeech:
    return connect(Access(OFFERS[0], {"model": str(place)} | options))


def ask(text: str = TEXT, voice: str = "auto", language: str = "en", **how: float) -> SpeechRequest:
    return SpeechRequest(text, voice, language, **how)


def test_each_written_word_has_its_time_from_the_models_durations(place: Path) -> None:
    speech = speaker(place).speak(ask())
    assert [word.text for word in speech.words] == TEXT.split()
    assert speech.exact_times
    assert speech.rate == 24_000
    edges = [edge for word in speech.words for edge in (word.start, word.end)]
    assert edges == sorted(edges)
    assert edges[-1] <= speech.duration + 1e-9
    sound = np.abs(speech.samples())
    for word in speech.words:  # the model is silent between words, and nowhere else
        assert sound[round((word.start + 0.01) * 24_000) : round((word.end - 0.01) * 24_000)].max() > 0.2
    pause = sound[round(speech.words[1].end * 24_000) + 500 : round(speech.words[2].start * 24_000) - 500]
    assert len(pause) == 0 or pause.max() < 0.05


def test_the_same_request_gives_the_same_bytes_from_any_thread(place: Path) -> None:
    voice = speaker(place)
    with ThreadPoolExecutor(4) as pool:
        takes = list(pool.map(lambda _: voice.speak(ask()), range(4)))
    assert takes[0] == takes[1] == takes[2] == takes[3]


def test_speed_and_pitch(place: Path) -> None:
    voice = speaker(place)
    plain = voice.speak(ask()).duration
    assert voice.speak(ask(speed=2.0)).duration == pytest.approx(plain / 2, rel=0.25)
    higher = voice.speak(ask(pitch=4.0))
    assert higher.duration == pytest.approx(plain, rel=0.2)

    def tone(speech: np.ndarray) -> float:
        spectrum = np.abs(np.fft.rfft(speech))
        return float(np.argmax(spectrum)) * 24_000 / len(speech)

    base = tone(voice.speak(ask()).samples())
    assert 12 * np.log2(tone(higher.samples()) / base) == pytest.approx(4, abs=0.3)


def test_without_durations_the_times_are_said_to_be_estimates(tmp_path: Path) -> None:
    model = tiny_kokoro(tmp_path / "old.onnx", ids="tokens", durations=False)
    voices = tmp_path / "voices-v1.0.bin"
    np.savez(
        tmp_path / "v.npz", af_bella=np.zeros((510, 1, 256), np.float32), bm_george=np.zeros((510, 1, 256), np.float32)
    )
    (tmp_path / "v.npz").rename(voices)
    voice = speaker(model)
    speech = voice.speak(ask())
    assert not speech.exact_times
    assert not voice.abilities.word_times
    assert [word.text for word in speech.words] == TEXT.split()
    assert [(row.id, row.language, row.gender) for row in voice.voices()] == [
        ("kokoro:af_bella", "en-US", "female"), ("kokoro:bm_george", "en-GB", "male"),
    ]  # fmt: skip


def test_voices_are_listed_and_chosen_by_language_and_gender(place: Path) -> None:
    voice = speaker(place)
    assert [row.id for row in voice.voices()] == [
        "kokoro:af_heart", "kokoro:am_michael", "kokoro:bf_emma", "kokoro:ef_dora",
    ]  # fmt: skip
    takes = {wish: voice.speak(ask(voice=wish)) for wish in ("auto", "female", "male", "kokoro:am_michael", "af_heart")}
    assert takes["auto"] == takes["female"] == takes["af_heart"]
    assert takes["male"] == takes["kokoro:am_michael"]
    assert voice.speak(ask("Hola, mundo.", language="es-MX")).words[1].text == "mundo."
    assert voice.speak(ask("Bonjour", voice="kokoro:af_heart", language="fr")).words[0].text == "Bonjour"


def test_a_sentence_beyond_the_models_length_is_cut_between_words(place: Path) -> None:
    text = " ".join(f"word{number}" for number in range(120))
    speech = speaker(place).speak(ask(text))
    assert len(speech.words) == 120


def test_marks_alone_are_a_short_silence(place: Path) -> None:
    speech = speaker(place).speak(ask("— * …"))
    assert not speech.samples().any()
    assert len(speech.words) == 3


def test_unknown_voices_and_languages_are_said_plainly(place: Path) -> None:
    voice = speaker(place)
    with pytest.raises(InvalidInput, match="no voice 'kokoro:xx_nobody'"):
        voice.speak(ask(voice="kokoro:xx_nobody"))
    for language in ("ja", "zh-CN", "xx"):
        with pytest.raises(InvalidInput, match="does not speak"):
            voice.speak(ask(language=language))
    with pytest.raises(ProviderNeeded, match="no Kokoro voice here speaks 'hi'"):
        voice.speak(ask("नमस्ते", language="hi"))


def test_files_that_are_missing_broken_or_of_something_else_are_told_apart(place: Path, tmp_path: Path) -> None:
    with pytest.raises(ProviderNeeded, match=r"there is no model"):
        speaker(tmp_path / "nowhere.onnx")
    (tmp_path / "bare").mkdir()
    bare = tiny_kokoro(tmp_path / "bare" / "alone.onnx")
    with pytest.raises(ProviderNeeded, match="no voices beside"):
        speaker(bare)
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"no model at all")
    with pytest.raises(ProviderFailed, match="is not a model that can be opened") as caught:
        speaker(broken, voices=str(place / "voices")).speak(ask())
    assert caught.value.hint
    other = tiny_kokoro(tmp_path / "other.onnx", ids="pixels")
    with pytest.raises(ProviderFailed, match="is no Kokoro model: it takes pixels"):
        speaker(other, voices=str(place / "voices")).speak(ask())
    (place / "voices" / "af_heart.bin").write_bytes(b"\0" * 1000)
    with pytest.raises(ProviderFailed, match="af_heart"):
        speaker(place).speak(ask(voice="af_heart"))
    with zipfile.ZipFile(tmp_path / "empty.npz", "w"):
        pass
    with pytest.raises(ProviderFailed, match="holds no voice"):
        speaker(place, voices=str(tmp_path / "empty.npz")).voices()


def test_a_model_of_whole_speeds_says_so(tmp_path: Path) -> None:
    tiny_voices(tmp_path / "voices")
    voice = speaker(tiny_kokoro(tmp_path / "kokoro.onnx", speed_type=TensorProto.INT32))
    assert voice.speak(ask(speed=2.0)).exact_times
    with pytest.raises(ProviderFailed, match="own pace"):
        voice.speak(ask(speed=1.5))


def test_a_stored_model_is_found_and_what_is_missing_is_told(place: Path, tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    access = Access(OFFERS[0], {}, models=store)
    assert missing(access) == "reel models get kokoro"
    providers = Providers({}, models=store)
    assert "reel models get kokoro" in providers.missing(OFFERS[0])
    store.keep_record(place, {"name": "kokoro"})
    assert missing(access) == ""
    assert providers.missing(OFFERS[0]) == ()
    assert loaded(OFFERS[0].connect)(access).speak(ask()).exact_times
    assert missing(Access(OFFERS[0], {"model": "kokoro-small"}, models=store)) == "reel models get kokoro-small"
    first = loaded(OFFERS[0].connect)(access).abilities.version
    tiny_kokoro(place / "onnx" / "model.onnx", durations=False)
    assert loaded(OFFERS[0].connect)(access).abilities.version != first
