"""Where and how a layer lies on the canvas at one frame."""

from __future__ import annotations

from dataclasses import dataclass

from reelwright.render.affine import Affine
from reelwright.render.draw import Wipe
from reelwright.timeline.resolved import ResolvedLayer


@dataclass(frozen=True, slots=True)
class Pose:
    """``placing`` maps the layer's box (pixels from its top left) to the canvas."""

    placing: Affine
    opacity: float
    wipes: tuple[Wipe, ...] = ()

    def covers(self, box: tuple[float, float], canvas: tuple[int, int]) -> bool:
        """Whether the box, fully shown, leaves nothing of the canvas uncovered."""
        if self.wipes or self.placing.is_singular:
            return False
        back = self.placing.inverse()
        slack = 1e-3
        for x in (0, canvas[0]):
            for y in (0, canvas[1]):
                inside_x, inside_y = back.apply(x, y)
                if not (-slack <= inside_x <= box[0] + slack and -slack <= inside_y <= box[1] + slack):
                    return False
        return True


def pose_at(layer: ResolvedLayer, box: tuple[float, float], frame: int) -> Pose:
    """The pose at ``frame`` of the document, with the layer's entrance, exit and transition applied."""
    local = frame - layer.start_frame
    x, y = layer.x.at(local), layer.y.at(local)
    scale, opacity = layer.scale.at(local), layer.opacity.at(local)
    wipes: list[Wipe] = []
    for effect in layer.effects:
        value = effect.curve.at(local)
        if effect.kind == "offset_x":
            x += value
        elif effect.kind == "offset_y":
            y += value
        elif effect.kind == "scale":
            scale *= value
        elif effect.kind == "opacity":
            opacity *= value
        elif value < 1:
            wipes.append(Wipe(value, effect.direction))
    anchor = (layer.anchor[0] * box[0], layer.anchor[1] * box[1])
    placing = Affine.placing((x, y), scale, layer.rotation.at(local), anchor)
    return Pose(placing, min(max(opacity, 0.0), 1.0), tuple(wipes))


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
    sizing = not layer.scale.is_constant or any(effect.kind == "scale" for effect in layer.effects)
    return not (turning or sizing)


def resting_place(layer: ResolvedLayer, box: tuple[float, float]) -> tuple[float, float]:
    """Canvas position of the box's top left corner where the layer's own movement ends (entrances and exits aside)."""
    scale = layer.scale.keys[-1].value
    x = layer.x.keys[-1].value - layer.anchor[0] * box[0] * scale
    y = layer.y.keys[-1].value - layer.anchor[1] * box[1] * scale
    return x, y
