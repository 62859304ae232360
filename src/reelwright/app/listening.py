"""Who listens: recognisers, aligners and those who tell speakers apart, as they are configured."""

from __future__ import annotations

from reelwright.app.providers.catalogue import offers
from reelwright.app.providers.choosing import Choice, Providers
from reelwright.transcript.language_names import base_language
from reelwright.workflows.transcribe import Listener, Listeners

_CAUTIOUS = 20
"""Offers below this quality are told of with what is wrong with them."""


def listeners(providers: Providers, language: str | None = None, speakers: int = 0) -> Listeners:
    """Those who know the language; where speakers are wanted, first those who tell them apart.

    Raises what ``Providers.ranked`` raises.
    """
    tongue = base_language(language) if language else None
    ranked = providers.ranked("recognition", language=tongue)
    if speakers:
        ranked.sort(key=lambda choice: "speakers" not in choice.offer.abilities)
    return Listeners(
        tuple(_listener(providers, choice) for choice in ranked),
        tuple(_listener(providers, choice) for choice in providers.ranked("alignment", language=tongue)),
        tuple(_listener(providers, choice) for choice in providers.ranked("speakers")) if speakers else (),
        ways_to_listen(providers, tongue),
    )


def ways_to_listen(providers: Providers, language: str | None = None) -> str:
    """What to set or install for each recogniser, and what to do without one."""
    ways = [
        f"{offer.vendor.title}: {' and '.join(providers.missing(offer))}"
        for offer in offers("recognition")
        if (language is None or offer.speaks(language)) and providers.missing(offer)
    ]
    return "; or ".join([*ways, "give what is said (--text), or its words (.json, .srt or .vtt)"])


def _listener(providers: Providers, choice: Choice) -> Listener:
    offer = choice.offer
    caution = offer.terms if offer.quality < _CAUTIOUS else ""
    return Listener(providers.connect(choice), offer.vendor.title, "speakers" in offer.abilities, caution)
