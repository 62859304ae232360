"""Single frames of a document as pictures: one scene, opened once, for as many frames as wanted."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reelwright.media.picture_write import bgr_of, write_picture, write_transparent_picture
from reelwright.render.chunk_grid import Chunk
from reelwright.render.chunk_key import ChunkKeys
from reelwright.render.compositor import Compositor
from reelwright.render.files import Files
from reelwright.render.planes import Canvas, zoomed_size
from reelwright.render.scene import set_scene
from reelwright.render.stage import Readers
from reelwright.timeline.reading import Reading
from reelwright.timeline.resolve import resolve
from reelwright.units.time import frame_at


class Stills:
    """Frames of a document, ``width`` pixels wide (the document's own width without it). Close it after use."""

    def __init__(
        self, reading: Reading, base: Path, width: int | None = None, *, files: Files | None = None, readers: Readers | None = None
    ) -> None:  # fmt: skip
        """``files`` and ``readers`` may be shared with other documents of the same folder: what they know and have open stays."""
        self._files = files or Files(base)
        self.timeline = resolve(reading, self._files.facts_of, self._files.text_of)
        self._zoom = 1.0 if width is None else width / self.timeline.width
        self._placards = set_scene(self.timeline, self._files.path_of, self._files.facts_of, self._zoom)
        self._is_transparent = not self.timeline.background.is_opaque
        size = zoomed_size((self.timeline.width, self.timeline.height), self._zoom)
        self._canvas = Canvas.blank(*size, transparent=self._is_transparent)
        self._compositor = Compositor(self._placards, self.timeline.background, self._canvas, self._zoom, readers)

    def __enter__(self) -> Stills:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._compositor.close()

    def frame_at(self, seconds: Fraction) -> int:
        """The frame shown at a time; the last one when that is past the end."""
        return min(max(frame_at(seconds, self.timeline.fps), 0), self.timeline.frames - 1)

    def key_of(self, frame: int) -> str:
        """Equal keys mean equal pictures."""
        keys = ChunkKeys(self.timeline, self._placards, self._files.path_of, self._zoom)
        return keys.key_of(Chunk(0, frame, frame + 1))

    def picture(self, frame: int) -> npt.NDArray[np.uint8]:
        """(height, width, 3) red, green, blue; what is transparent lies on black."""
        self._compositor.build(frame)
        return np.ascontiguousarray(bgr_of(self._canvas.planes)[..., ::-1])

    def pixels(self, frame: int) -> npt.NDArray[np.uint8]:
        """(height, width, 3) blue, green, red, as encoders of pictures want them."""
        self._compositor.build(frame)
        return bgr_of(self._canvas.planes)

    def look_ahead(self, frame: int) -> None:
        """Read what a frame shows, so that drawing it later is quick."""
        self._compositor.look_ahead(frame)

    def write(self, frame: int, output: Path) -> None:
        """Save as JPEG or PNG, by the suffix; a PNG is transparent where the document is. Raises ``OutputUnwritable``."""
        self._compositor.build(frame)
        if self._is_transparent and output.suffix.lower() == ".png":
            write_transparent_picture(self._canvas, output)
        else:
            write_picture(self._canvas.planes, output)


class Still:
    """The frame shown at ``seconds`` (the last one when that is past the end)."""

    def __init__(self, reading: Reading, base: Path, seconds: Fraction) -> None:
        self._stills = Stills(reading, base)
        self._frame = self._stills.frame_at(seconds)

    @property
    def key(self) -> str:
        """Equal keys mean equal pictures."""
        return self._stills.key_of(self._frame)

    def write(self, output: Path) -> None:
        """Save as JPEG or PNG, by the suffix. Raises ``OutputUnwritable``."""
        with self._stills:
            self._stills.write(self._frame, output)
