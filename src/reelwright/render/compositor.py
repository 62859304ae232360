"""Frames from layers: what changed since the last frame is drawn, what did not is kept."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from reelwright.render.planes import Canvas, Plane
from reelwright.render.pose import Pose, pose_at
from reelwright.render.stage import Painter, Readers
from reelwright.timeline.resolved import ResolvedLayer
from reelwright.units.color import Color


@dataclass(frozen=True)
class Placard:
    """A layer and its painter."""

    layer: ResolvedLayer
    painter: Painter
    greys: Mapping[str, Plane] = field(default_factory=dict)
    """The pictures of its luma wipes."""

    def pose_at(self, frame: int, zoom: float) -> Pose:
        box = self.painter.box_at(frame - self.layer.start_frame)
        return pose_at(self.layer, box, frame, zoom, self.greys)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One layer at one frame; equal values give equal pixels."""

    place: int
    pose: Pose
    look: Hashable


class Compositor:
    """One worker's view of the scene: builds frames in the canvas it was given. Frames are best asked for in order."""

    def __init__(
        self, placards: Sequence[Placard], background: Color, canvas: Canvas, zoom: float = 1.0, readers: Readers | None = None
    ) -> None:  # fmt: skip
        self._placards = placards
        self._zoom = zoom
        self._background = background
        self._canvas = canvas
        self._readers = readers or Readers()
        self._last: list[_Drawn] | None = None
        self._base: tuple[list[_Drawn], Canvas] | None = None

    def close(self) -> None:
        self._readers.close_all_but(set())

    def paint_on(self, canvas: Canvas) -> None:
        """Go on in other memory; what it holds is unknown."""
        self._canvas = canvas
        self._last = None

    def look_ahead(self, frame: int) -> None:
        """Read what ``frame`` shows without drawing it."""
        self._drawn(frame)

    def build(self, frame: int) -> None:
        """Make the canvas show ``frame``. A frame equal to the last costs nothing."""
        drawn = self._drawn(frame)
        if drawn == self._last:
            return
        start = self._restore(drawn, frame)
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
            for place, pose in visible(self._placards, self._canvas.size, frame, self._zoom)
        ]

    def _restore(self, drawn: list[_Drawn], frame: int) -> int:
        """Start from the kept base if it is the bottom of this frame; answers how many layers it saves."""
        if self._base is not None:
            layers, picture = self._base
            if layers == drawn[: len(layers)]:
                self._canvas.copy_from(picture)
                return len(layers)
        if not drawn or not self._covers(drawn[0], frame):
            self._canvas.fill(self._background)
        return 0

    def _covers(self, bottom: _Drawn, frame: int) -> bool:
        return _hides_all(self._placards[bottom.place], bottom.pose, self._canvas.size, frame)

    def _keep(self, layers: list[_Drawn]) -> None:
        """Keep the picture so far: its layers stood still for two frames and may go on doing so."""
        picture = self._base[1] if self._base is not None else self._canvas.like()
        picture.copy_from(self._canvas)
        self._base = (layers, picture)

    def _paint(self, drawn: _Drawn, frame: int) -> None:
        placard = self._placards[drawn.place]
        placard.painter.paint(self._canvas, drawn.pose, frame - placard.layer.start_frame, self._readers)

    def forget_readers_before(self, frame: int) -> None:
        """Close the files of layers that have ended."""
        open_ones = [placard.painter.reader_keys for placard in self._placards if placard.layer.end_frame > frame]
        self._readers.close_all_but(set().union(*open_ones))


def visible(
    placards: Sequence[Placard], canvas: tuple[int, int], frame: int, zoom: float = 1.0
) -> list[tuple[int, Pose]]:
    """Which layers are seen at a frame, from the lowest up, and how each lies. What an opaque cover hides is left out."""
    found: list[tuple[int, Pose]] = []
    for place in range(len(placards) - 1, -1, -1):
        placard = placards[place]
        if not placard.layer.start_frame <= frame < placard.layer.end_frame:
            continue
        pose = placard.pose_at(frame, zoom)
        if pose.opacity <= 0 or any(wipe.progress <= 0 for wipe in pose.wipes):
            continue
        found.append((place, placard.painter.settled(pose)))
        if _hides_all(placard, pose, canvas, frame):
            break
    found.reverse()
    return found


def _hides_all(placard: Placard, pose: Pose, canvas: tuple[int, int], frame: int) -> bool:
    """Whether nothing below a layer can be seen."""
    box = placard.painter.box_at(frame - placard.layer.start_frame)
    return pose.opacity >= 1 and pose.covers(box, canvas) and placard.painter.is_opaque


def _common(first: list[_Drawn], second: list[_Drawn]) -> int:
    count = 0
    for one, two in zip(first, second, strict=False):
        if one != two:
            break
        count += 1
    return count
