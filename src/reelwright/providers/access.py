"""What an adapter is given to reach its vendor, and the one way a call is made: booked, limited, and tried again where that is safe."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_exponential

from reelwright.errors import InvalidInput, ProviderUnavailable, RateLimited
from reelwright.providers.answers import FolderAnswers
from reelwright.providers.manifest import Offer
from reelwright.providers.models import ModelStore
from reelwright.providers.payments import MICROS, Call, NoBooks, Paid, PaidWish, Payments
from reelwright.providers.shelf import FolderShelf, Shelf
from reelwright.providers.turns import OWN_TURNS, Turns

Told = TypeVar("Told")
ATTEMPTS = 3
_LONGEST_WAIT = 60.0
"""Seconds. A vendor that wants more is left to the next in order, or to a later try of the job."""
_SHORTEST_WAIT = 0.05
_usual_wait = wait_exponential(multiplier=1, max=_LONGEST_WAIT)


@dataclass(frozen=True)
class Access:
    """A vendor with its settings. ``account`` tells whose key it is, so that limits hold for each account."""

    offer: Offer
    options: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    payments: Payments = field(default_factory=NoBooks, repr=False)
    shelf: Shelf = field(default_factory=lambda: FolderShelf(Path(".reel") / "paid"), repr=False)
    account: str = "server"
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    prices: Mapping[str, float] = field(default_factory=dict[str, float])
    """US dollars for one unit, in place of the offer's."""
    answers: FolderAnswers = field(default_factory=lambda: FolderAnswers(Path(".reel") / "answers"), repr=False)
    """Where answers of free calls are kept."""
    models: ModelStore = field(default_factory=lambda: ModelStore(Path(".reel") / "models"), repr=False)
    """The models of this machine, for vendors that run here."""
    turns: Turns = field(default=OWN_TURNS, repr=False)
    """Who counts the calls of a minute."""

    @property
    def name(self) -> str:
        return self.offer.vendor.name

    def option(self, name: str) -> str:
        """A setting, or its default. Raises ``KeyError`` for one the vendor does not have."""
        row = {option.name: option for option in self.offer.vendor.options}[name]
        return self.options.get(name, "").strip() or row.default

    def number(self, name: str) -> float:
        """A setting that is a number. Raises ``InvalidInput`` for one that is none."""
        try:
            return float(self.option(name))
        except ValueError:
            raise InvalidInput(f"{self.offer.vendor.variable(name)} is not a number") from None

    def cost_micros(self, usage: Mapping[str, float]) -> int:
        """What so much of each unit costs, in millionths of a US dollar, rounded up."""
        if self.offer.cost and not self.prices:
            module, _, name = self.offer.cost.partition(":")
            dollars = getattr(import_module(module), name)(self, usage)
        else:
            prices = self.prices or self.offer.prices
            dollars = sum(amount * prices.get(unit, 0.0) for unit, amount in usage.items())
        return math.ceil(round(dollars * MICROS, 6))  # a sum of floats is a hair above the price it means

    def pay(
        self,
        operation: str,
        request: dict[str, Any],
        expected: Mapping[str, float],
        perform: Callable[[Call], Paid],
        *,
        is_idempotent: bool | None = None,
    ) -> Paid:
        """Make a call, once for equal ``request``s. ``expected`` usage gives the estimate that budgets are held to.

        ``perform`` is tried up to three times, only after errors known to come before acceptance (``ProviderUnavailable``,
        ``RateLimited``); it answers with the actual usage, of which the cost is worked out when it names none.
        """
        estimate = self.cost_micros(expected)
        known = self.offer.is_idempotent if is_idempotent is None else is_idempotent
        at = {"at": self.options["base_url"]} if self.options.get("base_url") else {}
        wish = PaidWish(
            self.name, operation, at | request, estimate, known or self.offer.is_local, self.account == "user"
        )

        def made(call: Call) -> Paid:
            tried = call

            def accepted(reference: str) -> None:
                nonlocal tried
                call.accepted(reference)
                tried = replace(tried, reference=reference)  # the next try looks there, and does not submit again

            tried = replace(call, accepted=accepted)
            paid = self.patiently(lambda: perform(tried))
            if paid.cost_micros or not paid.usage:
                return paid
            return Paid(paid.result, self.cost_micros(paid.usage), paid.usage, paid.provider_ref)

        return self.payments.pay(wish, made)

    def ask(self, operation: str, request: Any, perform: Callable[[], Told], *, fresh_seconds: float) -> Told:
        """A call that is free, and so in no books: its answer (JSON) is kept and given again for ``fresh_seconds``.

        Kept for each key apart: another account may be shown something else.
        """
        asked = [self.name, operation, self.whose, self.options.get("base_url", ""), request]
        known = self.answers.fresh(asked, fresh_seconds)
        if known is not None:
            return known
        told = self.patiently(perform)
        self.answers.keep(asked, told)
        return told

    @property
    def whose(self) -> str:
        """Tells accounts apart without naming their keys."""
        return hashlib.sha256(self.options.get("api_key", "").encode()).hexdigest()[:16]

    def patiently(self, perform: Callable[[], Told]) -> Told:
        """``perform`` in its turn, tried again after what is known to come before acceptance."""

        def attempt() -> Told:
            self._take_turn()
            return perform()

        return Retrying(
            stop=_is_over,
            wait=_wait,
            retry=retry_if_exception_type(ProviderUnavailable),
            sleep=self.sleep,
            reraise=True,
        )(attempt)

    def _take_turn(self) -> None:
        """Wait until this account may call again."""
        if not self.offer.calls_per_minute:
            return
        while (wait := self.turns.take(self.offer.calls_per_minute, self.name, self.account, self.whose)) is not None:
            self.sleep(max(_SHORTEST_WAIT, min(wait, _LONGEST_WAIT)))


def _asked_wait(state: RetryCallState) -> float | None:
    error = state.outcome.exception() if state.outcome else None
    return error.retry_after if isinstance(error, RateLimited) else None


def _wait(state: RetryCallState) -> float:
    asked = _asked_wait(state)
    return _usual_wait(state) if asked is None else max(0.0, asked)


def _is_over(state: RetryCallState) -> bool:
    return state.attempt_number >= ATTEMPTS or (_asked_wait(state) or 0.0) > _LONGEST_WAIT
