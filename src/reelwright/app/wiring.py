"""Putting providers together for a run: which are taken for what, and why."""

from __future__ import annotations

from reelwright.app.providers.choosing import Providers
from reelwright.app.speakers import speaker_of
from reelwright.app.voice_list import VoiceFilter, list_voices
from reelwright.providers.moderation import Moderation
from reelwright.providers.music import MusicComposer
from reelwright.providers.speech import Voice
from reelwright.providers.text_fallback import FirstText
from reelwright.workflows.make_request import Speaker, Tools


def tools(providers: Providers) -> Tools:
    """The providers a run may use."""
    models = providers.ports("text")
    return Tools(
        lambda language, wanted: speaker_of(providers, language, wanted), _mood_composer(providers), FirstText(tuple(models)) if models else None,
        stocks=tuple(providers.ports("stock")),
        image_makers=tuple(providers.ports("images")),
        clip_makers=tuple(providers.ports("clips")),
        recognisers=tuple(providers.ports("recognition")),
        moderators=moderators(providers),
        prompt_composers=tuple(providers.ports("music", needs=frozenset({"prompts"}))),
        enhancers=tuple(providers.ports("enhancement", needs=frozenset({"clean"}))),
        voice_isolators=tuple(providers.ports("enhancement", needs=frozenset({"voice-only"}))),
    )  # fmt: skip


def moderators(providers: Providers) -> tuple[Moderation, ...]:
    """Who judges words before anything is made of them: nobody, unless ``REELWRIGHT_MODERATION`` is set."""
    if not providers.environment.get("REELWRIGHT_MODERATION", "").strip():
        return ()
    return tuple(providers.ports("moderation"))


def _mood_composer(providers: Providers) -> MusicComposer:
    """Moods are composed here, for nothing, unless somebody else is named."""
    ranked = providers.ranked("music")
    if not providers.order("music"):
        ranked = [choice for choice in ranked if choice.offer.is_local] or ranked
    return providers.connect(ranked[0])


def speaker_for(language: str, wanted: str | None, providers: Providers | None = None) -> Speaker:
    """The voice asked for, else the best one for the language; of the voices that are always here when no ``providers`` are
    given. Raises ``InvalidInput`` or a ``ProviderFailed``."""
    return speaker_of(providers or Providers({}), language, wanted)


def known_voices(language: str | None = None, providers: Providers | None = None) -> list[Voice]:
    """Every voice there is, or those of a language (``en`` finds ``en-GB``, too), best provider first."""
    return list(list_voices(providers or Providers({}), VoiceFilter(language)).voices)
