"""Who speaks: the voice asked for, or the best one of those who are configured, and who speaks when that one fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from reelwright.app.providers.catalogue import offers
from reelwright.app.providers.choosing import Choice, Providers
from reelwright.app.voice_clones import cloned_voice
from reelwright.errors import InvalidInput, ProviderFailed
from reelwright.productions.voices.clone import PREFIX
from reelwright.providers.aligned_speech import AlignedSpeech
from reelwright.providers.speech import KnowsVoices, SpeechSynthesis, Voice
from reelwright.vendors.hosted_speech import HostedSpeech
from reelwright.vendors.local_speech.manifest import choose
from reelwright.workflows.make_request import Speaker

_OWN_ENGINES = ("flite", "espeak")
"""Those whose voice ``local_speech.manifest.choose`` finds."""
Gender = Literal["female", "male"]


def speaker_of(providers: Providers, language: str, wanted: str | None) -> Speaker:
    """The speaker for a wish: ``auto``, ``female``, ``male``, a provider's name, a voice as ``provider:voice``, or a clone as
    ``clone:NAME``.

    A wish that names no provider can be met by any of them: those that are next are in ``then``. Raises ``InvalidInput`` for a
    voice or language nobody has, and what providers raise.
    """
    wish = (wanted or "auto").strip()
    vendor, _, name = wish.partition(":")
    if vendor.lower() in ("", "auto", "female", "male") and not name:
        return _best(providers, language, None if vendor.lower() in ("", "auto") else vendor.lower())  # pyright: ignore[reportArgumentType]
    if vendor in _OWN_ENGINES:
        return _local(language, wish)
    if wish.startswith(PREFIX):
        return cloned_voice(providers, language, wish, timed)
    if vendor not in {offer.vendor.name for offer in offers("speech")}:
        raise InvalidInput(
            f"there is no voice {wish[:80]!r}",
            hint="write auto, female, male, a provider's name, or an id that `reel voices` lists, such as espeak:de",
        )
    choice = providers.choice("speech", vendor)
    provider: SpeechSynthesis = providers.connect(choice)
    if not name:
        found = _picked(provider, language, None)
        if found is None:
            raise InvalidInput(
                f"{choice.offer.vendor.title} does not speak {language!r}", hint=f"`reel voices --lang {language}`"
            )
        return Speaker(timed(provider), found.id, "asked for")
    voice = f"{vendor}:{provider.voice_id(name)}" if isinstance(provider, HostedSpeech) else wish
    return Speaker(timed(provider), voice, "asked for")


def timed(provider: SpeechSynthesis) -> SpeechSynthesis:
    """The provider with word times, whether or not it tells them."""
    return provider if provider.abilities.name in _OWN_ENGINES else AlignedSpeech(provider, _references)


def _best(providers: Providers, language: str, gender: Gender | None) -> Speaker:
    found: list[Speaker] = []
    passed: list[str] = []
    is_named = bool(providers.order("speech"))
    for choice in providers.ranked("speech", language=language):
        try:
            speaker = _by(providers, choice, language, gender, is_named)
        except ProviderFailed as error:
            passed.append(f"not {choice.offer.vendor.title}: {error.message}")
            continue
        if speaker is not None and all(speaker.voice != other.voice for other in found):
            found.append(speaker)
    if not found:
        return _local(language, gender or "auto")
    first = found[0]
    return replace(first, reason="; ".join([first.reason, *passed]), then=tuple(found[1:]))


def _by(providers: Providers, choice: Choice, language: str, gender: Gender | None, is_named: bool) -> Speaker | None:
    """A provider's speaker; ``None`` when it has no voice for the language."""
    vendor = choice.offer.vendor
    if vendor.name in _OWN_ENGINES:
        try:
            return _local(language, vendor.name if is_named and gender is None else gender or "auto")
        except InvalidInput:
            return None
    provider: SpeechSynthesis = providers.connect(choice)
    voice = _picked(provider, language, gender)
    if voice is None:
        return None
    return Speaker(timed(provider), voice.id, f"{vendor.title}: {choice.reason}")


def _picked(provider: SpeechSynthesis, language: str, gender: Gender | None) -> Voice | None:
    """The first voice for the language and gender, from what is known without asking wherever that has one: so a narration
    keeps its voice from day to day."""
    if isinstance(provider, KnowsVoices) and (voice := _first(provider.usual, language, gender)):
        return voice
    voices = provider.voices()
    return _first(voices, language, gender) or _first(voices, language, None)


def _first(voices: Sequence[Voice], language: str, gender: Gender | None) -> Voice | None:
    fitting = [voice for voice in voices if voice.speaks(language) and gender in (None, voice.gender)]
    exact = [voice for voice in fitting if voice.language.lower() == language.lower().replace("_", "-")]
    return next(iter(exact or fitting), None)


def _local(language: str, wish: str) -> Speaker:
    choice = choose(language, wish)
    return Speaker(choice.provider, choice.voice, choice.reason)


def _references(language: str) -> list[tuple[SpeechSynthesis, str]]:
    """eSpeak NG's man and woman: it speaks most languages and knows its times."""
    try:
        chosen = [choose(language, "espeak")]
    except (InvalidInput, ProviderFailed):
        return []
    voice = chosen[0].voice
    return [(chosen[0].provider, voice), (chosen[0].provider, f"{voice.partition('+')[0]}+f3")]
