"""The port every provider call goes through: whoever keeps the books sees each call before and after it is made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

MICROS = 1_000_000
"""Millionths of a US dollar in one."""


@dataclass(frozen=True, slots=True)
class PaidWish:
    """``request`` (JSON) is everything the answer depends on; equal wishes of one user are paid for once.

    ``is_repeatable`` says that asking again is safe: the provider honours an idempotency key, or charges nothing.
    """

    provider: str
    operation: str
    request: dict[str, Any]
    estimated_micros: int = 0
    is_repeatable: bool = False
    is_own_key: bool = False
    """Whether the user's own key pays, and not the server's. Belongs to the books, not to what is wished."""

    @property
    def key(self) -> str:
        """SHA-256 of what is wished, in hexadecimal."""
        told = json.dumps([self.provider, self.operation, self.request], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Paid:
    """``result`` is JSON; ``files`` in it names media on the shelf. ``usage`` counts tokens, characters, seconds.

    ``is_earlier``: it comes from the books, nothing was paid now."""

    result: dict[str, Any]
    cost_micros: int = 0
    usage: dict[str, int] = field(default_factory=dict[str, int])
    provider_ref: str = ""
    is_earlier: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """One call being made. ``key`` is the idempotency key to send along.

    ``reference`` is the provider's name of the work when an earlier life of this call had it accepted: look there, and do
    not submit again. ``accepted(reference)`` writes it down, at once after submitting.
    """

    key: str = ""
    reference: str = ""
    accepted: Callable[[str], None] = lambda reference: None


Perform = Callable[[Call], Paid]


class Payments(Protocol):
    def pay(self, wish: PaidWish, perform: Perform) -> Paid:
        """The result of a wish: an earlier one, or ``perform``'s.

        ``perform`` raises ``OutcomeUnknown`` when the call may have been accepted; any other ``ProviderFailed`` says it was not.
        """
        ...


class NoBooks:
    """Makes every call: for one person at one machine, whose results are kept by what they were made from."""

    def pay(self, wish: PaidWish, perform: Perform) -> Paid:
        return perform(Call())
