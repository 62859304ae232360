"""Rendering small documents in tests, and reading the result."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from reelwright.render.compositor import Compositor
from reelwright.render.files import Files
from reelwright.render.job import RenderReport, RenderWish, render_document
from reelwright.render.planes import Canvas
from reelwright.render.scene import set_scene
from reelwright.timeline.reading import read_tree
from reelwright.timeline.resolve import resolve


def render(tree: dict[str, Any], folder: Path, wish: RenderWish | None = None, name: str = "out.mp4") -> RenderReport:
    return render_document(tree, folder, folder / name, wish)


def canvas_at(tree: dict[str, Any], folder: Path, frame: int) -> Canvas:
    """One frame straight from the compositor, before any encoding."""
    files = Files(folder)
    timeline = resolve(read_tree(tree), files.facts_of, files.text_of)
    canvas = Canvas.blank(timeline.width, timeline.height)
    compositor = Compositor(set_scene(timeline, files.path_of, files.facts_of), timeline.background, canvas)
    compositor.build(frame)
    compositor.close()
    return canvas


def packets(path: Path, kind: str = "video") -> list[Any]:
    with av.open(str(path)) as container:
        return [packet for packet in container.demux(**{kind: 0}) if packet.size]


def sound_of(path: Path) -> np.ndarray:
    """(samples, 2) of a file's sound, decoded straight through."""
    with av.open(str(path)) as container:
        blocks = [frame.to_ndarray() for frame in container.decode(audio=0)]
    return np.concatenate(blocks, axis=1).T


def rate_of(path: Path) -> Fraction:
    with av.open(str(path)) as container:
        return Fraction(container.streams.video[0].average_rate)
