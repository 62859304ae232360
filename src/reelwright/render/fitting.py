"""Fitting a picture into its box: which part of it is seen, and how large."""

from __future__ import annotations

from dataclasses import dataclass

from reelwright.timeline.contents import Fit


@dataclass(frozen=True, slots=True)
class Fitted:
    """``crop`` (left, top, width, height in source pixels) is shown at ``place`` (left, top, width, height in the box)."""

    crop: tuple[float, float, float, float]
    place: tuple[float, float, float, float]

    @property
    def enlargement(self) -> tuple[float, float]:
        """Box pixels per source pixel, across and down."""
        return self.place[2] / self.crop[2], self.place[3] / self.crop[3]


def fit_into(
    source: tuple[float, float], box: tuple[float, float], fit: Fit, focus: tuple[float, float] = (0.5, 0.5)
) -> Fitted:
    """CSS ``object-fit``: cover fills and crops, contain shows all, fill stretches, none keeps the size; all centred, but
    what is cut is cut so that ``focus`` (fractions of the source) stays as near to the middle as can be."""
    width, height = source
    across, down = box[0] / width, box[1] / height
    if fit == "fill":
        return Fitted((0, 0, width, height), (0, 0, *box))
    scale = max(across, down) if fit == "cover" else min(across, down) if fit == "contain" else 1.0
    seen = (min(width, box[0] / scale), min(height, box[1] / scale))
    shown = (seen[0] * scale, seen[1] * scale)
    left, top = (
        min(max(place * length - part / 2, 0.0), length - part)
        for place, length, part in zip(focus, source, seen, strict=True)
    )
    crop = (left, top, *seen)
    return Fitted(crop, ((box[0] - shown[0]) / 2, (box[1] - shown[1]) / 2, *shown))
