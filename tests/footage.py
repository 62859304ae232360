"""Footage of every make for tests: four coloured quarters, coded as asked."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

RED, GREEN, BLUE, WHITE = (220, 40, 30), (40, 200, 60), (30, 50, 210), (235, 235, 235)
QUARTERS = (RED, GREEN, BLUE, WHITE)
"""Top left, top right, bottom left, bottom right."""
MATRICES = {1: (0.2126, 0.0722), 6: (0.299, 0.114), 9: (0.2627, 0.0593)}
"""Weights of red and blue by the matrix's number in H.273."""


def quarters(size: tuple[int, int] = (64, 48)) -> np.ndarray:
    width, height = size
    picture = np.zeros((height, width, 3), np.uint8)
    for index, color in enumerate(QUARTERS):
        y, x = divmod(index, 2)
        rows = slice(height // 2 * y, height if y else height // 2)
        picture[rows, width // 2 * x : width if x else width // 2] = color
    return picture


def yuv_of(
    rgb: np.ndarray, matrix: int, full: bool = False, bits: int = 8
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Code values by the formulas of BT.601, BT.709 and BT.2020 (floats)."""
    kr, kb = MATRICES[matrix]
    r, g, b = np.moveaxis(np.asarray(rgb, float) / 255, -1, 0)
    y = kr * r + (1 - kr - kb) * g + kb * b
    cb, cr = (b - y) / (2 - 2 * kb), (r - y) / (2 - 2 * kr)
    one = 1 << (bits - 8)
    if full:
        top = 256 * one - 1
        return y * top, cb * top + 128 * one, cr * top + 128 * one
    return (y * 219 + 16) * one, (cb * 224 + 128) * one, (cr * 224 + 128) * one


def yuv_frame(rgb: np.ndarray, matrix: int, full: bool = False, bits: int = 8) -> av.VideoFrame:
    """4:4:4 planes of exact code values."""
    height, width = rgb.shape[:2]
    frame = av.VideoFrame(width, height, "yuv444p" if bits == 8 else "yuv444p10le")
    kind = np.uint8 if bits == 8 else np.uint16
    for plane, values in zip(frame.planes, yuv_of(rgb, matrix, full, bits), strict=True):
        rows = np.zeros((height, plane.line_size // kind().itemsize), kind)
        rows[:, :width] = np.round(values)
        plane.update(rows.tobytes())
    return frame


def write_footage(
    path: Path, frames: list[av.VideoFrame], codec: str = "ffv1", rate: int = 10, *, pix_fmt: str = "", tags: dict[str, Any] | None = None,
    options: dict[str, str] | None = None, rotation: float | None = None, mirror: bool = False, shape: Fraction | None = None, format: str | None = None,
) -> Path:  # fmt: skip
    """``tags`` are set on the encoder and its frames; ``rotation`` (degrees clockwise to turn by) and ``mirror`` go in the display matrix."""
    with av.open(str(path), "w", format=format) as container:
        stream: Any = container.add_stream(codec, rate=rate, options=options or {})
        stream.width, stream.height = frames[0].width, frames[0].height
        stream.pix_fmt = pix_fmt or frames[0].format.name
        for name, value in (tags or {}).items():
            setattr(stream.codec_context, name, value)
        if shape:
            stream.codec_context.sample_aspect_ratio = shape
        if rotation is not None:
            stream.set_display_rotation(-rotation, hflip=mirror)
        for number, frame in enumerate(frames):
            ready = frame if frame.format.name == stream.pix_fmt else frame.reformat(format=stream.pix_fmt)
            for name, value in (tags or {}).items():
                setattr(ready, name, value)
            ready.pts, ready.time_base = number, Fraction(1, rate)
            container.mux(stream.encode(ready))
        container.mux(stream.encode(None))
    return path


def rgb_in(picture: Any) -> list[tuple[float, float, float]]:
    """Red, green and blue in the middle of the four quarters of a YUV picture of BT.709."""
    found: list[tuple[float, float, float]] = []
    height, width = picture.y.shape
    for at_y, at_x in ((1, 1), (1, 3), (3, 1), (3, 3)):
        rows, columns = height * at_y // 4, width * at_x // 4
        y = (float(picture.y[rows - 2 : rows + 2, columns - 2 : columns + 2].mean()) - 16) / 219
        cb, cr = ((float(plane[rows // 2, columns // 2]) - 128) / 224 for plane in (picture.u, picture.v))
        red, blue = y + 1.5748 * cr, y + 1.8556 * cb
        green = (y - 0.2126 * red - 0.0722 * blue) / 0.7152
        found.append(tuple(255 * value for value in (red, green, blue)))  # type: ignore[arg-type]
    return found


def worst_difference(picture: Any, colors: Any) -> float:
    return float(np.abs(np.array(rgb_in(picture)) - np.array(colors)).max())
