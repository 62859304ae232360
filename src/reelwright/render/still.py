"""One frame of a document as a picture."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from reelwright.media.picture_write import write_picture
from reelwright.render.chunk_grid import Chunk
from reelwright.render.chunk_key import ChunkKeys
from reelwright.render.compositor import Compositor
from reelwright.render.files import Files
from reelwright.render.planes import Canvas
from reelwright.render.scene import set_scene
from reelwright.timeline.reading import Reading
from reelwright.timeline.resolve import resolve
from reelwright.units.time import frame_at


class Still:
    """The frame shown at ``seconds`` (the last one when that is past the end)."""

    def __init__(self, reading: Reading, base: Path, seconds: Fraction) -> None:
        self._files = Files(base)
        self._timeline = resolve(reading, self._files.facts_of, self._files.text_of)
        self._frame = min(frame_at(seconds, self._timeline.fps), self._timeline.frames - 1)
        self._placards = set_scene(self._timeline, self._files.path_of, self._files.facts_of)

    @property
    def key(self) -> str:
        """Equal keys mean equal pictures."""
        keys = ChunkKeys(self._timeline, self._placards, self._files.path_of)
        return keys.key_of(Chunk(0, self._frame, self._frame + 1))

    def write(self, output: Path) -> None:
        """Save as JPEG or PNG, by the suffix. Raises ``OutputUnwritable``."""
        canvas = Canvas.blank(self._timeline.width, self._timeline.height)
        compositor = Compositor(self._placards, self._timeline.background, canvas)
        try:
            compositor.build(self._frame)
        finally:
            compositor.close()
        write_picture(canvas.planes, output)
