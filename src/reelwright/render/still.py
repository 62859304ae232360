"""One frame of a document as a picture."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from reelwright.media.picture_write import write_picture
from reelwright.render.compositor import Compositor
from reelwright.render.files import Files
from reelwright.render.planes import Canvas
from reelwright.render.scene import set_scene
from reelwright.timeline.reading import Reading
from reelwright.timeline.resolve import resolve
from reelwright.units.time import frame_at


def render_still(reading: Reading, base: Path, seconds: Fraction, output: Path) -> None:
    """Save the frame shown at ``seconds`` (the last one when that is past the end) as JPEG or PNG."""
    files = Files(base)
    timeline = resolve(reading, files.facts_of)
    canvas = Canvas.blank(timeline.width, timeline.height)
    compositor = Compositor(set_scene(timeline, files.path_of, files.facts_of), timeline.background, canvas)
    try:
        compositor.build(min(frame_at(seconds, timeline.fps), timeline.frames - 1))
    finally:
        compositor.close()
    write_picture(canvas.planes, output)
