"""Putting providers together for a run: which are taken for what, and why."""

from __future__ import annotations

from reelwright.app.providers.choosing import Providers
from reelwright.providers.speech import Voice
from reelwright.providers.text_fallback import FirstText
from reelwright.vendors.local_speech.manifest import choose, voices
from reelwright.workflows.make_request import Speaker, Tools


def tools(providers: Providers) -> Tools:
    """The providers a run may use."""
    models = providers.ports("text")
    composers = providers.ports("music")
    return Tools(
        speaker_for, composers[0], FirstText(tuple(models)) if models else None,
        stocks=tuple(providers.ports("stock")),
        image_makers=tuple(providers.ports("images")),
        clip_makers=tuple(providers.ports("clips")),
        recognisers=tuple(providers.ports("recognition")),
        moderators=tuple(providers.ports("moderation")),
    )  # fmt: skip


def speaker_for(language: str, wanted: str | None) -> Speaker:
    """The voice asked for, else the best one for the language. Raises ``InvalidInput`` or a ``ProviderFailed``."""
    choice = choose(language, wanted or "auto")
    return Speaker(choice.provider, choice.voice, choice.reason)


def known_voices(language: str | None = None) -> list[Voice]:
    """Every voice there is, or those of a language (``en`` finds ``en-GB``, too)."""
    wanted = "" if language is None else f"{language.lower()}-"
    return [voice for voice in voices() if f"{voice.language.lower()}-".startswith(wanted)]
