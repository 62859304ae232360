"""Putting a dub's providers together."""

from __future__ import annotations

from reelwright.app.providers.choosing import Providers
from reelwright.app.wiring import known_voices, speaker_for
from reelwright.productions.dub.model_translation import ModelTranslation
from reelwright.providers.speech import SpeechSynthesis
from reelwright.providers.translation import TranslationProvider
from reelwright.workflows.dub_request import DubTools


def dub_tools(providers: Providers) -> DubTools:
    """The providers a dub may use."""
    return DubTools(
        tuple(providers.ports("recognition")), tuple(providers.ports("speakers")), tuple(providers.ports("separation")),
        translators_of(providers), known_voices, _speaker,
    )  # fmt: skip


def translators_of(providers: Providers) -> tuple[TranslationProvider, ...]:
    """All that can translate, in the order in which they are asked: language models, which heed a length, then the others by
    quality; where ``REELWRIGHT_TRANSLATION`` names some, those first."""
    models = [ModelTranslation(model) for model in providers.ports("text")]
    others: list[TranslationProvider] = providers.ports("translation")
    named = bool(providers.order("translation"))
    return tuple([*others, *models] if named else [*models, *others])


def _speaker(language: str, wish: str) -> tuple[SpeechSynthesis, str]:
    found = speaker_for(language, wish)
    return found.provider, found.voice
