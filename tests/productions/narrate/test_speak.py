"""Narration with the real eSpeak NG, from the project's package, in its own process."""

import wave
from pathlib import Path

import numpy as np
import pytest

from reelwright.errors import ProviderFailed
from reelwright.productions.narrate.pace import SECTION_PAUSE, SENTENCE_PAUSE
from reelwright.productions.narrate.script import Script, Section, Sentence
from reelwright.productions.narrate.speak import LEAD_IN, LEAD_OUT, STEP, WHOLE, Delivery, Narration, speak
from reelwright.productions.project.store import Store
from reelwright.vendors.local_speech.espeak import EspeakSpeech

SCRIPT = Script(
    "Rice",
    "en",
    (
        Section("", (Sentence("In 1984, 1,200 people came — to see rice!"), Sentence("They paid $5.", pause=2.0))),
        Section("More", (Sentence("It was good."), Sentence("***"))),
    ),
)


def _speak(folder: Path, script: Script = SCRIPT, voice: str = "espeak:en-us") -> Narration:
    delivery = Delivery(voice, script.language, 1.0)
    return speak(script, EspeakSpeech(), delivery, Store(folder), lambda done, total: None)


@pytest.fixture(scope="module")
def narration(tmp_path_factory: pytest.TempPathFactory) -> Narration:
    return _speak(tmp_path_factory.mktemp("speech"))


def test_captions_keep_the_writers_spelling(narration: Narration) -> None:
    said = " ".join(word.text for word in narration.words)
    assert said == "In 1984, 1,200 people came — to see rice! They paid $5. It was good."


def test_words_follow_each_other_inside_their_sentence(narration: Narration) -> None:
    for sentence in narration.sentences:
        for word in sentence.words:
            assert sentence.start - 1e-3 <= word.start <= word.end <= sentence.end + 1e-3
        starts = [word.start for word in sentence.words]
        assert starts == sorted(starts)


def test_a_number_said_in_many_words_takes_longer_than_a_short_word(narration: Narration) -> None:
    lengths = {word.text: word.end - word.start for word in narration.sentences[0].words}
    assert lengths["1,200"] > 2 * lengths["to"]
    assert lengths["1984,"] > 2 * lengths["to"]


def test_sentences_are_placed_with_their_pauses(narration: Narration) -> None:
    first, second, third = narration.sentences
    assert first.start == pytest.approx(LEAD_IN)
    assert SENTENCE_PAUSE <= second.start - first.end < SENTENCE_PAUSE + STEP
    assert 2.0 <= third.start - second.end < 2.0 + STEP
    assert narration.duration % WHOLE == 0
    assert LEAD_OUT <= narration.duration - third.end < LEAD_OUT + WHOLE


def test_sections_are_further_apart_than_sentences(tmp_path: Path) -> None:
    script = Script("T", "en", (Section("", (Sentence("One."),)), Section("", (Sentence("Two."),))))
    first, second = _speak(tmp_path, script).sentences
    assert SECTION_PAUSE <= second.start - first.end < SECTION_PAUSE + STEP


def test_recordings_are_sounding_and_as_long_as_their_place(narration: Narration) -> None:
    for sentence in narration.sentences:
        with wave.open(str(sentence.wav)) as file:
            sound = np.frombuffer(file.readframes(file.getnframes()), "<i2")
            assert file.getnframes() / file.getframerate() == pytest.approx(sentence.end - sentence.start, abs=0.002)
        assert np.abs(sound).max() > 1000


def test_a_second_narration_calls_nobody_and_is_the_same(tmp_path: Path) -> None:
    first, second = _speak(tmp_path), _speak(tmp_path)
    assert (first.calls, second.calls) == (3, 0)
    assert second.sentences == first.sentences


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("cmn", "水稻生长在水中。"),
        ("hi", "धान पानी में उगता है।"),
        ("ar", "الأرز ينمو في الماء."),
        ("de", "Reis & Wasser, 5 €."),
    ],
)
def test_other_languages_are_spoken_with_every_word_timed(tmp_path: Path, language: str, text: str) -> None:
    narration = _speak(tmp_path, Script("T", language, (Section("", (Sentence(text),)),)), f"espeak:{language}")
    assert "".join(word.text for word in narration.words) == text.replace(" ", "")
    assert narration.words[-1].end > narration.words[0].start + 0.5


def test_a_script_without_anything_to_say_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProviderFailed, match="nothing that can be said"):
        _speak(tmp_path, Script("T", "en", (Section("", (Sentence("***"),)),)))
