"""The canvas that a timeline's documents are made on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Frame:
    """Pixels and exact frames per second."""

    width: int
    height: int
    fps: Fraction

    def canvas(self, background: str) -> dict[str, Any]:
        """As a document says it."""
        fps = int(self.fps) if self.fps.denominator == 1 else str(self.fps)
        return {"width": self.width, "height": self.height, "fps": fps, "background": background}
