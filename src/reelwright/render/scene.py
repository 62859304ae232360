"""The resolved timeline made ready to draw: a painter for every layer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reelwright.errors import ReelwrightError
from reelwright.render.compositor import Placard
from reelwright.render.painters.captions import CaptionPainter
from reelwright.render.painters.footage import FootagePainter
from reelwright.render.painters.lettering import LetteringPainter
from reelwright.render.painters.picture import PicturePainter
from reelwright.render.painters.shape import ShapePainter
from reelwright.render.stage import Painter, Stage
from reelwright.timeline.resolved import (
    CaptionText,
    FactsOf,
    Footage,
    Lettering,
    Picture,
    ResolvedLayer,
    ResolvedTimeline,
)
from reelwright.typesetting.fonts import DocumentFont, FontLibrary


def set_scene(timeline: ResolvedTimeline, path_of: Callable[[str], Path], facts_of: FactsOf) -> list[Placard]:
    """Painters for all layers, bottom first. Errors carry the pointer of the clip they come from."""
    fonts = FontLibrary(document_fonts=[DocumentFont(font.family, path_of(font.source)) for font in timeline.fonts])
    stage = Stage((timeline.width, timeline.height), timeline.fps, path_of, facts_of, fonts)
    return [Placard(layer, _painter(layer, stage)) for layer in timeline.layers]


def _painter(layer: ResolvedLayer, stage: Stage) -> Painter:
    content = layer.content
    try:
        if isinstance(content, Picture):
            return PicturePainter(layer, content, stage)
        if isinstance(content, Footage):
            return FootagePainter(layer, content, stage)
        if isinstance(content, Lettering):
            return LetteringPainter(layer, content, stage)
        if isinstance(content, CaptionText):
            return CaptionPainter(layer, content, stage)
        return ShapePainter(layer, content, stage)
    except ReelwrightError as error:
        error.pointer = error.pointer or layer.pointer
        raise
