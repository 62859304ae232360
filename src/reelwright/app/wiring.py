"""Putting providers together for a run: which are taken for what, and why."""

from __future__ import annotations

from reelwright.app.providers.choosing import Providers
from reelwright.providers.moderation import Moderation
from reelwright.providers.music import MusicComposer
from reelwright.providers.speech import Voice
from reelwright.providers.text_fallback import FirstText
from reelwright.vendors.local_speech.manifest import choose, voices
from reelwright.workflows.make_request import Speaker, Tools


def tools(providers: Providers) -> Tools:
    """The providers a run may use."""
    models = providers.ports("text")
    return Tools(
        speaker_for, _mood_composer(providers), FirstText(tuple(models)) if models else None,
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


def speaker_for(language: str, wanted: str | None) -> Speaker:
    """The voice asked for, else the best one for the language. Raises ``InvalidInput`` or a ``ProviderFailed``."""
    choice = choose(language, wanted or "auto")
    return Speaker(choice.provider, choice.voice, choice.reason)


def known_voices(language: str | None = None) -> list[Voice]:
    """Every voice there is, or those of a language (``en`` finds ``en-GB``, too)."""
    wanted = "" if language is None else f"{language.lower()}-"
    return [voice for voice in voices() if f"{voice.language.lower()}-".startswith(wanted)]
