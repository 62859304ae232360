"""Putting providers together: which are here, and which is taken for what, with the reason."""

from __future__ import annotations

from difflib import get_close_matches

from reelwright.app.settings import Settings
from reelwright.errors import ProviderFailed, ProviderNeeded
from reelwright.providers.speech import SpeechSynthesis, Voice
from reelwright.providers.text import TextGeneration
from reelwright.vendors.local_music.composer import LocalComposer
from reelwright.vendors.local_speech.espeak import EspeakSpeech, voice_for
from reelwright.vendors.local_speech.flite import FliteSpeech, is_installed
from reelwright.vendors.openai_compatible.settings import OpenAICompatibleSettings
from reelwright.workflows.make_request import Speaker, Tools


def tools(settings: Settings) -> Tools:
    """The providers this machine and these settings offer."""
    return Tools(speaker_for, LocalComposer(), _text(settings))


def speech_providers() -> tuple[SpeechSynthesis, ...]:
    """Best first."""
    return (FliteSpeech(), EspeakSpeech()) if is_installed() else (EspeakSpeech(),)


def voices() -> tuple[Voice, ...]:
    return tuple(voice for provider in speech_providers() for voice in provider.voices())


def speaker_for(language: str, wanted: str | None) -> Speaker:
    """The voice asked for, else the best one for the language. Raises ``ProviderFailed`` or ``ProviderNeeded``."""
    if wanted:
        return _named(wanted)
    if language.lower().split("-")[0] == "en" and is_installed():
        return Speaker(FliteSpeech(), "flite:slt", "English, and flite is installed: clearer than eSpeak NG")
    voice = voice_for(language)
    if voice is None:
        raise ProviderNeeded(f"no voice here speaks {language!r}", hint="`reel voices` lists what there is; --lang names the language")
    reason = "flite is not installed" if language.lower().startswith("en") else f"it speaks {language}"
    return Speaker(EspeakSpeech(), voice, reason)


def _named(wanted: str) -> Speaker:
    if ":" not in wanted:  # a plain language or name: eSpeak NG's own names
        wanted = f"flite:{wanted}" if wanted in {"slt", "rms", "awb"} and is_installed() else f"espeak:{wanted}"
    for provider in speech_providers():
        if wanted.startswith(f"{provider.name}:"):
            known = [voice.id for voice in provider.voices()]
            if wanted.split("+")[0] in known:
                return Speaker(provider, wanted, "asked for")
            near = get_close_matches(wanted, known, n=3, cutoff=0.4)
            raise ProviderFailed(f"there is no voice {wanted!r}", hint=f"near it: {', '.join(near)}; `reel voices` lists all" if near else "`reel voices` lists all")
    if wanted.startswith("flite:"):
        raise ProviderNeeded("flite is not installed", hint="Debian: apt install flite; or choose an espeak voice (`reel voices`)")
    raise ProviderFailed(f"there is no speech provider {wanted.split(':')[0]!r}", hint="there are espeak and flite; `reel voices` lists their voices")


def _text(settings: Settings) -> TextGeneration | None:
    if not settings.text_base_url:
        return None
    from reelwright.vendors.openai_compatible.text import OpenAICompatibleText  # noqa: PLC0415  (an HTTP client, rarely needed)

    return OpenAICompatibleText(OpenAICompatibleSettings(settings.text_base_url, settings.text_model, settings.text_api_key))
