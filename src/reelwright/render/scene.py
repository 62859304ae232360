"""The resolved timeline made ready to draw: a painter for every layer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from reelwright.errors import ReelwrightError
from reelwright.media.picture_read import read_picture
from reelwright.render.compositor import Placard
from reelwright.render.painters.animation import AnimationPainter
from reelwright.render.painters.captions import CaptionPainter
from reelwright.render.painters.changing import ChangingPainter
from reelwright.render.painters.drawing import DrawingPainter
from reelwright.render.painters.footage import FootagePainter
from reelwright.render.painters.lettering import LetteringPainter
from reelwright.render.painters.matted import MattedPainter
from reelwright.render.painters.nested import NestedPainter, inner_zoom
from reelwright.render.painters.picture import PicturePainter
from reelwright.render.painters.presenter import PresenterPainter
from reelwright.render.painters.shape import ShapePainter
from reelwright.render.painters.treated import TreatedPainter, needs_treatment
from reelwright.render.planes import Plane
from reelwright.render.sprite_store import SpriteStore
from reelwright.render.stage import Painter, Stage
from reelwright.timeline.contents import (
    Animation,
    CaptionText,
    Content,
    Drawing,
    Footage,
    Lettering,
    Nested,
    Picture,
    Presenter,
)
from reelwright.timeline.looks import MaskPicture
from reelwright.timeline.resolved import FactsOf, ResolvedLayer, ResolvedTimeline
from reelwright.typesetting.fonts import DocumentFont, FontLibrary

PathOf = Callable[[str], Path]


def set_scene(timeline: ResolvedTimeline, path_of: PathOf, facts_of: FactsOf, zoom: float = 1.0) -> list[Placard]:
    """Painters for all layers, bottom first, for a canvas ``zoom`` times the document's.

    Errors carry the pointer of the clip they come from.
    """
    return _set(timeline, path_of, facts_of, zoom, SpriteStore())


def _set(
    timeline: ResolvedTimeline, path_of: PathOf, facts_of: FactsOf, zoom: float, sprites: SpriteStore
) -> list[Placard]:
    fonts = _fonts(timeline, path_of)
    stage = Stage((timeline.width, timeline.height), timeline.fps, path_of, facts_of, fonts, sprites, zoom)
    return [_placard(layer, stage) for layer in timeline.layers]


def _fonts(timeline: ResolvedTimeline, path_of: PathOf) -> FontLibrary:
    for index, font in enumerate(timeline.fonts):
        try:
            FontLibrary(document_fonts=[DocumentFont(font.family, path_of(font.source))])
        except ReelwrightError as error:
            error.pointer = error.pointer or f"/fonts/{index}/src"
            raise
    return FontLibrary(document_fonts=[DocumentFont(font.family, path_of(font.source)) for font in timeline.fonts])


def _placard(layer: ResolvedLayer, stage: Stage) -> Placard:
    try:
        wipes = {effect.wipe.source for effect in layer.effects if effect.wipe and effect.wipe.source}
        greys = {source: _greys(stage.path_of(source), "luma") for source in sorted(wipes)}
        return Placard(layer, _painter(layer, stage), greys)
    except ReelwrightError as error:
        error.pointer = error.pointer or layer.pointer
        raise


def _painter(layer: ResolvedLayer, stage: Stage) -> Painter:
    """The painter of the content, in what the layer's look and matte need round it."""
    painter: Painter = (
        ChangingPainter(layer, lambda content: _content_painter(layer, content, stage))
        if layer.changing
        else _content_painter(layer, layer.content, stage)
    )
    if needs_treatment(layer):
        mask = layer.look.mask.by if layer.look.mask else None
        greys = {mask.source: _greys(stage.path_of(mask.source), mask.mode)} if isinstance(mask, MaskPicture) else {}
        painter = TreatedPainter(layer, painter, stage, greys)
    if layer.matte:
        painter = MattedPainter(layer, painter, _placard(layer.matte.layer, stage), stage)
    return painter


def _content_painter(layer: ResolvedLayer, content: Content, stage: Stage) -> Painter:
    if isinstance(content, Picture):
        return PicturePainter(layer, content, stage)
    if isinstance(content, Footage):
        return FootagePainter(layer, content, stage)
    if isinstance(content, Lettering):
        return LetteringPainter(layer, content, stage)
    if isinstance(content, CaptionText):
        return CaptionPainter(layer, content, stage)
    if isinstance(content, Drawing):
        return DrawingPainter(layer, content, stage)
    if isinstance(content, Presenter):
        return PresenterPainter(layer, content, stage)
    if isinstance(content, Animation):
        return AnimationPainter(layer, content, stage)
    if isinstance(content, Nested):
        zoom = inner_zoom(layer, content, stage)
        inside = _set(content.timeline, stage.path_of, stage.facts_of, zoom, stage.sprites)
        return NestedPainter(layer, content, stage, (inside, zoom))
    return ShapePainter(layer, content, stage)


def _greys(path: Path, mode: str) -> Plane:
    """A picture as one plane: its alpha, or its brightness where it is opaque."""
    picture = read_picture(path)
    if mode == "alpha":
        return np.ascontiguousarray(picture[..., 3])
    grey = np.asarray(cv2.cvtColor(np.ascontiguousarray(picture[..., :3]), cv2.COLOR_BGR2GRAY), np.uint8)
    return np.asarray(cv2.multiply(grey, picture[..., 3], scale=1 / 255), np.uint8)
