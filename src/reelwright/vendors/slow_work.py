"""Work that a vendor does in its own time: begun once, known by a reference, waited for, and stopped there when it is called off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from reelwright.errors import Cancelled, OutcomeUnknown, ProviderFailed
from reelwright.providers.payments import Call

Found = TypeVar("Found")
_LONGEST_PAUSE = 10.0


@dataclass(frozen=True)
class SlowWork(Generic[Found]):
    """``begin`` answers the work's reference, ``look`` what came of it (``None`` while it goes on), ``stop`` asks for its end."""

    title: str
    begin: Callable[[], str]
    look: Callable[[str], Found | None]
    stop: Callable[[str], object]
    sleep: Callable[[float], None] = field(repr=False)

    def done(self, call: Call) -> Found:
        """What came of the work, begun now unless ``call.reference`` names it already. Raises what ``wait_for`` does, and
        ``Cancelled`` when ``sleep`` or ``look`` does; the work is then stopped."""
        reference = call.reference
        if not reference:
            reference = self.begin()
            call.accepted(reference)
        with stopped_there(lambda: self.stop(reference)):
            return wait_for(lambda: self.look(reference), self.sleep, self.title)


@contextmanager
def stopped_there(stop: Callable[[], object]) -> Iterator[None]:
    """When the wait is cancelled, so is the work, where the vendor can do that."""
    try:
        yield
    except Cancelled:
        with suppress(ProviderFailed):
            stop()
        raise


def wait_for(
    look: Callable[[], Found | None],
    sleep: Callable[[float], None],
    title: str,
    *,
    most_seconds: float = 1800.0,
    first_pause: float = 1.0,
) -> Found:
    """What ``look`` finds, asked at growing intervals.

    Raises ``OutcomeUnknown`` after ``most_seconds`` of waiting: the work goes on, and the same wish waits for it again.
    """
    waited, pause = 0.0, first_pause
    while (found := look()) is None:
        if waited >= most_seconds:
            raise OutcomeUnknown(
                f"{title} is not done after {waited / 60:.0f} minutes",
                hint="ask again later: it waits for the same work",
            )
        sleep(pause)
        waited += pause
        pause = min(pause * 1.4, _LONGEST_PAUSE)
    return found


def named(title: str, answer: Any, name: str = "id") -> str:
    """The reference in a vendor's answer, under ``name``. Raises ``OutcomeUnknown`` where there is none: it may be at work all the
    same."""
    reference = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(reference, str) or not reference:
        raise OutcomeUnknown(
            f"{title} took the work and did not name it",
            hint="it may have been charged for: look at its own list of what it does",
        )
    return reference
