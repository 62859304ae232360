"""What there is, what is configured, and whether the keys are good: for people, in `reel providers` and over the API."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal

from reelwright.app.providers.catalogue import offers
from reelwright.app.providers.choosing import Choice, Providers, loaded
from reelwright.errors import ReelwrightError
from reelwright.providers.manifest import KINDS, Kind, Offer

_AT_ONCE = 8
State = Literal["first", "next", "named-only", "not-configured"]


@dataclass(frozen=True)
class OfferRow:
    """``state``: the first that is asked, one of the next, one that must be named, or one that lacks ``missing``."""

    kind: Kind
    vendor: str
    title: str
    state: State
    missing: tuple[str, ...]
    abilities: tuple[str, ...]
    languages: tuple[str, ...]
    is_local: bool
    prices: dict[str, float] = field(default_factory=dict[str, float])
    site: str = ""
    terms: str = ""


@dataclass(frozen=True)
class Answer:
    """``said`` is the vendor's answer (such as the balance), or why it did not take the key."""

    vendor: str
    is_good: bool
    said: str
    hint: str = ""


def offer_rows(providers: Providers, kind: Kind | None = None) -> list[OfferRow]:
    """Every offer by kind, those that are asked first at the top. Raises ``InvalidInput`` for settings that cannot be used."""
    rows: list[OfferRow] = []
    for each in KINDS if kind is None else (kind,):
        order = [choice.offer for choice in providers.ranked(each)]
        rows += [
            _row(providers, offer, order) for offer in [*order, *(row for row in offers(each) if row not in order)]
        ]
    return rows


def _row(providers: Providers, offer: Offer, order: list[Offer]) -> OfferRow:
    missing = providers.missing(offer)
    state: State = "not-configured" if missing else "named-only"
    if offer in order:
        state = "first" if offer is order[0] else "next"
    vendor = offer.vendor
    return OfferRow(
        offer.kind, vendor.name, vendor.title, state, missing, tuple(sorted(offer.abilities)), offer.languages, offer.is_local,
        dict(offer.prices), vendor.site, offer.terms,
    )  # fmt: skip


def answers(providers: Providers, vendor: str = "") -> list[Answer]:
    """Every configured vendor that can be asked without spending (or one of them), asked at the same time."""
    choices: dict[str, Choice] = {}
    for offer in offers():
        wanted = offer.vendor.name == vendor if vendor else not providers.missing(offer)
        if wanted and offer.vendor.check and offer.vendor.name not in choices:
            choices[offer.vendor.name] = providers.choice(offer.kind, offer.vendor.name)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(lambda choice: _answer(providers, choice), choices.values()))


def _answer(providers: Providers, choice: Choice) -> Answer:
    vendor = choice.offer.vendor
    try:
        return Answer(vendor.name, True, str(loaded(vendor.check)(providers.access(choice))))
    except ReelwrightError as error:
        return Answer(vendor.name, False, error.message, error.hint)
