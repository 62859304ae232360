import io
import wave

import numpy as np
import pytest

from reelwright.errors import InvalidInput
from reelwright.providers.speech import Speech, SpeechRequest, read_wav
from reelwright.transcript import Word

RAMP = np.arange(-800, 800, dtype="<i2")


def speech() -> Speech:
    return Speech(RAMP.tobytes(), 8000, (Word("one", 0.0, 0.1), Word("two", 0.1, 0.2)), exact_times=True)


def test_a_wav_file_holds_the_same_samples_and_is_the_same_every_time():
    data = speech().wav()
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate(), file.getnframes()) == (1, 2, 8000, 1600)
    assert read_wav(data) == (RAMP.tobytes(), 8000)
    assert speech().wav() == data


def test_samples_are_floats_of_full_scale_one_and_the_duration_is_in_seconds():
    samples = speech().samples()
    assert samples.dtype == np.float32
    assert np.array_equal(samples * 32768, RAMP.astype(np.float32))
    assert speech().duration == 0.2


def test_stereo_is_mixed_down():
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(np.array([[100, 300], [-50, -150]], dtype="<i2").tobytes())
    assert read_wav(buffer.getvalue()) == (np.array([200, -100], dtype="<i2").tobytes(), 16000)


@pytest.mark.parametrize("data", [b"", b"not a wave file", b"RIFF\x00\x00\x00\x00WAVE"])
def test_what_is_no_wav_is_refused_in_words(data: bytes):
    with pytest.raises(InvalidInput, match="voice is not a WAV file"):
        read_wav(data, "voice")


@pytest.mark.parametrize(
    "wish", [{"speed": 0.4}, {"speed": 2.1}, {"speed": float("nan")}, {"pitch": 7}, {"pitch": -6.5}]
)
def test_a_pace_or_pitch_no_voice_can_hold_is_refused(wish: dict[str, float]):
    with pytest.raises(InvalidInput, match="outside"):
        SpeechRequest("Hello", "auto", "en", **wish)


def test_a_whole_book_in_one_request_is_refused():
    with pytest.raises(InvalidInput) as caught:
        SpeechRequest("word " * 10_000, "auto", "en")
    assert "sentences" in caught.value.hint


def test_words_take_the_writers_spelling_and_keep_their_times():
    assert speech().respelt(("1", "2")).words == (Word("1", 0.0, 0.1), Word("2", 0.1, 0.2))
    with pytest.raises(ValueError, match="1 spellings for 2 words"):
        speech().respelt(("1",))
