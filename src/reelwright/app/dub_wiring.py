"""Putting a dub's providers together."""

from __future__ import annotations

from collections.abc import Callable

from reelwright.app.providers.choosing import Providers
from reelwright.app.voice_pitch import voice_pitches
from reelwright.app.wiring import known_voices, speaker_for
from reelwright.productions.dub.model_translation import ModelTranslation
from reelwright.providers.speech import SpeechSynthesis
from reelwright.workflows.dub_request import DubTools


def dub_tools(providers: Providers) -> DubTools:
    """The providers a dub may use. Translators that heed a length come first: language models, then the others."""
    models = [ModelTranslation(model) for model in providers.ports("text")]
    others = providers.ports("translation")
    named = bool(providers.order("translation"))
    translators = [*others, *models] if named else [*models, *others]
    speaker = _speaker_of(providers)
    return DubTools(
        tuple(providers.ports("recognition")), tuple(providers.ports("speakers")), tuple(providers.ports("separation")),
        tuple(translators), lambda language: known_voices(language, providers), speaker,
        voice_pitches(speaker),
    )  # fmt: skip


def _speaker_of(providers: Providers) -> Callable[[str, str], tuple[SpeechSynthesis, str]]:
    def find(language: str, wish: str) -> tuple[SpeechSynthesis, str]:
        found = speaker_for(language, wish, providers)
        return found.provider, found.voice

    return find
