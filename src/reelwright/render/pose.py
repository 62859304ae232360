"""Where and how a layer lies on the canvas at one frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reelwright.render.affine import Affine
from reelwright.render.planes import Plane
from reelwright.render.wipe import Wipe
from reelwright.timeline.looks import BlendMode
from reelwright.timeline.resolved import ResolvedLayer


@dataclass(frozen=True, slots=True)
class Pose:
    """``placing`` maps the layer's box (pixels from its top left) to the canvas."""

    placing: Affine
    opacity: float
    wipes: tuple[Wipe, ...] = ()
    blend: BlendMode = "normal"

    def covers(self, box: tuple[float, float], canvas: tuple[int, int]) -> bool:
        """Whether the box, fully shown, leaves nothing of the canvas uncovered."""
        if self.wipes or self.blend != "normal" or self.placing.is_singular:
            return False
        back = self.placing.inverse()
        slack = 1e-3
        for x in (0, canvas[0]):
            for y in (0, canvas[1]):
                inside_x, inside_y = back.apply(x, y)
                if not (-slack <= inside_x <= box[0] + slack and -slack <= inside_y <= box[1] + slack):
                    return False
        return True


def pose_at(
    layer: ResolvedLayer,
    box: tuple[float, float],
    frame: int,
    zoom: float = 1.0,
    greys: Mapping[str, Plane] | None = None,
) -> Pose:
    """The pose at ``frame`` of the document, with the layer's entrance, exit and transition applied.

    The canvas is ``zoom`` times the document's; ``greys`` are the pictures of luma wipes.
    """
    local = frame - layer.start_frame
    x, y = layer.x.at(local), layer.y.at(local)
    scale, opacity, rotation = layer.scale.at(local), layer.opacity.at(local), layer.rotation.at(local)
    wipes: list[Wipe] = []
    for effect in layer.effects:
        value = effect.curve.at(local)
        if effect.kind == "offset_x":
            x += value
        elif effect.kind == "offset_y":
            y += value
        elif effect.kind == "scale":
            scale *= max(value, 0.0)
        elif effect.kind == "rotation":
            rotation += value
        elif effect.kind == "opacity":
            opacity *= value
        elif effect.wipe is not None and value < 1:
            wipes.append(Wipe(value, effect.wipe, (greys or {}).get(effect.wipe.source or "")))
    anchor = (layer.anchor[0].at(local) * box[0], layer.anchor[1].at(local) * box[1])
    placing = Affine.placing((x, y), scale, rotation, anchor)
    if layer.skew is not None:
        placing = placing.after(Affine.skewing(layer.skew[0].at(local), layer.skew[1].at(local), anchor))
    if any(layer.look.flip):
        placing = placing.after(Affine.flipping(box, layer.look.flip))
    if zoom != 1.0:
        placing = Affine.scaling(zoom).after(placing)
    return Pose(placing, min(max(opacity, 0.0), 1.0), tuple(wipes), layer.blend)


def largest_scale(layer: ResolvedLayer) -> float:
    """The greatest enlargement the layer reaches over its life, effects included."""
    scale = layer.scale.bounds()[1]
    for effect in layer.effects:
        if effect.kind == "scale":
            scale *= max(effect.curve.bounds()[1], 1e-3)
    return max(scale, 1e-3)


def is_upright(layer: ResolvedLayer) -> bool:
    """Whether the layer never turns or changes size, so that a sprite drawn once on the pixel grid stays on it."""
    turning = not layer.rotation.is_constant or layer.rotation.at(0) != 0
    turning = turning or layer.skew is not None or any(layer.look.flip)
    sizing = not layer.scale.is_constant or any(effect.kind in ("scale", "rotation") for effect in layer.effects)
    return not (turning or sizing)


def resting_place(layer: ResolvedLayer, box: tuple[float, float]) -> tuple[float, float]:
    """Canvas position of the box's top left corner where the layer's own movement ends (entrances and exits aside)."""
    scale = layer.scale.keys[-1].value
    x = layer.x.keys[-1].value - layer.anchor[0].keys[-1].value * box[0] * scale
    y = layer.y.keys[-1].value - layer.anchor[1].keys[-1].value * box[1] * scale
    return x, y
