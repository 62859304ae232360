"""Putting a dub's providers together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from langcodes import Language

from reelwright.app.lip_wiring import lip_tools
from reelwright.app.listening import listeners
from reelwright.app.providers.choosing import Providers
from reelwright.app.speakers import timed
from reelwright.app.voice_clones import cloners
from reelwright.app.voice_pitch import voice_pitches
from reelwright.app.wiring import known_voices, speaker_for
from reelwright.errors import InvalidInput, ProviderFailed
from reelwright.productions.dub.model_translation import ModelTranslation
from reelwright.productions.voices.clone import VoiceReference
from reelwright.productions.voices.cloned_speech import Cloner
from reelwright.providers.speech import SpeechSynthesis, Voice
from reelwright.providers.translation import TranslationProvider
from reelwright.workflows.dub_request import DubTools

Leave = Callable[[VoiceReference], bool]
_ALONE = {"zh": "cmn", "ms": "zsm", "ar": "arb", "fa": "pes", "sw": "swh", "et": "ekk", "lv": "lvs", "no": "nb"}
"""ISO 639-3's usual member of a macrolanguage."""


def dub_tools(providers: Providers, leave: Leave = lambda voice: False) -> DubTools:
    """The providers a dub may use. Translators that heed a length come first: language models, then the others.

    ``leave`` as in ``DubTools``."""
    speaker = _speaker_of(providers)
    return DubTools(
        lambda language, speakers: listeners(providers, language, speakers), tuple(providers.ports("separation")),
        translators_of(providers), lambda language: castable_voices(language, providers), speaker,
        voice_pitches(speaker), _substitutes_of(providers), lambda vendor: timed_cloners(providers, vendor), providers.voices,
        leave, lambda provider: lip_tools(providers, provider),
    )  # fmt: skip


def castable_voices(language: str, providers: Providers) -> list[Voice]:
    """The voices for a language, those of its usual region first: American and Brazilian before Caribbean and Portuguese ones.

    A tag that names a language together with its relatives (``zh``) finds the voices of its usual one (``cmn``), too.
    """
    wanted = Language.get(language)
    usual = wanted.maximize().territory
    found = known_voices(language, providers) or known_voices(_ALONE.get(wanted.language or "", language), providers)

    def is_elsewhere(voice: Voice) -> bool:
        region = voice.language.split("-")[1:2]
        return bool(region) and region[0].upper() != usual

    best = found[0].provider if found else ""
    return sorted(found, key=lambda voice: (voice.provider != best, is_elsewhere(voice)))


def _speaker_of(providers: Providers) -> Callable[[str, str], tuple[SpeechSynthesis, str]]:
    def find(language: str, wish: str) -> tuple[SpeechSynthesis, str]:
        found = speaker_for(language, wish, providers)
        return found.provider, found.voice

    return find


def _substitutes_of(providers: Providers) -> Callable[[str, str], list[tuple[SpeechSynthesis, str]]]:
    def find(language: str, gender: str) -> list[tuple[SpeechSynthesis, str]]:
        try:
            first = speaker_for(language, gender if gender in ("female", "male") else "auto", providers)
        except (InvalidInput, ProviderFailed):
            return []
        return [(each.provider, each.voice) for each in (first, *first.then)]

    return find


def timed_cloners(providers: Providers, vendor: str) -> list[Cloner]:
    """Those who clone voices, with word times."""
    return [replace(each, speech=timed(each.speech)) for each in cloners(providers, vendor)]


def translators_of(providers: Providers) -> tuple[TranslationProvider, ...]:
    """All that can translate, in the order in which they are asked: language models, which heed a length, then the others by
    quality; where ``REELWRIGHT_TRANSLATION`` names some, those first."""
    models = [ModelTranslation(model) for model in providers.ports("text")]
    others: list[TranslationProvider] = providers.ports("translation")
    named = bool(providers.order("translation"))
    return tuple([*others, *models] if named else [*models, *others])
