"""Laying a fitted picture onto the canvas, whatever it came from: straight, through the camera, or as a sprite."""

from __future__ import annotations

from math import ceil

from reelwright.render.affine import Affine
from reelwright.render.camera import camera_at
from reelwright.render.draw import draw_cover, draw_sprite
from reelwright.render.planes import Canvas, Sprite
from reelwright.render.pose import Pose
from reelwright.timeline.contents import ResolvedMotion


def paint_framed(
    canvas: Canvas,
    sprite: Sprite,
    place: tuple[float, float, float, float],
    pose: Pose,
    motion: tuple[ResolvedMotion, int] | None,
) -> None:
    """``sprite`` holds what is shown at ``place`` of the box; ``motion`` is the camera's way and the local frame."""
    width, height = place[2], place[3]
    onto_place = Affine(width / sprite.size[0], 0, 0, 0, height / sprite.size[1], 0)
    placing = pose.placing.after(Affine.scaling(1, place[0], place[1]))
    placed = Pose(placing, pose.opacity, pose.wipes, pose.blend)
    view = camera_at(motion[0], (width, height), motion[1]) if motion else None
    content = onto_place if view is None else view.after(onto_place)
    if sprite.alpha is None and placed.covers((width, height), canvas.size):
        _cover(canvas, sprite, placing.after(content), pose.opacity)
    elif view is None or (view.a == 1 and view.c == 0 and view.f == 0):
        draw_sprite(canvas, sprite, placing.after(onto_place), pose.opacity, pose.wipes, pose.blend)
    else:
        window, density = _window(sprite, content, (width, height), placing)
        draw_sprite(canvas, window, placing.after(Affine.scaling(1 / density)), pose.opacity, pose.wipes, pose.blend)


def _cover(canvas: Canvas, sprite: Sprite, onto_canvas: Affine, opacity: float) -> None:
    if onto_canvas.whole_shift is not None and all(shift % 2 == 0 for shift in onto_canvas.whole_shift):
        draw_sprite(canvas, sprite, onto_canvas, opacity)
    else:
        draw_cover(canvas, (sprite.y, sprite.u, sprite.v), onto_canvas.inverse(), opacity)


def _window(sprite: Sprite, content: Affine, size: tuple[float, float], placing: Affine) -> tuple[Sprite, float]:
    """What the camera sees, as a sprite of the box's size (times a density that suits the layer's scale)."""
    density = min(max((placing.a**2 + placing.d**2) ** 0.5, 0.05), 4.0)
    view = Canvas.blank(ceil(size[0] * density / 2) * 2, ceil(size[1] * density / 2) * 2)
    inverse = Affine.scaling(density).after(content).inverse()
    draw_cover(view, (sprite.y, sprite.u, sprite.v), inverse, 1.0)
    return Sprite(view.y, view.u, view.v, None, None), density
