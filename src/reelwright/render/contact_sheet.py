"""A contact sheet: many small frames with their times on one picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import skia

from reelwright.errors import MediaUnusable
from reelwright.media.picture_write import bgr_of, write_pixels
from reelwright.media.probe import facts
from reelwright.media.video_read import VideoReader
from reelwright.typesetting.fonts import FontLibrary
from reelwright.typesetting.paragraph import lay_out
from reelwright.typesetting.style import Span, TextStyle
from reelwright.units.time import clock

_GAP = 8
_LABEL = 24
_GROUND = (22, 22, 26)


@dataclass(frozen=True)
class Cell:
    """One frame: its time, and (height, width, 3) red, green, blue."""

    seconds: float
    picture: npt.NDArray[np.uint8]


def draw_sheet(cells: Sequence[Cell], columns: int, output: Path) -> None:
    """Lay the frames in rows, each with its time below it, and save. Raises ``OutputUnwritable``."""
    columns = min(columns, len(cells))
    rows = ceil(len(cells) / columns)
    height, width = cells[0].picture.shape[:2]
    sheet = np.zeros((_GAP + rows * (height + _LABEL + _GAP), _GAP + columns * (width + _GAP), 4), np.uint8)
    sheet[...] = (*_GROUND, 255)
    places = [
        (_GAP + index % columns * (width + _GAP), _GAP + index // columns * (height + _LABEL + _GAP))
        for index in range(len(cells))
    ]
    for cell, (x, y) in zip(cells, places, strict=True):
        sheet[y : y + height, x : x + width, :3] = cell.picture
    _label(sheet, cells, [(x, y + height) for x, y in places], width)
    write_pixels(np.ascontiguousarray(sheet[..., 2::-1]), output)


def _label(sheet: npt.NDArray[np.uint8], cells: Sequence[Cell], places: list[tuple[int, int]], width: int) -> None:
    info = skia.ImageInfo.Make(
        sheet.shape[1], sheet.shape[0], skia.ColorType.kRGBA_8888_ColorType, skia.AlphaType.kPremul_AlphaType
    )
    surface = skia.Surface.MakeRasterDirect(info, sheet, sheet.shape[1] * 4)
    fonts = FontLibrary()
    style = TextStyle(size_px=min(14.0, width / 9), align="center", line_height=1.2)
    paint = skia.Paint(AntiAlias=True, Color=skia.Color(235, 235, 240, 255))
    for cell, (x, y) in zip(cells, places, strict=True):
        text = lay_out([Span(clock(Fraction(cell.seconds).limit_denominator(10**6)), paint)], style, fonts, width)
        text.paint(surface.getCanvas(), x, y + (_LABEL - text.height) / 2)
    surface.flushAndSubmit()


def video_cells(path: Path, count: int, width: int) -> list[Cell]:
    """Frames of a video file, evenly spread. Raises ``MediaUnusable``."""
    found = facts(path)
    if not found.has_video or found.duration is None:
        raise MediaUnusable(f"{path} has no moving picture")
    height = max(2, round(found.height * width / found.width / 2) * 2)
    reader = VideoReader(path)
    try:
        cells: list[Cell] = []
        for number in range(count):
            seconds = found.duration * (2 * number + 1) / (2 * count)
            cells.append(Cell(float(seconds), _small(reader, seconds, (width, height))))
        return cells
    finally:
        reader.close()


def _small(reader: VideoReader, seconds: Fraction, size: tuple[int, int]) -> npt.NDArray[np.uint8]:
    picture = reader.picture_at(seconds)
    bgr = cv2.resize(bgr_of((picture.y, picture.u, picture.v)), size, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(np.asarray(bgr, np.uint8)[..., ::-1])
