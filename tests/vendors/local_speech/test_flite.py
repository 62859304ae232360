import numpy as np
import pytest

from reelwright.errors import InvalidInput
from reelwright.providers.speech import Speech, SpeechRequest
from reelwright.transcript.alignment import Reading, Recording, align_words
from reelwright.vendors.local_speech.espeak import EspeakSpeech
from reelwright.vendors.local_speech.flite import FliteSpeech, flite_voice
from reelwright.vendors.local_speech.installed import has_flite
from tests.vendors.local_speech.onsets import onsets_after_pauses

needs_flite = pytest.mark.skipif(not has_flite(), reason="flite is not installed (apt-get install flite)")
ENGINE = FliteSpeech()


def say(text: str, voice: str = "flite:slt", speed: float = 1.0, pitch: float = 0.0) -> Speech:
    return ENGINE.speak(SpeechRequest(text, voice, "en", speed, pitch))


@needs_flite
@pytest.mark.parametrize("voice", ["flite:slt", "flite:rms", "flite:awb"])
def test_words_after_pauses_start_where_the_sound_starts(voice: str):
    speech = say("Bananas, numbers, dinner. Madrid? Lemon, gold.", voice)
    onsets = onsets_after_pauses(speech, pause_s=0.07)
    assert len(onsets) >= 4
    assert max(min(abs(word.start - onset) for word in speech.words) for onset in onsets) < 0.05


@needs_flite
@pytest.mark.parametrize(
    "text",
    [
        '"Hello there," it cost $1,250.50 — really. Dr. Smith’s well-known T-shirts (and 3.5 km) are here!',
        "-f --help <x> &amp; ... Café naïve “quoted” £5 … 100% a\tb\nc 😀 end",
        "x",
    ],
)
def test_every_written_token_has_its_word(text: str):
    speech = say(text)
    assert [word.text for word in speech.words] == text.split()
    edges = [edge for word in speech.words for edge in (word.start, word.end)]
    assert edges == sorted(edges)
    assert edges[-1] <= speech.duration + 1e-9


@needs_flite
def test_a_number_spoken_as_many_words_is_one_word_of_their_length():
    words = {word.text: word.end - word.start for word in say("It cost $1,250.50 in all.").words}
    assert words["$1,250.50"] > 1.8
    assert words["in"] < 0.4


@needs_flite
def test_repeats_are_the_same_to_the_byte_and_voices_differ():
    text = "The quick brown fox."
    assert say(text) == say(text)
    assert len({say(text, f"flite:{voice}").pcm for voice in ("slt", "rms", "awb")}) == 3


@needs_flite
def test_speed_and_pitch_change_the_sound():
    text = "Most adults need between seven and nine hours of sleep every night."
    normal = say(text)
    assert say(text, speed=1.25).duration == pytest.approx(normal.duration / 1.25, rel=0.05)
    assert say(text, pitch=4).pcm != normal.pcm
    assert say(text, pitch=4).duration == pytest.approx(normal.duration, rel=0.02)
    assert 150 < len(text.split()) / normal.duration * 60 < 200


@needs_flite
def test_text_it_cannot_read_is_refused():
    with pytest.raises(InvalidInput, match="你好"):
        say("Say 你好 now")


def test_it_speaks_english_and_says_so():
    assert flite_voice("auto", "en-GB") == "slt"
    assert flite_voice("male", "en") == "rms"
    with pytest.raises(InvalidInput, match="not 'de'"):
        flite_voice("flite:slt", "de")
    with pytest.raises(InvalidInput) as caught:
        flite_voice("flite:kal", "en")
    assert "slt, rms, awb" in caught.value.hint


@needs_flite
@pytest.mark.parametrize("voice", ["flite:slt", "flite:rms", "flite:awb"])
def test_alignment_against_another_voice_finds_the_engines_own_word_times(voice: str):
    texts = (
        "Most adults need between seven and nine hours of sleep every night, yet about one in three gets less.",
        "Turn off your phone an hour before bed, and keep the room cool and dark. It helps more than most think.",
    )
    errors: list[float] = []
    for text in texts:
        readings: list[Reading] = []
        for reader in ("espeak:en-us", "espeak:en-us+f3"):
            read = EspeakSpeech().speak(SpeechRequest(text, reader, "en"))
            readings.append(Reading(Recording(read.samples(), read.rate), read.words))
        target = say(text, voice, speed=0.9)
        found = align_words(readings, Recording(target.samples(), target.rate))
        assert [word.text for word in found] == text.split()
        errors += [abs(a.start - b.start) for a, b in zip(found, target.words, strict=True)]
    assert np.median(errors) < 0.03
    assert np.percentile(errors, 95) < 0.12
