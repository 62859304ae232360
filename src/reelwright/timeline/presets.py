"""Entrances, exits and transitions by name, expanded to curves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from reelwright.timeline.clips import Preset
from reelwright.timeline.curve import Curve, Key
from reelwright.timeline.resolved import Effect, EffectKind
from reelwright.timeline.values import parse_length

Role = Literal["enter", "exit", "transition"]
_TOWARDS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


def expand(preset: Preset, role: Role, span: tuple[float, float], canvas: tuple[int, int]) -> tuple[Effect, ...]:
    """The effects of a preset over local frames ``span`` (first, last) on a canvas of (width, height).

    Something enters by moving ``direction``-wards into its place, and leaves by moving on ``direction``-wards.
    """
    ease = (
        preset.easing
        or {"fade": "linear", "wipe": "ease-in-out-cubic"}.get(preset.preset)
        or {"enter": "ease-out-cubic", "exit": "ease-in-cubic", "transition": "ease-in-out-cubic"}[role]
    )

    def change(away: float, home: float, curve_ease: str = ease) -> Curve:
        values = (home, away) if role == "exit" else (away, home)
        return Curve((Key(span[0], values[0]), Key(span[1], values[1], curve_ease)))

    if span[1] <= span[0]:
        return ()
    fade = Effect("opacity", change(0.0, 1.0, "linear"))
    if preset.preset == "fade":
        return (Effect("opacity", change(0.0, 1.0)),)
    if preset.preset == "wipe":
        return (Effect("wipe", change(0.0, 1.0), preset.direction or "right"),)
    if preset.preset == "zoom":
        away = preset.scale or {"enter": 0.8, "exit": 1.1, "transition": 1.25}[role]
        return (Effect("scale", change(away, 1.0)), fade)
    return _slide(preset, role, change, canvas, fade)


def _slide(
    preset: Preset, role: Role, change: Callable[[float, float], Curve], canvas: tuple[int, int], fade: Effect
) -> tuple[Effect, ...]:
    direction = preset.direction or ("left" if role == "transition" else "up")
    dx, dy = _TOWARDS[direction]
    kind: EffectKind = "offset_x" if dx else "offset_y"
    axis = canvas[0] if dx else canvas[1]
    full = role == "transition"
    distance = parse_length(preset.distance if preset.distance is not None else ("100%" if full else "10vmin")).pixels(
        axis, canvas
    )
    sign = (dx or dy) * (1 if role == "exit" else -1)
    move = Effect(kind, change(sign * distance, 0.0))
    return (move,) if full else (move, fade)
