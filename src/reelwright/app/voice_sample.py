"""Hearing a voice: one sentence, spoken by it."""

from __future__ import annotations

from reelwright.app.providers.choosing import Providers
from reelwright.app.speakers import speaker_of
from reelwright.app.voice_list import voice_called
from reelwright.productions.narrate.language import detect_language
from reelwright.productions.narrate.lexicon import Lexicon
from reelwright.providers.speech import Speech, SpeechRequest

SENTENCES = {
    "en": "This is how I sound. Rice grows in water, and frogs live there.",
    "de": "So klinge ich. Reis wächst im Wasser, und dort leben Frösche.",
    "es": "Así sueno yo. El arroz crece en el agua, y allí viven ranas.",
    "fr": "Voici ma voix. Le riz pousse dans l'eau, et des grenouilles y vivent.",
    "it": "Ecco la mia voce. Il riso cresce nell'acqua, e lì vivono le rane.",
    "pt": "Esta é a minha voz. O arroz cresce na água, e ali vivem rãs.",
    "nl": "Zo klink ik. Rijst groeit in water, en daar leven kikkers.",
    "pl": "Tak brzmi mój głos. Ryż rośnie w wodzie, a tam żyją żaby.",
    "ru": "Так звучит мой голос. Рис растёт в воде, и там живут лягушки.",
    "hi": "मेरी आवाज़ ऐसी है। धान पानी में उगता है।",
    "ar": "هكذا صوتي. ينمو الأرز في الماء.",
    "zh": "这是我的声音。水稻生长在水中。",
    "ja": "わたしのこえはこうです。いねはみずのなかでそだちます。",
    "ko": "제 목소리는 이렇습니다. 벼는 물에서 자랍니다.",
}
"""Two short sentences in common languages."""


def sample_sentence(language: str) -> str:
    """Two short sentences in a language (English where we have none)."""
    tongue = language.split("-")[0].lower()
    return SENTENCES.get({"cmn": "zh"}.get(tongue, tongue), SENTENCES["en"])


def voice_sample(providers: Providers, voice: str, text: str = "", language: str = "") -> Speech:
    """A voice's own words for ``text``, else for a sentence of its language.

    Raises what speaking raises: ``InvalidInput`` for a voice there is not, a ``ProviderFailed``.
    """
    if not language:
        row = voice_called(providers, voice)
        own = row.language if row and row.language != "mul" else ""
        language = own or (detect_language(text) if text else "en")
    speaker = speaker_of(providers, language, voice)
    said = Lexicon().said(text or sample_sentence(language), language).text
    return speaker.provider.speak(SpeechRequest(said, speaker.voice, language))
