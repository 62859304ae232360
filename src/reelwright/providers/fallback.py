"""The first of several providers that delivers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from reelwright.errors import OutcomeUnknown, ProviderFailed, ProviderNeeded, UnclearPayment

Port = TypeVar("Port")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Delivered(Generic[Result]):
    """``by`` is the place of the provider that delivered; ``failures`` say what those before it answered."""

    result: Result
    by: int
    failures: tuple[ProviderFailed, ...]


def first_that_delivers(ports: Sequence[Port], ask: Callable[[Port], Result]) -> Delivered[Result]:
    """Ask one after the other until one delivers.

    Money that may be gone stops it: ``OutcomeUnknown`` and ``UnclearPayment`` are raised at once, and so is everything that
    is not a provider's failure (a budget, bad input). With none left, the first provider's failure is raised, which names
    the others'. Raises ``ProviderNeeded`` for no providers at all.
    """
    failures: list[ProviderFailed] = []
    for place, port in enumerate(ports):
        try:
            return Delivered(ask(port), place, tuple(failures))
        except (OutcomeUnknown, UnclearPayment):
            raise
        except ProviderFailed as error:
            failures.append(error)
    if not failures:
        raise ProviderNeeded("no provider is configured", hint="`reel doctor` says what to set")
    first = failures[0]
    if len(failures) > 1:
        first.message += "".join(f"; then {error.message}" for error in failures[1:])
        first.args = (first.message,)
    raise first
