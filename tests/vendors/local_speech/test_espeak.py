import numpy as np
import pytest

from reelwright.errors import InvalidInput, ProviderNeeded
from reelwright.providers.speech import Speech, SpeechRequest
from reelwright.vendors.local_speech.espeak import EspeakSpeech
from tests.vendors.local_speech.onsets import onsets_after_pauses

ENGINE = EspeakSpeech()


def say(text: str, language: str = "en", voice: str = "auto", speed: float = 1.0, pitch: float = 0.0) -> Speech:
    return ENGINE.speak(SpeechRequest(text, voice, language, speed, pitch))


def in_order(speech: Speech) -> bool:
    edges = [edge for word in speech.words for edge in (word.start, word.end)]
    return edges == sorted(edges) and edges[0] >= 0 and edges[-1] <= speech.duration + 1e-9


def test_the_same_sentence_is_the_same_to_the_byte():
    takes = [say("The quick brown fox jumps over the lazy dog.") for _ in range(3)]
    assert takes[0] == takes[1] == takes[2]


@pytest.mark.parametrize(("voice", "language"), [("auto", "en"), ("female", "en-GB"), ("auto", "de"), ("auto", "es")])
def test_words_after_pauses_start_where_the_sound_starts(voice: str, language: str):
    text = "Bananas. Numbers, dinner. Madrid? Lemon, and radio. Gold."
    speech = say(text, language, voice)
    starts = [word.start for word in speech.words if word.text != "radio."]
    onsets = onsets_after_pauses(speech)
    assert len(onsets) == len(starts)
    assert max(abs(a - b) for a, b in zip(starts, onsets, strict=True)) < 0.03


def test_pauses_belong_to_no_word():
    speech = say("Bananas. Lemon.")
    samples = np.abs(speech.samples())
    first, second = speech.words
    gap = samples[round((first.end + 0.01) * speech.rate) : round((second.start - 0.01) * speech.rate)]
    assert second.start - first.end > 0.2
    assert gap.max() < 0.01 * samples.max()


def test_the_sound_has_no_silence_at_its_ends():
    speech = say("Hello there.")
    samples = np.abs(speech.samples())
    loud = np.flatnonzero(samples > 0.02 * samples.max()) / speech.rate
    assert loud[0] < 0.04
    assert speech.duration - loud[-1] < 0.08


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", 'It cost $1,250.50 — really ... "Dr. Smith\'s" T-shirts (2nd & 3rd) * & 😀 end!'),
        ("fr", "Bonjour à tous : aujourd’hui, c’est l’été ! Ça va ?"),
        ("ar", "مرحبا بالعالم، كيف حالك؟ أنا بخير."),
        ("he", "שלום עולם, מה שלומך?"),
        ("hi", "नमस्ते दुनिया, आप कैसे हैं? मैं ठीक हूँ।"),
        ("ko", "안녕하세요 세계 여러분, 1월 3일입니다."),
        ("ru", "В 1999 году это стоило 5 рублей."),
        ("vi", "Xin chào thế giới, hôm nay trời đẹp."),
        ("en", "line one\nline two\ttab\x00bed\u200b zero\ud800 -x <b>bold</b> [[h@]] &amp; end"),
    ],
)
def test_every_written_token_has_its_word(language: str, text: str):
    speech = say(text, language)
    assert [word.text for word in speech.words] == text.split()
    assert in_order(speech)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "我用Python写代码，你呢？今天天气很好。"),
        ("th", "สวัสดีครับ วันนี้อากาศดีมาก"),
        ("ja", "きょうは いいてんきです。ありがとう"),
        ("my", "မင်္ဂလာပါ ကမ္ဘာ"),
    ],
)
def test_scripts_without_spaces_give_short_pieces_that_join_to_the_text(language: str, text: str):
    speech = say(text, language)
    assert "".join(word.text for word in speech.words) == "".join(text.split())
    assert len(speech.words) >= 4
    assert in_order(speech)
    assert all(word.end > word.start for word in speech.words)


def test_a_long_text_keeps_all_of_its_words():
    text = " ".join(f"Sentence number {n} says something plain, and then it stops." for n in range(120))
    speech = say(text, speed=2.0)
    assert len(speech.words) == len(text.split())
    lengths = [word.end - word.start for word in speech.words]
    assert max(lengths) < 1.5
    assert in_order(speech)


def test_speed_is_a_factor_of_the_pace():
    text = "Most adults need between seven and nine hours of sleep every night."
    normal = say(text).duration
    assert say(text, speed=2.0).duration == pytest.approx(normal / 2, rel=0.2)
    assert say(text, speed=0.6).duration == pytest.approx(normal / 0.6, rel=0.2)
    assert 150 < len(text.split()) / normal * 60 < 200


def test_pitch_moves_the_voice_by_semitones():
    def hertz(pitch: float) -> float:
        speech = say("Many men may mow more meadows, and nobody minds.", pitch=pitch)
        samples, rate = speech.samples(), speech.rate
        found: list[float] = []
        for start in range(0, len(samples) - rate // 20, rate // 50):
            frame = samples[start : start + rate // 20]
            echo = np.correlate(frame - frame.mean(), frame - frame.mean(), "full")[len(frame) - 1 :]
            lag = rate // 300 + int(np.argmax(echo[rate // 300 : rate // 50]))
            if echo[lag] > 0.6 * echo[0] > 0.5:
                found.append(rate / lag)
        return float(np.median(found))

    normal = hertz(0)
    assert 12 * np.log2(hertz(4) / normal) == pytest.approx(4, abs=1.2)
    assert 12 * np.log2(hertz(-4) / normal) == pytest.approx(-4, abs=1.2)


def test_marks_alone_are_a_short_silence_and_take_no_time():
    speech = say("— * …")
    assert speech.duration == 0.2
    assert not speech.samples().any()
    assert [(word.text, word.start, word.end) for word in speech.words] == [("—", 0, 0), ("*", 0, 0), ("…", 0, 0)]


def test_kanji_is_refused_rather_than_misread():
    with pytest.raises(ProviderNeeded, match="kanji"):
        say("今日は良い天気です。", "ja")


def test_an_unknown_timbre_or_language_is_said_plainly():
    with pytest.raises(InvalidInput, match="nosuch"):
        say("Hello", voice="espeak:en-us+nosuch")
    with pytest.raises(InvalidInput, match="no voice"):
        say("Hello", voice="espeak:en-nowhere")
    with pytest.raises(InvalidInput, match="does not speak 'xx'"):
        say("Hello", "xx")


def test_there_are_voices_for_over_a_hundred_languages_and_each_has_a_name():
    voices = ENGINE.voices()
    assert len({voice.language.split("-")[0] for voice in voices}) > 100
    assert len({voice.id for voice in voices}) == len({voice.name for voice in voices}) == len(voices)
    assert {voice.gender for voice in voices if voice.language == "fr-fr"} == {"female", "male"}


def test_voices_of_one_language_differ_in_sound():
    sounds = {say("Hello there", voice=voice.id).pcm for voice in ENGINE.voices() if voice.language == "en-us"}
    assert len(sounds) == 4


@pytest.mark.parametrize("timbre", ["", "+f3", "+whisper"])
def test_repeats_are_the_same_to_the_byte_with_breath_in_the_voice_too(timbre: str) -> None:
    asked = SpeechRequest("Empecemos con el agua.", f"espeak:es{timbre}", "es")
    assert len({EspeakSpeech().speak(asked).pcm for _ in range(3)}) == 1
