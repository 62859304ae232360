"""Which providers are configured, and in which order they are asked for what."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from inspect import signature
from pathlib import Path
from typing import Any

from reelwright.app.cache_folder import models_folder
from reelwright.app.providers.catalogue import offers
from reelwright.app.providers.providers_file import Kept, providers_file, read_providers_file
from reelwright.errors import InvalidInput, ProviderNeeded
from reelwright.productions.voices.library import NoLibrary, VoiceLibrary
from reelwright.providers.access import Access
from reelwright.providers.answers import FolderAnswers
from reelwright.providers.manifest import Ability, Kind, Offer, Vendor, order_variable
from reelwright.providers.models import ModelStore
from reelwright.providers.payments import NoBooks, Payments
from reelwright.providers.shelf import FolderShelf, Shelf
from reelwright.providers.turns import OWN_TURNS, Turns


@dataclass(frozen=True)
class Choice:
    """An offer that can be taken, with its settings. ``reason`` is a phrase to show; ``account`` is ``user`` or ``server``."""

    offer: Offer
    options: Mapping[str, str] = field(repr=False)
    reason: str
    account: str


@dataclass(frozen=True)
class Providers:
    """The providers of one run. ``own_key(vendor)`` is the user's own key, which comes before the server's.

    ``environment`` and ``kept`` (of the providers file) hold the server's.
    """

    environment: Mapping[str, str] = field(repr=False)
    kept: Kept = field(default_factory=dict, repr=False)
    own_key: Callable[[str], str | None] = field(default=lambda vendor: None, repr=False)
    payments: Payments = field(default_factory=NoBooks, repr=False)
    shelf: Shelf = field(default_factory=lambda: FolderShelf(Path(".reel") / "paid"), repr=False)
    answers: FolderAnswers = field(default_factory=lambda: FolderAnswers(Path(".reel") / "answers"), repr=False)
    models: ModelStore = field(default_factory=lambda: ModelStore(Path(".reel") / "models"), repr=False)
    may_pay_at: Callable[[str], bool] = field(default=lambda vendor: True, repr=False)
    """Whether the server's own keys pay at a vendor for this user."""
    voices: VoiceLibrary = field(default_factory=NoLibrary, repr=False)
    """The clones of whoever the run is for."""
    turns: Turns = field(default=OWN_TURNS, repr=False)
    """Who counts the calls that vendors allow in a minute."""

    def options(self, vendor: Vendor) -> dict[str, str]:
        """What is set of a vendor's options: by ``REELWRIGHT_…``, the providers file, or the vendor's usual names, in this order."""
        found: dict[str, str] = {}
        for option in vendor.options:
            told = (
                self.environment.get(vendor.variable(option.name), ""),
                self.kept.get(vendor.name, {}).get(option.name, ""),
                *(self.environment.get(name, "") for name in option.also),
            )
            if value := next((text.strip() for text in told if text.strip()), ""):
                found[option.name] = value
        return found

    def missing(self, offer: Offer) -> tuple[str, ...]:
        """What must be set or installed before an offer can be taken, as phrases."""
        options = self._with_own_key(offer.vendor)[0]
        unset = [
            f"set {offer.vendor.shown(option)}"
            for option in offer.vendor.options
            if option.is_required and not options.get(option.name)
        ]
        if offer.module and find_spec(offer.module.partition(".")[0]) is None:
            unset.append(f"pip install 'reelwright[{offer.extra}]'" if offer.extra else f"install {offer.module}")
        if offer.missing and (phrase := self._missing_here(offer)):
            unset.append(phrase)
        return tuple(unset)

    def ranked(
        self, kind: Kind, *, language: str | None = None, needs: frozenset[Ability] = frozenset()
    ) -> list[Choice]:
        """What can be taken for a kind, first choice first: those ``REELWRIGHT_<KIND>`` names in its order, else all that are
        configured by quality. Offers that lack the language or a needed ability are left out.

        Raises ``InvalidInput`` for a name nobody has, ``ProviderNeeded`` for a named one that is not configured.
        """
        named = self.order(kind)
        of_kind = [offer for offer in offers(kind) if not named or offer.vendor.name in named]
        if named:
            of_kind.sort(key=lambda offer: named.index(offer.vendor.name))
            self._check_named(kind, named, of_kind)
        for offer in of_kind:
            self._check_whole(offer)
        fitting = [
            offer for offer in of_kind if needs <= offer.abilities and (language is None or offer.speaks(language))
        ]
        choices = [
            self._choice(offer, "named in " + order_variable(kind) if named else "the best that is configured")
            for offer in fitting
            if (named or offer.is_automatic) and not self.missing(offer)
        ]
        return [choice for choice in choices if self._is_covered(choice)]

    def order(self, kind: Kind) -> list[str]:
        """The names in ``REELWRIGHT_<KIND>``; none for ``auto``."""
        told = [
            name.strip().lower() for name in self.environment.get(order_variable(kind), "").split(",") if name.strip()
        ]
        return [] if told in ([], ["auto"]) else told

    def choice(self, kind: Kind, vendor: str) -> Choice:
        """A vendor's offer, asked for by name. Raises ``InvalidInput``, ``ProviderNeeded``."""
        for offer in offers(kind):
            if offer.vendor.name == vendor:
                self._check_named(kind, [vendor], [offer])
                choice = self._choice(offer, "asked for")
                if not self._is_covered(choice):
                    raise ProviderNeeded(
                        f"your plan does not cover {offer.vendor.title}",
                        hint="keep a key of your own there, or choose a larger plan",
                    )
                return choice
        known = ", ".join(offer.vendor.name for offer in offers(kind))
        raise InvalidInput(f"{vendor[:60]!r} does not offer {kind}", hint=f"who does: {known}")

    def access(self, choice: Choice) -> Access:
        """The choice as its adapter takes it."""
        return Access(
            choice.offer,
            choice.options,
            self.payments,
            self.shelf,
            choice.account,
            prices=_prices(choice, self.environment),
            answers=self.answers,
            models=self.models,
            turns=self.turns,
        )

    def connect(self, choice: Choice) -> Any:
        """The port's object. Imports the adapter; raises ``InvalidInput`` for an option that cannot be used."""
        return loaded(choice.offer.connect)(self.access(choice))

    def ports(self, kind: Kind, *, language: str | None = None, needs: frozenset[Ability] = frozenset()) -> list[Any]:
        """All of ``ranked``, connected."""
        return [self.connect(choice) for choice in self.ranked(kind, language=language, needs=needs)]

    def _is_covered(self, choice: Choice) -> bool:
        """Whether somebody pays: the user, the server for this user, or nobody has to."""
        costs = choice.offer.prices or choice.offer.cost
        return choice.account == "user" or not costs or self.may_pay_at(choice.offer.vendor.name)

    def _missing_here(self, offer: Offer) -> str:
        asked = loaded(offer.missing)
        return asked(self.access(self._choice(offer, ""))) if signature(asked).parameters else asked()

    def _choice(self, offer: Offer, reason: str) -> Choice:
        options, account = self._with_own_key(offer.vendor)
        return Choice(offer, options, reason, account)

    def _with_own_key(self, vendor: Vendor) -> tuple[dict[str, str], str]:
        options = self.options(vendor)
        own = self.own_key(vendor.name) if any(option.name == "api_key" for option in vendor.options) else None
        # The user's key goes to the vendor's own address or the operator's, never to one a user could choose.
        return (options | {"api_key": own}, "user") if own else (options, "server")

    def _check_whole(self, offer: Offer) -> None:
        """A vendor of which some required options are set and others are not is somebody's mistake, and said."""
        options = self._with_own_key(offer.vendor)[0]
        required = [option for option in offer.vendor.options if option.is_required]
        unset = [option for option in required if not options.get(option.name)]
        if unset and len(unset) < len(required):
            raise InvalidInput(
                f"{offer.vendor.title} is half configured: {' and '.join(map(offer.vendor.shown, unset))} not set",
                hint="set all of its required settings, or none",
            )
        address = options.get("base_url", "")
        if address and not address.startswith(("http://", "https://")):
            raise InvalidInput(
                f"{offer.vendor.variable('base_url')} is not an http address",
                hint="for example http://127.0.0.1:11434/v1",
            )

    def _check_named(self, kind: Kind, named: list[str], found: list[Offer]) -> None:
        for name in named:
            offer = next((offer for offer in found if offer.vendor.name == name), None)
            if offer is None:
                known = ", ".join(offer.vendor.name for offer in offers(kind))
                raise InvalidInput(f"{name[:60]!r} does not offer {kind}", hint=f"who does: {known}")
            if missing := self.missing(offer):
                raise ProviderNeeded(f"{offer.vendor.title} is not configured", hint="; ".join(missing))


def providers_here(
    environment: Mapping[str, str] | None = None,
    *,
    own_key: Callable[[str], str | None] = lambda vendor: None,
    payments: Payments | None = None,
    shelf: Shelf | None = None,
    answers: FolderAnswers | None = None,
    may_pay_at: Callable[[str], bool] = lambda vendor: True,
    voices: VoiceLibrary | None = None,
    turns: Turns = OWN_TURNS,
) -> Providers:
    """The providers of this process: from the environment and the providers file."""
    env = os.environ if environment is None else environment
    kept = read_providers_file(providers_file(env))
    return Providers(
        env,
        kept,
        own_key,
        payments or NoBooks(),
        shelf or FolderShelf(Path(".reel") / "paid"),
        answers or FolderAnswers(Path(".reel") / "answers"),
        ModelStore(models_folder(env)),
        may_pay_at=may_pay_at,
        voices=voices or NoLibrary(),
        turns=turns,
    )


def loaded(name: str) -> Any:
    """What ``module:name`` names."""
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)


def _prices(choice: Choice, environment: Mapping[str, str]) -> dict[str, float]:
    """``REELWRIGHT_<VENDOR>_<KIND>_PRICES`` as ``characters=0.000015,images=0.04``, US dollars for one unit."""
    name = choice.offer.vendor.variable(f"{choice.offer.kind.replace('-', '_')}_prices")
    told = environment.get(name, "").strip()
    prices: dict[str, float] = {}
    for row in told.split(",") if told else []:
        unit, _, price = row.partition("=")
        try:
            prices[unit.strip()] = float(price)
        except ValueError:
            raise InvalidInput(f"{name} cannot be read", hint="for example characters=0.000015") from None
        if not 0 <= prices[unit.strip()] < 1e6:
            raise InvalidInput(f"{name} holds a price that is none: {price}", hint="US dollars for one unit")
    return prices
