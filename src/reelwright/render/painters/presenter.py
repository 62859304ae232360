"""Drawn presenters: the parts of a figure are drawn once each, and every frame lays them together in a new bearing."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from math import ceil

import skia

from reelwright.render.affine import Affine
from reelwright.render.draw import draw_sprite
from reelwright.render.painters.sprited import Easel, trimmed
from reelwright.render.planes import Canvas, Sprite
from reelwright.render.pose import Pose, largest_scale
from reelwright.render.presenter.bearing import Bearing, bearing
from reelwright.render.presenter.body import draw_body
from reelwright.render.presenter.characters import CHARACTERS
from reelwright.render.presenter.face import (
    BROW_Y,
    EYE_BOUNDS,
    EYE_Y,
    MOUTH_Y,
    draw_brows,
    draw_earrings,
    draw_eyes,
    draw_glasses,
    draw_head,
    draw_moustache,
    draw_nose,
)
from reelwright.render.presenter.hair import draw_hair, draw_hair_behind
from reelwright.render.presenter.mouth import BOUNDS, draw_mouth
from reelwright.render.presenter.mouth_track import MouthTrack
from reelwright.render.presenter.visemes import Mouth
from reelwright.render.stage import PlainPainter, Readers, Stage
from reelwright.timeline.contents import Presenter
from reelwright.timeline.resolved import ResolvedLayer
from reelwright.units.color import Color

_VIEWS = {"bust": (860.0, 352.0), "head": (620.0, 312.0)}
"""Side of the square that is seen, and how far below its upper edge the middle of the face lies, in units of the drawing."""
_NECK = 150.0
"""Where the head turns on the neck, below the middle of the face."""
_TURNED, _YAWED, _SUNK = 24.0, 5.0, 3.0
"""Units that the parts of a face move when the head is turned, sways, and nods."""
_HEAD_BOUNDS = (-270.0, -290.0, 270.0, 260.0)
_BACK_BOUNDS = (-270.0, -290.0, 270.0, 360.0)
_BODY_BOUNDS = (-400.0, 60.0, 400.0, 660.0)
_WIDE_BOUNDS = (-150.0, -60.0, 150.0, 70.0)

Draw = Callable[[skia.Canvas], None]


@dataclass(frozen=True, slots=True)
class _Part:
    """A drawing that is kept, and where it goes: ``at`` in units, on the head (which moves) or not."""

    key: Hashable
    bounds: tuple[float, float, float, float]
    draw: Draw
    at: tuple[float, float] = (0.0, 0.0)
    on_head: bool = True


class PresenterPainter(PlainPainter):
    def __init__(self, layer: ResolvedLayer, content: Presenter, stage: Stage) -> None:
        self._content = content
        self._stage = stage
        self._who = CHARACTERS[content.character]
        self._track = MouthTrack(content.sounds)
        self._seed = content.seed * len(CHARACTERS) + list(CHARACTERS).index(content.character)
        side, face = _VIEWS[content.view]
        self._unit = min(content.box) / side
        self._middle = (content.box[0] / 2, content.box[1] - (side - face) * self._unit)
        self._density = min(largest_scale(layer), 4.0) * stage.zoom
        self._size = tuple(max(2, ceil(length * self._density / 2) * 2) for length in content.box)
        self._key = ("presenter", content.character, content.turn, self._unit * self._density)

    @property
    def box(self) -> tuple[float, float]:
        return self._content.box

    @property
    def is_opaque(self) -> bool:
        return False

    @property
    def identity(self) -> Hashable:
        content = self._content
        return (self._key, content.box, content.view, content.background, self._size)

    def seen(self, local: int) -> Hashable:
        seconds = (local + 0.5) / float(self._stage.fps)
        return self._track.at(seconds), bearing(seconds, self._track, self._seed)

    def paint(self, canvas: Canvas, pose: Pose, local: int, readers: Readers) -> None:
        seconds = (local + 0.5) / float(self._stage.fps)
        figure = self._figure(self._track.at(seconds), bearing(seconds, self._track, self._seed))
        across, down = (length / pixels for length, pixels in zip(self.box, figure.size, strict=True))
        draw_sprite(canvas, figure, pose.placing.after(Affine(across, 0, 0, 0, down, 0)), pose.opacity, pose.wipes, pose.blend)  # fmt: skip

    def _figure(self, mouth: Mouth, held: Bearing) -> Sprite:
        """The whole box: what reaches beyond it is cut off."""
        canvas = Canvas.blank(self._size[0], self._size[1], transparent=True)
        canvas.fill(self._content.background or Color(0, 0, 0, 0))
        for part in self._parts(mouth, held):
            sprite = self._stage.sprites.get((self._key, part.key), lambda part=part: self._drawn(part))
            draw_sprite(canvas, sprite, self._placing(part, held, sprite), 1.0)
        return canvas.sprite()

    def _placing(self, part: _Part, held: Bearing, sprite: Sprite) -> Affine:
        """From the sprite's pixels to those of the box."""
        scale = self._unit * self._density
        onto_units = Affine.scaling(
            1 / scale, sprite.origin[0] / scale + part.at[0], sprite.origin[1] / scale + part.at[1]
        )
        if part.on_head:
            turned = Affine.placing((held.x, held.y + _NECK - held.breath), 1.0, held.tilt, (0.0, _NECK))
        else:
            turned = Affine.scaling(1.0, held.x * 0.25, -held.breath)
        middle = (self._middle[0] * self._density, self._middle[1] * self._density)
        return Affine.scaling(scale, *middle).after(turned.after(onto_units))

    def _parts(self, mouth: Mouth, held: Bearing) -> list[_Part]:
        who, turn = self._who, self._content.turn
        aside = _TURNED * turn + _YAWED * held.yaw
        drop = _SUNK * held.y / 5
        eyes = (aside, EYE_Y + drop)
        parts = [
            _Part("back", _BACK_BOUNDS, lambda canvas: draw_hair_behind(canvas, who)),
            _Part("body", _BODY_BOUNDS, lambda canvas: draw_body(canvas, who), on_head=False),
            _Part("head", _HEAD_BOUNDS, self._draw_head),
            _Part("nose", _WIDE_BOUNDS, lambda canvas: draw_nose(canvas, who, turn), (aside * 1.1, drop * 1.2)),
            _Part(("eyes", held.lids, held.gaze), EYE_BOUNDS, lambda canvas: draw_eyes(canvas, who, held.lids, held.gaze), eyes),
            _Part("brows", _WIDE_BOUNDS, lambda canvas: draw_brows(canvas, who), (aside, BROW_Y + drop - 7 * held.brows)),
            _Part(("mouth", mouth), BOUNDS, lambda canvas: draw_mouth(canvas, who, mouth), (aside, MOUTH_Y + drop)),
        ]  # fmt: skip
        if who.beard:
            lift = -3.0 * mouth.open
            parts.append(_Part("moustache", BOUNDS, lambda canvas: draw_moustache(canvas, who), (aside, MOUTH_Y + drop + lift)))  # fmt: skip
        if who.glasses:
            parts.append(_Part("glasses", _WIDE_BOUNDS, lambda canvas: draw_glasses(canvas, who), eyes))
        return parts

    def _draw_head(self, canvas: skia.Canvas) -> None:
        """Skin, ears and hair: all of a head that has no expression."""
        draw_head(canvas, self._who, self._content.turn)
        draw_hair(canvas, self._who, self._content.turn)
        draw_earrings(canvas, self._who, self._content.turn)

    def _drawn(self, part: _Part) -> Sprite:
        easel = Easel(part.bounds, self._unit * self._density, None)
        part.draw(easel.canvas)
        return trimmed(easel.sprite())
