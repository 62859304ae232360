"""A number that may change over a clip: constant, or eased between keyframes."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from reelwright.timeline.easing import easing


@dataclass(frozen=True, slots=True)
class Key:
    """``value`` at ``frame`` (counted from the clip's first frame), reached from the key before by ``ease``."""

    frame: float
    value: float
    ease: str = "linear"


@dataclass(frozen=True, slots=True)
class Curve:
    """Keys in time order, at least one. Before the first and after the last key the value holds."""

    keys: tuple[Key, ...]
    _frames: tuple[float, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_frames", tuple(key.frame for key in self.keys))

    @classmethod
    def constant(cls, value: float) -> Curve:
        return cls((Key(0, value),))

    @property
    def is_constant(self) -> bool:
        return all(key.value == self.keys[0].value for key in self.keys)

    def at(self, frame: float) -> float:
        """The value at a frame of the clip (fractions of a frame are allowed)."""
        after = bisect_right(self._frames, frame)
        if after == 0:
            return self.keys[0].value
        if after == len(self.keys):
            return self.keys[-1].value
        left, right = self.keys[after - 1], self.keys[after]
        progress = (frame - left.frame) / (right.frame - left.frame)
        return left.value + (right.value - left.value) * easing(right.ease)(progress)

    def bounds(self) -> tuple[float, float]:
        """Least and greatest value it can take, overshoot of its easings included (sampled per key pair)."""
        values = [key.value for key in self.keys]
        for left, right in zip(self.keys, self.keys[1:], strict=False):
            values += [self.at(left.frame + (right.frame - left.frame) * step / 32) for step in range(1, 32)]
        return min(values), max(values)

    def times(self, factor: float) -> Curve:
        return Curve(tuple(Key(key.frame, key.value * factor, key.ease) for key in self.keys))
