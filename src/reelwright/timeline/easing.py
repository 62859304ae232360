"""Easing functions: progress 0..1 in, progress out (may overshoot).

The names and formulas are those of easings.net (Robert Penner's equations); ``cubic-bezier`` is the CSS function,
``steps(n)`` the CSS jump-end staircase and ``spring`` a damped oscillator settling at 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from math import cos, exp, pi, sin, sqrt

Easing = Callable[[float], float]

_BACK = 1.70158
_BACK_IN_OUT = _BACK * 1.525


def _bounce_out(t: float) -> float:
    n, d = 7.5625, 2.75
    if t < 1 / d:
        return n * t * t
    if t < 2 / d:
        return n * (t - 1.5 / d) ** 2 + 0.75
    if t < 2.5 / d:
        return n * (t - 2.25 / d) ** 2 + 0.9375
    return n * (t - 2.625 / d) ** 2 + 0.984375


def _elastic_in(t: float) -> float:
    return t if t in (0, 1) else -(2 ** (10 * t - 10)) * sin((t * 10 - 10.75) * 2 * pi / 3)


def _elastic_in_out(t: float) -> float:
    if t in (0, 1):
        return t
    wave = sin((20 * t - 11.125) * 2 * pi / 4.5)
    return -(2 ** (20 * t - 10) * wave) / 2 if t < 0.5 else 2 ** (-20 * t + 10) * wave / 2 + 1


def _back_in_out(t: float) -> float:
    c = _BACK_IN_OUT
    if t < 0.5:
        return (2 * t) ** 2 * ((c + 1) * 2 * t - c) / 2
    return ((2 * t - 2) ** 2 * ((c + 1) * (2 * t - 2) + c) + 2) / 2


def _spring(t: float) -> float:
    """Damping ratio 0.5, six natural radians per unit: about 16 % overshoot; scaled so that it lands exactly on 1."""

    def raw(x: float) -> float:
        damped = 6 * sqrt(3) / 2
        return 1 - exp(-3 * x) * (cos(damped * x) + 3 / damped * sin(damped * x))

    return raw(t) + (1 - raw(1)) * t


def _mirrored(ease_in: Easing) -> tuple[Easing, Easing]:
    """The out and in-out forms that belong to an ease-in."""

    def out(t: float) -> float:
        return 1 - ease_in(1 - t)

    def in_out(t: float) -> float:
        return ease_in(2 * t) / 2 if t < 0.5 else 1 - ease_in(2 - 2 * t) / 2

    return out, in_out


_EASE_INS: dict[str, Easing] = {
    "sine": lambda t: 1 - cos(t * pi / 2),
    "quad": lambda t: t**2,
    "cubic": lambda t: t**3,
    "quart": lambda t: t**4,
    "quint": lambda t: t**5,
    "expo": lambda t: 0.0 if t == 0 else 2 ** (10 * t - 10),
    "circ": lambda t: 1 - sqrt(max(0.0, 1 - t * t)),
    "back": lambda t: (_BACK + 1) * t**3 - _BACK * t**2,
    "elastic": _elastic_in,
    "bounce": lambda t: 1 - _bounce_out(1 - t),
}


def _table() -> dict[str, Easing]:
    table: dict[str, Easing] = {"linear": lambda t: t, "spring": _spring, "hold": lambda t: 1.0 if t >= 1 else 0.0}
    for name, ease_in in _EASE_INS.items():
        out, in_out = _mirrored(ease_in)
        table |= {f"ease-in-{name}": ease_in, f"ease-out-{name}": out, f"ease-in-out-{name}": in_out}
    table["ease-in-out-elastic"] = _elastic_in_out
    table["ease-in-out-back"] = _back_in_out
    table["ease"] = _bezier(0.25, 0.1, 0.25, 1.0)
    table["ease-in"] = _bezier(0.42, 0.0, 1.0, 1.0)
    table["ease-out"] = _bezier(0.0, 0.0, 0.58, 1.0)
    table["ease-in-out"] = _bezier(0.42, 0.0, 0.58, 1.0)
    return table


def _bezier(x1: float, y1: float, x2: float, y2: float) -> Easing:
    """CSS cubic-bezier: solve x(s) = t for s by bisection (x is monotonic for x1, x2 in 0..1), answer y(s)."""

    def at(a: float, b: float, s: float) -> float:
        return 3 * a * s * (1 - s) ** 2 + 3 * b * s * s * (1 - s) + s**3

    def ease(t: float) -> float:
        if t <= 0 or t >= 1:
            return min(max(t, 0.0), 1.0)
        low, high = 0.0, 1.0
        for _ in range(48):
            middle = (low + high) / 2
            if at(x1, x2, middle) < t:
                low = middle
            else:
                high = middle
        return at(y1, y2, low)

    return ease


EASINGS = _table()
"""Every named easing."""

_FUNCTION = re.compile(r"(cubic-bezier|steps)\(([^)]*)\)")


@lru_cache(maxsize=256)
def easing(name: str) -> Easing:
    """The function a name stands for. Raises ``ValueError`` when there is none."""
    if name in EASINGS:
        return EASINGS[name]
    match = _FUNCTION.fullmatch(name.replace(" ", ""))
    try:
        numbers = [float(part) for part in match.group(2).split(",")] if match else []
    except ValueError:
        numbers = []
    if match and match.group(1) == "steps" and len(numbers) == 1 and 1 <= numbers[0] == int(numbers[0]) <= 1000:
        count = int(numbers[0])
        return lambda t: min(int(t * count + 1e-9), count) / count
    if match and match.group(1) == "cubic-bezier" and len(numbers) == 4:
        x1, y1, x2, y2 = numbers
        if 0 <= x1 <= 1 and 0 <= x2 <= 1:
            return _bezier(x1, y1, x2, y2)
    raise ValueError(f"{name!r} is not an easing")
