"""The picture's shape and the places on it."""

from __future__ import annotations

from dataclasses import dataclass

SIZES = {"16:9": (1920, 1080), "9:16": (1080, 1920), "1:1": (1080, 1080), "4:5": (1080, 1350)}
"""Canvas sizes by aspect ratio."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Places in pixels for a canvas of ``width`` x ``height``; everything stays clear of the captions."""

    width: int
    height: int

    @property
    def is_wide(self) -> bool:
        return self.width > self.height * 1.2

    @property
    def unit(self) -> float:
        """A hundredth of the shorter side."""
        return min(self.width, self.height) / 100

    @property
    def margin(self) -> float:
        return self.unit * (9 if self.is_wide else 8)

    @property
    def text_width(self) -> float:
        """Room for a title."""
        return self.width * 0.50 if self.is_wide else self.width - 2 * self.margin

    @property
    def title_middle(self) -> float:
        """Height of a title's middle."""
        return self.height * (0.40 if self.is_wide else 0.20 if self.height > self.width * 1.5 else 0.21)

    @property
    def motif(self) -> tuple[float, float, float]:
        """Middle (x, y) and radius of the place for an ornament or a figure."""
        if self.is_wide:
            return self.width * 0.76, self.height * 0.40, self.unit * 26
        tall = self.height > self.width * 1.5
        return self.width * 0.5, self.height * (0.45 if tall else 0.54), self.unit * (30 if tall else 18)
