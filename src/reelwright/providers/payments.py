"""The port every provider call goes through: whoever keeps the books sees each call before and after it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

MICROS = 1_000_000
"""Millionths of a US dollar in one."""


@dataclass(frozen=True, slots=True)
class PaidWish:
    """``request`` (JSON) is everything the answer depends on; equal wishes of one user are paid for once.

    ``is_repeatable`` says that the provider honours an idempotency key: asking again with the same key is safe.
    """

    provider: str
    operation: str
    request: dict[str, Any]
    estimated_micros: int = 0
    is_repeatable: bool = False


@dataclass(frozen=True, slots=True)
class Paid:
    """``result`` is JSON; media are named by their place in the store. ``usage`` counts tokens, characters, seconds."""

    result: dict[str, Any]
    cost_micros: int = 0
    usage: dict[str, int] = field(default_factory=dict[str, int])
    provider_ref: str = ""


class Payments(Protocol):
    def pay(self, wish: PaidWish, perform: Callable[[str], Paid]) -> Paid:
        """The result of a wish: an earlier one, or ``perform``'s, which is given the idempotency key to send along.

        ``perform`` raises ``OutcomeUnknown`` when the call may have been accepted; any other ``ProviderFailed`` says it was not.
        """
        ...


class NoBooks:
    """Makes every call: for one person at one machine, whose results are kept by what they were made from."""

    def pay(self, wish: PaidWish, perform: Callable[[str], Paid]) -> Paid:
        return perform("")
