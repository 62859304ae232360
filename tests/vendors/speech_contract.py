"""What every speech provider promises, ours here and vendors' alike."""

from __future__ import annotations

import numpy as np

from reelwright.errors import InvalidInput
from reelwright.providers.speech import SpeechRequest, SpeechSynthesis
from reelwright.transcript.sound_activity import sounding_span
from reelwright.transcript.spoken_units import spoken_units


def check_speech(provider: SpeechSynthesis, request: SpeechRequest) -> None:
    """The promises of ``Speech``: sound without silent ends, every piece of the text once, in order, inside the sound."""
    speech = provider.speak(request)
    assert len(speech.pcm) % 2 == 0
    samples = speech.samples()
    assert np.abs(samples).max() > 0.05
    first, last = sounding_span(samples, speech.rate)
    assert first / speech.rate <= 0.02
    assert (len(samples) - last) / speech.rate <= 0.06
    pieces = [word.text for word in speech.words]
    assert pieces in (request.text.split(), spoken_units(request.text))
    begins = [word.start for word in speech.words]
    assert begins == sorted(begins)
    assert all(0 <= word.start <= word.end <= speech.duration + 1e-6 for word in speech.words)
    assert all(a.end <= b.start + 1e-6 for a, b in zip(speech.words, speech.words[1:], strict=False))
    assert abs(speech.words[-1].end - speech.duration) < 0.25


def check_speed(provider: SpeechSynthesis, voice: str, language: str, text: str) -> None:
    """Twice as fast takes about half the time."""
    usual = provider.speak(SpeechRequest(text, voice, language)).duration
    quick = provider.speak(SpeechRequest(text, voice, language, speed=2.0)).duration
    assert 0.35 < quick / usual < 0.7


def check_wordless(provider: SpeechSynthesis, voice: str, language: str) -> None:
    """A text without anything to say is a short silence, and asks nobody."""
    speech = provider.speak(SpeechRequest("— ***", voice, language))
    assert not np.abs(speech.samples()).any()
    assert [word.text for word in speech.words] == ["—", "***"]


def check_voices(provider: SpeechSynthesis) -> None:
    """Voices have ids of their own, which begin with the provider's name."""
    voices = provider.voices()
    assert len({voice.id for voice in voices}) == len(voices) > 0
    assert all(voice.id.startswith(f"{voice.provider}:") and voice.name and voice.language for voice in voices)
    assert voices == provider.voices()


def check_unknown_voice(provider: SpeechSynthesis, language: str) -> None:
    """A voice nobody has is an error with a way on."""
    try:
        provider.speak(SpeechRequest("Hello there.", f"{provider.abilities.name}:Nobody At All", language))
    except InvalidInput as error:
        assert error.hint
    else:
        raise AssertionError("an unknown voice spoke")
