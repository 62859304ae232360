"""How a presenter holds and moves the head, eyes and brows: a function of time, the voice and a seed, and of nothing else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from math import exp, pi, sin

from reelwright.render.presenter.mouth_track import MouthTrack

_BLINK_EVERY, _BLINK_SECONDS = 3.7, 0.22
"""People blink some fifteen to twenty times a minute."""
_GLANCE_EVERY = 2.6
_NOD_SECONDS = 0.22
_SWAYS = ((0.13, 1.0), (0.29, 0.55), (0.47, 0.3))
"""Cycles a second and weights of the slow waves that a head's rest is made of."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """``tilt`` in degrees clockwise; ``yaw`` -1 to 1; ``x``, ``y`` and ``breath`` in units of the drawing; ``lids`` 0 (shut) to 1;
    ``gaze`` where the eyes look (-1 to 1); ``brows`` how far they are raised, in steps of a quarter."""

    tilt: float
    yaw: float
    x: float
    y: float
    breath: float
    lids: float
    gaze: tuple[float, float]
    brows: float


def bearing(seconds: float, track: MouthTrack, seed: int) -> Bearing:
    """In steps so small that nobody sees them, so that equal moments are equal drawings."""
    lively = 0.35 + 0.65 * track.speech(seconds, 0.6)
    nod = _nod(seconds, track)
    return Bearing(
        tilt=_step(2.0 * lively * _sway(seconds, seed, 1), 0.05),
        yaw=_step(lively * _sway(seconds * 0.9, seed, 2), 0.05),
        x=_step(5.0 * lively * _sway(seconds, seed, 3), 0.125),
        y=_step(3.0 * lively * _sway(seconds * 1.1, seed, 4) + 5.5 * nod, 0.125),
        breath=_step(2.0 * sin(2 * pi * (0.24 * seconds + _chance(seed, 5, 0))), 0.125),
        lids=_lids(seconds, seed),
        gaze=_gaze(seconds, seed),
        brows=_step(0.8 * nod * (0.4 + 0.6 * _chance(seed, 6, int(seconds / 1.7))) + 0.12 * lively, 0.25),
    )


def _sway(seconds: float, seed: int, which: int) -> float:
    """A slow wandering between -1 and 1."""
    whole = sum(weight for _, weight in _SWAYS)
    return sum(
        weight * sin(2 * pi * (rate * seconds + _chance(seed, which, place)))
        for place, (rate, weight) in enumerate(_SWAYS)
    ) / whole  # fmt: skip


def _nod(seconds: float, track: MouthTrack) -> float:
    """Heads go down a little on stressed vowels; the strongest of those near counts."""
    near = track.stressed(seconds - 0.6, seconds + 0.4)
    return max((exp(-(((seconds - at - 0.08) / _NOD_SECONDS) ** 2)) for at in near), default=0.0)


def _lids(seconds: float, seed: int) -> float:
    """Eyes that blink once in a while, at times nobody can foresee."""
    for turn in (int(seconds / _BLINK_EVERY) - 1, int(seconds / _BLINK_EVERY)):
        begun = (turn + 0.15 + 0.75 * _chance(seed, 7, turn)) * _BLINK_EVERY
        part = (seconds - begun) / _BLINK_SECONDS
        if turn >= 0 and 0 <= part < 1:
            return _step(abs(1 - 2 * part) ** 1.3 if part < 0.5 else abs(2 * part - 1) ** 1.8, 0.25)
    return 1.0


def _gaze(seconds: float, seed: int) -> tuple[float, float]:
    """At the viewer for most of the time, with small glances aside."""
    turn = int(seconds / _GLANCE_EVERY)
    if _chance(seed, 8, turn) < 0.6:
        return (0.0, 0.0)
    return (_step(1.2 * _chance(seed, 9, turn) - 0.6, 0.1), _step(0.6 * _chance(seed, 10, turn) - 0.3, 0.1))


def _step(value: float, size: float) -> float:
    return round(round(value / size) * size, 4)


@lru_cache(maxsize=4096)
def _chance(seed: int, which: int, turn: int) -> float:
    """A number between 0 and 1 that belongs to these three."""
    digest = hashlib.blake2b(f"{seed}/{which}/{turn}".encode(), digest_size=6).digest()
    return int.from_bytes(digest, "big") / 2**48
