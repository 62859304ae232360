"""Whisper for real, in its child process, with a model that knows one sentence (see tools/make_tiny_whisper.py)."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from reelwright.app.providers.choosing import Providers
from reelwright.errors import Cancelled, InvalidInput, MediaUnusable, ProviderFailed, ProviderNeeded
from reelwright.providers.recognition import RecognitionRequest
from reelwright.vendors.whisper.manifest import OFFERS
from reelwright.vendors.whisper.model_folder import check
from reelwright.vendors.whisper.recognition import WhisperRecognition, connect
from tests.sounds import tone, write_wav
from tests.vendors.faults import access_to, states
from tests.vendors.recognition.vendors import SOUND

pytest.importorskip("faster_whisper")
MODEL = SOUND.parent / "tiny-whisper"


def _whisper(folder: Path, model: Path = MODEL, **options: str) -> WhisperRecognition:
    return connect(access_to("", OFFERS[0], folder, model=str(model), device="cpu", **options))


def test_it_hears_and_the_books_remember_it(tmp_path: Path) -> None:
    done: list[float] = []
    heard = _whisper(tmp_path).recognise(RecognitionRequest(SOUND), done.append)
    assert "my fellow Americans, ask not what your" in heard.text
    assert heard.language == "en"
    assert all(0 <= word.start <= word.end <= heard.seconds for word in heard.words)
    assert all(first.end <= second.start for first, second in pairwise(heard.words))
    assert len(heard.confidence) == len(heard.words)
    assert done[-1] == 1
    assert states(tmp_path) == ["done"]
    done.clear()
    assert _whisper(tmp_path).recognise(RecognitionRequest(SOUND), done.append) == heard
    assert done == [1.0]


def test_names_to_expect_are_told_to_the_model(tmp_path: Path) -> None:
    heard = _whisper(tmp_path).recognise(RecognitionRequest(SOUND, "en", vocabulary=("Kennedy",)))
    assert "ask not what your" in heard.text  # a hint changes what this small one says


def test_silence_holds_no_words(tmp_path: Path) -> None:
    quiet = write_wav(tmp_path / "quiet.wav", tone(3, 0.0))
    assert _whisper(tmp_path).recognise(RecognitionRequest(quiet)).words == ()


def test_a_sound_that_cannot_be_read_is_told_before_anything_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(MediaUnusable):
        _whisper(tmp_path).recognise(RecognitionRequest(tmp_path / "none.wav"))


def test_a_language_it_does_not_know_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="does not know the language 'xx'"):
        _whisper(tmp_path).recognise(RecognitionRequest(SOUND, "xx"))


def test_a_folder_that_holds_no_whole_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProviderNeeded, match="no Whisper model at"):
        _whisper(tmp_path, tmp_path / "nowhere").recognise(RecognitionRequest(SOUND))
    half = tmp_path / "half"
    shutil.copytree(MODEL, half)
    (half / "tokenizer.json").unlink()
    with pytest.raises(ProviderNeeded, match=r"lacks tokenizer\.json"):  # faster-whisper would fetch another's
        _whisper(tmp_path, half).recognise(RecognitionRequest(SOUND))


def test_a_broken_model_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(MODEL, broken)
    (broken / "model.bin").write_bytes(np.random.default_rng(1).bytes(20_000))
    with pytest.raises(ProviderFailed, match="cannot be loaded"):
        _whisper(tmp_path, broken).recognise(RecognitionRequest(SOUND))
    assert states(tmp_path) == ["failed"]


def test_too_little_memory_is_a_providers_failure(tmp_path: Path) -> None:
    with pytest.raises(ProviderFailed):
        _whisper(tmp_path, memory="0.1").recognise(RecognitionRequest(SOUND))


def test_who_listens_can_stop_it(tmp_path: Path) -> None:
    def stop(part: float) -> None:
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        _whisper(tmp_path).recognise(RecognitionRequest(SOUND), stop)


@pytest.mark.parametrize(("option", "value"), [("device", "tpu"), ("beam_size", "99"), ("memory", "much")])
def test_settings_that_cannot_be_used_are_told(option: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        connect(access_to("", OFFERS[0], tmp_path, model=str(MODEL), **{option: value}))


def test_it_is_there_when_a_model_is_named() -> None:
    assert any("REELWRIGHT_WHISPER_MODEL" in phrase for phrase in Providers({}).missing(OFFERS[0]))
    providers = Providers({"REELWRIGHT_WHISPER_MODEL": str(MODEL)})
    choice = providers.choice("recognition", "whisper")
    assert "tiny-whisper is here" in check(providers.access(choice))
