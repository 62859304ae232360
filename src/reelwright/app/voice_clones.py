"""Clones and those who make and speak with them, put together."""

from __future__ import annotations

from collections.abc import Callable

from reelwright.app.providers.choosing import Choice, Providers
from reelwright.errors import InvalidInput, ProviderNeeded
from reelwright.productions.voices.clone import VoiceClone, VoiceReference, name_asked
from reelwright.productions.voices.cloned_speech import ClonedSpeech, Cloner
from reelwright.productions.voices.cloning import voice_at
from reelwright.productions.voices.library import clone_named
from reelwright.providers.speech import SpeechSynthesis
from reelwright.workflows.make_request import Speaker

Timed = Callable[[SpeechSynthesis], SpeechSynthesis]


def cloned_voice(providers: Providers, language: str, wish: str, timed: Timed) -> Speaker:
    """The speaker of ``clone:NAME``: where the clone is already, else the best who clones voices and speaks the language.

    Nobody is asked yet. Raises ``NotFound`` for a clone there is not, ``ProviderNeeded`` when nobody can speak with it.
    """
    clone = clone_named(providers.voices, name_asked(wish))
    found = [each for each in cloners(providers) if _speaks(providers, each, language)]
    if not found:
        raise ProviderNeeded(f"nobody here can speak with the clone {clone.name}", hint=NEEDED)
    cloner = next((each for each in found if _is_at(clone, each, language)), found[0])
    speech = ClonedSpeech(
        timed(cloner.speech), clone.voice, lambda spoken: voice_at(providers.voices, clone, cloner, spoken)
    )
    return Speaker(speech, clone.voice, f"a clone, by {cloner.name}")


NEEDED = (
    "set REELWRIGHT_ELEVENLABS_API_KEY, or REELWRIGHT_SPEECH_BASE_URL and REELWRIGHT_SPEECH_SERVER_CLONES=1; "
    "`reel providers cloning` shows who can"
)


def cloners(providers: Providers, vendor: str = "auto") -> list[Cloner]:
    """Those who clone voices, best first, or the one that is asked for. Raises ``InvalidInput``, ``ProviderNeeded``."""
    if vendor in ("", "auto"):
        return [_cloner(providers, choice) for choice in providers.ranked("cloning")]
    return [_cloner(providers, providers.choice("cloning", vendor))]


def cloner_of(providers: Providers) -> Callable[[str], Cloner]:
    """The provider of a name, to remove what it holds. Raises ``ProviderNeeded`` when it is not configured any more."""

    def find(vendor: str) -> Cloner:
        try:
            return cloners(providers, vendor)[0]
        except InvalidInput as error:
            raise ProviderNeeded(error.message, hint=error.hint) from None

    return find


def voice_to_leave(cloner: Cloner, voice: str) -> VoiceReference:
    """A voice that is in no clone's record, and is to be removed at its provider."""
    return VoiceReference(cloner.name, voice, whose=cloner.whose, is_leaving=True)


def _cloner(providers: Providers, choice: Choice) -> Cloner:
    vendor = choice.offer.vendor.name
    speech: SpeechSynthesis = providers.connect(providers.choice("speech", vendor))
    return Cloner(providers.connect(choice), speech, providers.access(choice).whose)


def _is_at(clone: VoiceClone, cloner: Cloner, language: str) -> bool:
    known = clone.reference(cloner.name, cloner.spoken_language(language))
    return known is not None and known.whose == cloner.whose


def _speaks(providers: Providers, cloner: Cloner, language: str) -> bool:
    return providers.choice("speech", cloner.name).offer.speaks(language)
