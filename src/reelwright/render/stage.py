"""What every painter may use: the canvas's facts, the document's files, and the places where shared work is kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from reelwright.media.video_read import VideoReader
from reelwright.render.planes import Canvas
from reelwright.render.pose import Pose
from reelwright.render.sprite_store import SpriteStore
from reelwright.timeline.resolved import FactsOf
from reelwright.typesetting.fonts import FontLibrary


@dataclass(frozen=True)
class Stage:
    """Shared by all workers of one render."""

    canvas: tuple[int, int]
    fps: Fraction
    path_of: Callable[[str], Path]
    facts_of: FactsOf
    fonts: FontLibrary
    sprites: SpriteStore = field(default_factory=SpriteStore)


class Readers:
    """One worker's open files, by layer and size. Decoders are not shared: each worker reads its own part forward."""

    def __init__(self) -> None:
        self._open: dict[Hashable, VideoReader] = {}

    def get(self, key: Hashable, path: Path, size: tuple[int, int] | None) -> VideoReader:
        if key not in self._open:
            self._open[key] = VideoReader(path, size)
        return self._open[key]

    def close_all_but(self, keys: set[Hashable]) -> None:
        """Close what is not needed any more."""
        for key in [key for key in self._open if key not in keys]:
            self._open.pop(key).close()


class Painter(Protocol):
    """Paints one layer's content. ``local`` counts frames from the layer's start."""

    @property
    def box(self) -> tuple[float, float]:
        """Width and height in canvas pixels at scale 1."""
        ...

    @property
    def is_opaque(self) -> bool:
        """Whether the content fills its whole box without a hole."""
        ...

    @property
    def identity(self) -> Hashable:
        """What is shown, apart from the bytes of media: equal painters of equal identity draw alike. Printed into keys."""
        ...

    @property
    def fonts(self) -> str:
        """Digest of the fonts it draws with; empty without letters."""
        ...

    def seen(self, local: int) -> Hashable:
        """What of the content is seen at a frame, known without reading media. Printed into keys."""
        ...

    def settled(self, pose: Pose) -> Pose:
        """The pose it will really be drawn in."""
        ...

    def look(self, local: int, readers: Readers) -> Hashable:
        """Equal values mean equal pixels inside the box."""
        ...

    def paint(self, canvas: Canvas, pose: Pose, local: int, readers: Readers) -> None: ...


class PlainPainter:
    """What most painters answer: no letters, the same look at every frame, drawn where the document says."""

    @property
    def fonts(self) -> str:
        return ""

    def seen(self, local: int) -> Hashable:
        return None

    def settled(self, pose: Pose) -> Pose:
        return pose

    def look(self, local: int, readers: Readers) -> Hashable:
        return self.seen(local)
