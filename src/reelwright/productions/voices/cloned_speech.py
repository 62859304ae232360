"""Speaking with a clone: it is made at its provider when the first word is to be said, and not before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from reelwright.providers.cloning import VoiceCloning
from reelwright.providers.speech import KnowsVoices, Speech, SpeechAbilities, SpeechRequest, SpeechSynthesis, Voice


@dataclass(frozen=True)
class Cloner:
    """A provider that clones voices, its speech, and whose account that is."""

    cloning: VoiceCloning
    speech: SpeechSynthesis
    whose: str = ""

    @property
    def name(self) -> str:
        return self.cloning.abilities.name

    def spoken_language(self, language: str) -> str:
        """The language a clone is made for, for words in ``language``: none where one speaks them all."""
        return "" if self.cloning.abilities.is_multilingual else language


@dataclass(frozen=True)
class ClonedSpeech:
    """``SpeechSynthesis`` in which ``alias`` is a voice, too: what is spoken with it is kept under a name that stays, though the
    provider's own name of the clone may change. ``find(language)`` answers that, and makes the clone where there is none."""

    inner: SpeechSynthesis
    alias: str
    find: Callable[[str], str]

    @property
    def abilities(self) -> SpeechAbilities:
        return self.inner.abilities

    @property
    def usual(self) -> tuple[Voice, ...]:
        return self.inner.usual if isinstance(self.inner, KnowsVoices) else self.inner.voices()

    def voices(self) -> tuple[Voice, ...]:
        return self.inner.voices()

    def speak(self, request: SpeechRequest) -> Speech:
        if request.voice != self.alias:
            return self.inner.speak(request)
        return self.inner.speak(replace(request, voice=self.find(request.language)))
