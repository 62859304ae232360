"""Putting providers together: which are here, and which is taken for what, with the reason."""

from __future__ import annotations

from reelwright.app.settings import Settings
from reelwright.providers.payments import Payments
from reelwright.providers.speech import Voice
from reelwright.providers.text import TextGeneration
from reelwright.vendors.local_music.composer import LocalComposer
from reelwright.vendors.local_speech.manifest import choose, voices
from reelwright.vendors.openai_compatible.settings import OpenAICompatibleSettings
from reelwright.workflows.make_request import Speaker, Tools


def tools(settings: Settings, payments: Payments | None = None) -> Tools:
    """The providers this machine and these settings offer. What they charge for goes through ``payments``."""
    return Tools(speaker_for, LocalComposer(), _text(settings, payments))


def speaker_for(language: str, wanted: str | None) -> Speaker:
    """The voice asked for, else the best one for the language. Raises ``InvalidInput`` or a ``ProviderFailed``."""
    choice = choose(language, wanted or "auto")
    return Speaker(choice.provider, choice.voice, choice.reason)


def known_voices(language: str | None = None) -> list[Voice]:
    """Every voice there is, or those of a language (``en`` finds ``en-GB``, too)."""
    wanted = "" if language is None else f"{language.lower()}-"
    return [voice for voice in voices() if f"{voice.language.lower()}-".startswith(wanted)]


def _text(settings: Settings, payments: Payments | None) -> TextGeneration | None:
    if not settings.text_base_url:
        return None
    from reelwright.vendors.openai_compatible.text import OpenAICompatibleText  # noqa: PLC0415  (an HTTP client, rarely needed)

    read, written = settings.text_price_micros
    wanted = OpenAICompatibleSettings(
        settings.text_base_url, settings.text_model, settings.text_api_key, is_idempotent=settings.is_text_idempotent,
        input_price_micros=read, output_price_micros=written,
    )  # fmt: skip
    return OpenAICompatibleText(wanted, payments)
