"""What every painter may use: the canvas's facts, the document's files, and the places where shared work is kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from reelwright.media.video_read import VideoReader, YuvPicture
from reelwright.render.planes import Canvas, Sprite
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
    zoom: float = 1.0
    """Canvas pixels per pixel of the document: below 1 for previews."""


class PictureSource(Protocol):
    """Footage: what ``VideoReader`` is, or something before one."""

    def picture_at(self, seconds: Fraction) -> YuvPicture: ...

    def close(self) -> None: ...


OpenReader = Callable[[Path, tuple[int, int] | None], PictureSource]


class Readers:
    """What one worker has open: files by layer and size, and scenes inside the scene. Decoders are not shared: each worker
    reads its own part forward."""

    def __init__(self, open_reader: OpenReader = VideoReader) -> None:
        self._open_reader = open_reader
        self._open: dict[Hashable, PictureSource] = {}
        self._scenes: dict[Hashable, Closable] = {}

    def scene(self, key: Hashable, make: Callable[[], Closable]) -> Closable:
        """The scene kept under a key, made by the first call."""
        if key not in self._scenes:
            self._scenes[key] = make()
        return self._scenes[key]

    def get(self, key: Hashable, path: Path, size: tuple[int, int] | None) -> PictureSource:
        if key not in self._open:
            self._open[key] = self._open_reader(path, size)
        return self._open[key]

    def close_all_but(self, keys: set[Hashable]) -> None:
        """Close what is not needed any more."""
        for key in [key for key in self._open if key not in keys]:
            self._open.pop(key).close()
        for key in [key for key in self._scenes if key not in keys]:
            self._scenes.pop(key).close()


class Closable(Protocol):
    def close(self) -> None: ...


class Painter(Protocol):
    """Paints one layer's content. ``local`` counts frames from the layer's start."""

    @property
    def box(self) -> tuple[float, float]:
        """Width and height in canvas pixels at scale 1."""
        ...

    def box_at(self, local: int) -> tuple[float, float]:
        """The box at a frame."""
        ...

    @property
    def overflow(self) -> float:
        """How far, in canvas pixels at scale 1, it may paint beyond its box."""
        ...

    @property
    def is_opaque(self) -> bool:
        """Whether the content fills its whole box without a hole."""
        ...

    @property
    def sources(self) -> tuple[str, ...]:
        """Every file it shows something of."""
        ...

    @property
    def reader_keys(self) -> frozenset[Hashable]:
        """What it keeps open in ``Readers``."""
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

    def bare(self, local: int, readers: Readers) -> Sprite | None:
        """All of what is in the box, as a sprite over all of it, when that can be had without painting."""
        ...

    def paint(self, canvas: Canvas, pose: Pose, local: int, readers: Readers) -> None: ...


class PlainPainter:
    """What most painters answer: no letters, no files, the same look at every frame, drawn inside its box where the document says."""

    @property
    def box(self) -> tuple[float, float]:
        raise NotImplementedError

    def box_at(self, local: int) -> tuple[float, float]:
        return self.box

    @property
    def overflow(self) -> float:
        return 0.0

    @property
    def sources(self) -> tuple[str, ...]:
        return ()

    @property
    def reader_keys(self) -> frozenset[Hashable]:
        return frozenset()

    def bare(self, local: int, readers: Readers) -> Sprite | None:
        """All of what is in the box, as a sprite over all of it, when that can be had without painting."""
        return None

    @property
    def fonts(self) -> str:
        return ""

    def seen(self, local: int) -> Hashable:
        return None

    def settled(self, pose: Pose) -> Pose:
        return pose

    def look(self, local: int, readers: Readers) -> Hashable:
        return self.seen(local)
