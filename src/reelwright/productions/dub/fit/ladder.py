"""What to do next about a take that is too long or too short: one rung after the other, and never a word cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reelwright.productions.dub.fit.limits import DEFAULT, FitLimits
from reelwright.productions.dub.fit.slots import Slot

Do = Literal["accept", "speak-again", "rewrite", "review"]


@dataclass(frozen=True, slots=True)
class Take:
    """One spoken translation. ``duration_ms`` without silence at its ends; ``rate`` it was asked for at.

    ``takes`` and ``rewrites`` so far; ``can_rate``: the voice can speak at other rates; ``can_rewrite``: somebody makes
    translations of another length (and a person did not write this one).
    """

    duration_ms: int
    rate: float = 1.0
    takes: int = 1
    rewrites: int = 0
    can_rate: bool = True
    can_rewrite: bool = False

    @property
    def natural_ms(self) -> float:
        """At rate 1."""
        return self.duration_ms * self.rate


@dataclass(frozen=True, slots=True)
class Step:
    """``rate`` to speak at (for ``speak-again``); ``target_ms`` the length aimed at (for ``rewrite``); ``reason`` for people."""

    do: Do
    reason: str
    rate: float = 1.0
    target_ms: int = 0


def next_step(slot: Slot, take: Take, limits: FitLimits = DEFAULT) -> Step:
    """The next rung for a take.

    Where it fits as it is, or with the stretching that is allowed anyway and not much of it, it is accepted. Otherwise the voice
    speaks again at its own other rate; what rate and stretch together cannot do is asked of the translator; what nobody can do
    is accepted as it is and handed to a person.
    """
    ideal = _ideal_ms(slot, take)
    ratio = take.duration_ms / ideal
    if limits.good_low <= ratio <= limits.good_high:
        return Step("accept", "it fits")
    wanted = take.natural_ms / ideal
    rate = min(max(wanted, limits.least_rate), limits.most_rate)
    left = wanted / rate
    reachable = limits.least_stretch <= left <= limits.most_stretch
    if not reachable and take.can_rewrite and take.rewrites < limits.most_rewrites:
        return Step("rewrite", f"{ratio:.2f} of its time", target_ms=round(ideal * (rate if wanted > 1 else 1.0)))
    can_respeak = take.can_rate and take.takes <= limits.most_takes and abs(rate / take.rate - 1) > 0.02
    if can_respeak and (reachable or abs(left - 1) < abs(wanted / take.rate - 1)):
        return Step("speak-again", f"{ratio:.2f} of its time", rate=round(rate, 3))
    if limits.least_stretch <= ratio <= limits.most_stretch:
        return Step("accept", "it fits with some stretching")
    if ratio < 1:
        return (
            Step("accept", "it is shorter than its time, and left natural")
            if ratio >= 0.5
            else Step("review", "much too short")
        )
    return Step("review", f"{take.duration_ms - slot.room_ms} ms too long")


def _ideal_ms(slot: Slot, take: Take) -> float:
    """The length aimed at: the source's speech time, or some of the silence around it when that spares a change of pace."""
    if take.natural_ms <= slot.speech_ms:
        return float(slot.speech_ms)
    return min(take.natural_ms, float(slot.room_ms))
