"""Frames from layers: what changed since the last frame is drawn, what did not is kept."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from reelwright.render.planes import Canvas
from reelwright.render.pose import Pose, pose_at
from reelwright.render.stage import Painter, Readers
from reelwright.timeline.resolved import ResolvedLayer
from reelwright.units.color import Color


@dataclass(frozen=True)
class Placard:
    """A layer and its painter."""

    layer: ResolvedLayer
    painter: Painter


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One layer at one frame; equal values give equal pixels."""

    place: int
    pose: Pose
    look: Hashable


class Compositor:
    """One worker's view of the scene: builds frames in the canvas it was given. Frames are best asked for in order."""

    def __init__(self, placards: Sequence[Placard], background: Color, canvas: Canvas) -> None:
        self._placards = placards
        self._background = background
        self._canvas = canvas
        self._readers = Readers()
        self._last: list[_Drawn] | None = None
        self._base: tuple[list[_Drawn], Canvas] | None = None

    def close(self) -> None:
        self._readers.close_all_but(set())

    def paint_on(self, canvas: Canvas) -> None:
        """Go on in other memory; what it holds is unknown."""
        self._canvas = canvas
        self._last = None

    def build(self, frame: int) -> None:
        """Make the canvas show ``frame``. A frame equal to the last costs nothing."""
        drawn = self._drawn(frame)
        if drawn == self._last:
            return
        start = self._restore(drawn)
        shared = _common(drawn, self._last or [])
        for depth in range(start, len(drawn)):
            if depth == shared and depth > start:
                self._keep(drawn[:depth])
            self._paint(drawn[depth], frame)
        self._last = drawn

    def _drawn(self, frame: int) -> list[_Drawn]:
        """The visible layers from the lowest one that matters: nothing under an opaque cover is looked at."""
        return [
            _Drawn(
                place,
                pose,
                self._placards[place].painter.look(frame - self._placards[place].layer.start_frame, self._readers),
            )
            for place, pose in visible(self._placards, self._canvas.size, frame)
        ]

    def _restore(self, drawn: list[_Drawn]) -> int:
        """Start from the kept base if it is the bottom of this frame; answers how many layers it saves."""
        if self._base is not None:
            layers, picture = self._base
            if layers == drawn[: len(layers)]:
                self._canvas.copy_from(picture)
                return len(layers)
        if not drawn or not self._covers(drawn[0]):
            self._canvas.fill(self._background)
        return 0

    def _covers(self, bottom: _Drawn) -> bool:
        painter = self._placards[bottom.place].painter
        return bottom.pose.opacity >= 1 and bottom.pose.covers(painter.box, self._canvas.size) and painter.is_opaque

    def _keep(self, layers: list[_Drawn]) -> None:
        """Keep the picture so far: its layers stood still for two frames and may go on doing so."""
        picture = self._base[1] if self._base is not None else Canvas.blank(*self._canvas.size)
        picture.copy_from(self._canvas)
        self._base = (layers, picture)

    def _paint(self, drawn: _Drawn, frame: int) -> None:
        placard = self._placards[drawn.place]
        placard.painter.paint(self._canvas, drawn.pose, frame - placard.layer.start_frame, self._readers)

    def forget_readers_before(self, frame: int) -> None:
        """Close the files of layers that have ended."""
        needed: set[Hashable] = {
            getattr(placard.painter, "reader_key", None) for placard in self._placards if placard.layer.end_frame > frame
        }  # fmt: skip
        self._readers.close_all_but(needed)


def visible(placards: Sequence[Placard], canvas: tuple[int, int], frame: int) -> list[tuple[int, Pose]]:
    """Which layers are seen at a frame, from the lowest up, and how each lies. What an opaque cover hides is left out."""
    found: list[tuple[int, Pose]] = []
    for place in range(len(placards) - 1, -1, -1):
        layer, painter = placards[place].layer, placards[place].painter
        if not layer.start_frame <= frame < layer.end_frame:
            continue
        pose = pose_at(layer, painter.box, frame)
        if pose.opacity <= 0 or any(wipe.progress <= 0 for wipe in pose.wipes):
            continue
        found.append((place, painter.settled(pose)))
        if pose.opacity >= 1 and pose.covers(painter.box, canvas) and painter.is_opaque:
            break
    found.reverse()
    return found


def _common(first: list[_Drawn], second: list[_Drawn]) -> int:
    count = 0
    for one, two in zip(first, second, strict=False):
        if one != two:
            break
        count += 1
    return count
