"""Entrances, exits and transitions by name, expanded to curves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reelwright.errors import InvalidDocument
from reelwright.timeline.clips import Preset
from reelwright.timeline.curve import Curve, Key
from reelwright.timeline.resolved import Effect, EffectKind, Wiping
from reelwright.timeline.values import parse_length
from reelwright.units.color import Color, parse_color

Role = Literal["enter", "exit", "transition"]
TOWARDS = {
    "left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1),
    "up-left": (-1, -1), "up-right": (1, -1), "down-left": (-1, 1), "down-right": (1, 1),
}  # fmt: skip
_ALMOST = 1e-3
_EASINGS = {
    "fade": "linear", "dip": "linear", "luma": "linear", "wipe": "ease-in-out-cubic", "iris": "ease-in-out-cubic",
    "clock": "ease-in-out-cubic", "push": "ease-in-out-cubic", "pop": "ease-out-back", "drop": "ease-out-bounce",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passage:
    """Local frames ``first`` to ``last`` in which a preset works, on a canvas of (width, height)."""

    preset: Preset
    role: Role
    first: float
    last: float
    canvas: tuple[int, int]

    @property
    def ease(self) -> str:
        fallback = {"enter": "ease-out-cubic", "exit": "ease-in-cubic", "transition": "ease-in-out-cubic"}[self.role]
        named = _EASINGS.get(self.preset.preset, fallback)
        if self.role == "exit" and named in ("ease-out-back", "ease-out-bounce"):
            named = named.replace("out", "in")
        return self.preset.easing or named

    def change(self, away: float, home: float, ease: str | None = None) -> Curve:
        """From away to home when something comes, from home to away when it goes."""
        start, end = (home, away) if self.role == "exit" else (away, home)
        return Curve((Key(self.first, start), Key(self.last, end, ease or self.ease)))

    def small(self, written: float | str) -> float:
        return parse_length(written).pixels(min(self.canvas), self.canvas)

    @property
    def color(self) -> Color:
        return parse_color(self.preset.color or "#000000")


def expand(passage: Passage, pointer: str) -> tuple[Effect, ...]:
    """The effects of an entrance or exit, or of a transition on the clip that comes.

    Something enters by moving ``direction``-wards into its place, and leaves by moving on ``direction``-wards.
    """
    preset, name = passage.preset, passage.preset.preset
    if passage.last <= passage.first:
        return ()
    _check(preset, pointer)
    fade = Effect("opacity", passage.change(0.0, 1.0, "linear"))
    if name == "fade":
        return (Effect("opacity", passage.change(0.0, 1.0)),)
    if name in ("wipe", "iris", "clock", "luma"):
        return (Effect("wipe", passage.change(0.0, 1.0), _wiping(preset, passage.role)),)
    if name == "dip":
        return _dipped(passage)
    if name == "blur":
        return (Effect("blur", passage.change(passage.small("4vmin"), 0.0)), fade)
    if name in ("zoom", "pop", "spin"):
        away = {"zoom": {"enter": 0.8, "exit": 1.1, "transition": 1.25}[passage.role], "pop": 0.4, "spin": 0.2}[name]
        grow = Effect("scale", passage.change(preset.scale or away, 1.0))
        quick = Effect(
            "opacity", passage.change(0.0, 1.0, "ease-out-quint" if passage.role != "exit" else "ease-in-quint")
        )
        if name == "spin":
            turn = Effect("rotation", passage.change(-180.0 if passage.role != "exit" else 180.0, 0.0))
            return (grow, turn, fade)
        return (grow, quick if name == "pop" else fade)
    return _moved(passage, fade)


def expand_leaving(passage: Passage, is_covered: bool) -> tuple[Effect, ...]:
    """What a transition does to the clip that goes. ``is_covered`` is whether the coming clip will hide all of it."""
    preset = passage.preset
    if passage.last <= passage.first:
        return ()
    going = Passage(preset, "exit", passage.first, passage.last, passage.canvas)
    ease = passage.ease
    gone: tuple[Effect, ...] = () if is_covered else (Effect("opacity", going.change(0.0, 1.0, "linear")),)
    if preset.preset == "push":
        return _moved(going, None, ease)
    if preset.preset == "zoom":
        return (Effect("scale", going.change(preset.scale or 1.25, 1.0, ease)), *gone)
    if preset.preset == "blur":
        return (Effect("blur", going.change(passage.small("4vmin"), 0.0, ease)), *gone)
    if preset.preset == "dip":
        middle = (passage.first + passage.last) / 2
        tint = Curve((Key(passage.first, 0.0), Key(middle, 1.0)))
        hidden = Curve((Key(middle, 1.0), Key(middle + _ALMOST, 0.0)))
        return (Effect("tint", tint, color=passage.color), Effect("opacity", hidden))
    if preset.preset in ("wipe", "iris", "clock", "luma") and not is_covered:
        wiping = _wiping(preset, "exit")
        return (Effect("wipe", going.change(0.0, 1.0, ease), wiping),)
    return gone


def _check(preset: Preset, pointer: str) -> None:
    if (preset.preset == "luma") != (preset.src is not None):
        raise InvalidDocument("a luma wipe, and only that, has a picture in 'src'", pointer=f"{pointer}/src")
    if preset.color is not None and preset.preset != "dip":
        raise InvalidDocument("only 'dip' has a colour", pointer=f"{pointer}/color")


def _dipped(passage: Passage) -> tuple[Effect, ...]:
    if passage.role != "transition":
        return (Effect("tint", passage.change(1.0, 0.0), color=passage.color),)
    middle = (passage.first + passage.last) / 2
    shown = Curve((Key(middle, 0.0), Key(middle + _ALMOST, 1.0)))
    tint = Curve((Key(middle, 1.0), Key(passage.last, 0.0)))
    return (Effect("opacity", shown), Effect("tint", tint, color=passage.color))


def _wiping(preset: Preset, role: Role) -> Wiping:
    towards = TOWARDS[preset.direction or "right"]
    kind = {"wipe": "edge", "iris": "iris", "clock": "clock", "luma": "luma"}[preset.preset]
    softness = preset.softness if preset.softness is not None else (0.15 if kind == "luma" else 0.06)
    if role == "exit":  # what goes is eaten from the side the edge comes from
        towards = (-towards[0], -towards[1])
    return Wiping(kind, towards, softness, preset.src, role == "exit")  # pyright: ignore[reportArgumentType]


def _moved(passage: Passage, fade: Effect | None, ease: str | None = None) -> tuple[Effect, ...]:
    preset = passage.preset
    fallback = "left" if passage.role == "transition" or preset.preset == "push" else "up"
    direction = preset.direction or ("down" if preset.preset == "drop" else fallback)
    full = passage.role == "transition" or preset.preset == "push"
    moves: list[Effect] = []
    for part, kind, axis in zip(TOWARDS[direction], ("offset_x", "offset_y"), passage.canvas, strict=True):
        if part:
            written = preset.distance if preset.distance is not None else ("100%" if full else "10vmin")
            distance = parse_length(written).pixels(axis, passage.canvas)
            sign = part * (1 if passage.role == "exit" else -1)
            moves.append(Effect(_kind(kind), passage.change(sign * distance, 0.0, ease)))
    if preset.preset == "drop" and fade is not None:
        fade = Effect(
            "opacity", passage.change(0.0, 1.0, "ease-out-quint" if passage.role != "exit" else "ease-in-quint")
        )
    return tuple(moves) if full or fade is None else (*moves, fade)


def _kind(name: str) -> EffectKind:
    return "offset_x" if name == "offset_x" else "offset_y"
