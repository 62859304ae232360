"""The camera over a picture (Ken Burns): enlarging towards a focus, as a map of the picture's box onto itself."""

from __future__ import annotations

from reelwright.render.affine import Affine
from reelwright.timeline.contents import ResolvedMotion, ResolvedView


def camera_at(motion: ResolvedMotion, box: tuple[float, float], local: float) -> Affine:
    """The map at a local frame. Both ends are maps; in between they are mixed linearly, so edges move in equal steps."""
    progress = motion.progress.at(local)
    (s0, x0, y0), (s1, x1, y1) = _ends(motion.start, box), _ends(motion.end, box)
    return Affine.scaling(s0 + (s1 - s0) * progress, x0 + (x1 - x0) * progress, y0 + (y1 - y0) * progress)


def _ends(view: ResolvedView, box: tuple[float, float]) -> tuple[float, float, float]:
    """Scale and shift that keep the focus where it is: the picture never leaves its box."""
    return view.scale, view.focus[0] * box[0] * (1 - view.scale), view.focus[1] * box[1] * (1 - view.scale)


def closest(motion: ResolvedMotion | None) -> float:
    """The greatest enlargement of a motion."""
    return 1.0 if motion is None else max(motion.start.scale, motion.end.scale)
