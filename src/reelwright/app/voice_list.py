"""All voices there are, filtered as a person looks for them."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from reelwright.app.providers.catalogue import offers
from reelwright.app.providers.choosing import Choice, Providers
from reelwright.errors import InvalidInput, ProviderFailed
from reelwright.productions.voices.clone import PREFIX
from reelwright.productions.voices.library import usable_clones
from reelwright.providers.manifest import Offer
from reelwright.providers.speech import KnowsVoices, SpeechSynthesis, Voice

_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class VoiceFilter:
    """``None`` and empty: any. ``search`` are words that all must be in a voice's id, name, style or age."""

    language: str | None = None
    gender: str | None = None
    provider: str | None = None
    search: str = ""

    def fits(self, voice: Voice) -> bool:
        told = f"{voice.id} {voice.name} {voice.style} {voice.age} {voice.language}".lower()
        return (
            (self.language is None or voice.speaks(self.language))
            and self.gender in (None, "", voice.gender)
            and self.provider in (None, "", voice.provider)
            and all(word in told for word in self.search.lower().split())
        )


@dataclass(frozen=True, slots=True)
class VoiceList:
    """``notes`` say whose list could not be had, and why."""

    voices: tuple[Voice, ...]
    notes: tuple[str, ...] = ()


def list_voices(providers: Providers, wanted: VoiceFilter, favourites: Sequence[str] = ()) -> VoiceList:
    """The voices of every provider that can be used, favourites first, then in the order in which providers are asked.

    A provider whose list cannot be had now is shown with the voices that are always there. Raises ``InvalidInput`` for a provider
    there is not, ``ProviderNeeded`` for one that is not configured.
    """
    choices = _choices(providers, wanted)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = list(pool.map(lambda choice: _of(providers, choice), choices))
    voices = [voice for each in found for voice in each.voices if wanted.fits(voice)]
    order = {voice: place for place, voice in enumerate(favourites)}
    voices.sort(key=lambda voice: order.get(voice.id, len(order)))  # stable: others stay as they are
    return VoiceList(tuple(voices), tuple(note for each in found for note in each.notes))


def all_voices(providers: Providers, wanted: VoiceFilter, favourites: Sequence[str] = ()) -> VoiceList:
    """As ``list_voices``, with the person's own clones before the others (and alone, for the provider ``clone``)."""
    own = [voice for voice in _clones(providers) if wanted.fits(voice)]
    if wanted.provider == "clone":
        return VoiceList(tuple(own))
    found = list_voices(providers, wanted, favourites)
    return VoiceList((*own, *found.voices), found.notes)


def _clones(providers: Providers) -> list[Voice]:
    return [
        Voice(f"{PREFIX}{each.name}", each.name, "mul", each.gender, "clone", "your clone")
        for each in usable_clones(providers.voices)
    ]


def voice_called(providers: Providers, voice: str) -> Voice | None:
    """The row of a voice by its id; ``None`` when no list has it."""
    vendor = voice.partition(":")[0]
    if vendor not in {offer.vendor.name for offer in offers("speech")}:
        return None
    rows = list_voices(providers, VoiceFilter(provider=vendor)).voices
    own = voice.partition(":")[2].lower()
    return next((row for row in rows if row.id == voice or row.name.lower().partition(" - ")[0] == own), None)


def _choices(providers: Providers, wanted: VoiceFilter) -> list[Choice]:
    if wanted.provider:
        return [providers.choice("speech", wanted.provider)]
    choices = providers.ranked("speech", language=wanted.language)
    taken = {choice.offer.vendor.name for choice in choices}

    def is_further(offer: Offer) -> bool:
        speaks = wanted.language is None or offer.speaks(wanted.language)
        return offer.vendor.name not in taken and offer.is_automatic and speaks and not providers.missing(offer)

    # An order in REELWRIGHT_SPEECH leaves others out of choices, not out of the list.
    return choices + [providers.choice("speech", offer.vendor.name) for offer in offers("speech") if is_further(offer)]


def _of(providers: Providers, choice: Choice) -> VoiceList:
    provider: SpeechSynthesis = providers.connect(choice)
    try:
        return VoiceList(provider.voices())
    except (ProviderFailed, InvalidInput) as error:
        known = provider.usual if isinstance(provider, KnowsVoices) else ()
        return VoiceList(known, (f"{choice.offer.vendor.title}: {error.message}; only its usual voices are listed",))
