"""A decoded frame as the compositor wants it: 8-bit 4:2:0, BT.709, limited range, upright, at the size asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from reelwright.media.downscale import can_shrink, shrunk
from reelwright.media.matrix_change import high_definition
from reelwright.media.upright import Turn, turn_of
from reelwright.media.wide_color import is_wide, narrowed, reformatted

Plane = npt.NDArray[np.uint8]

_HD_LINES = 720
"""Untagged sources with at least so many lines are BT.709, smaller ones BT.601 (what players assume)."""
_MATRICES = {
    1: Colorspace.ITU709, 4: Colorspace.FCC, 5: Colorspace.ITU601, 6: Colorspace.ITU601, 7: Colorspace.SMPTE240M,
    9: Colorspace.BT2020, 10: Colorspace.BT2020,
}  # fmt: skip
"""By their numbers in ITU-T H.273."""


@dataclass(frozen=True, slots=True)
class YuvPicture:
    """8-bit 4:2:0, BT.709, limited range: ``y`` is (height, width), ``u`` and ``v`` half of it each way, rounded up."""

    y: Plane
    u: Plane
    v: Plane

    @property
    def bytes(self) -> int:
        return self.y.nbytes + self.u.nbytes + self.v.nbytes


class PictureMaker:
    """Makes pictures of one file's frames. Not for use by several threads at once."""

    def __init__(self, size: tuple[int, int] | None) -> None:
        self._size = size
        self._turn: Turn | None = None
        self._scaler = VideoReformatter()
        self._last_step = VideoReformatter()

    def picture(self, frame: VideoFrame) -> YuvPicture:
        """``size`` (width, height) is that of the upright picture."""
        # Asked of one frame only: looking at a frame's side data ties it to itself for good, and its memory is never freed.
        turn = self._turn = self._turn or turn_of(frame)
        size = turn.shown(self._size) if self._size else (frame.width, frame.height)
        planes = self._planes(frame, size)
        return YuvPicture(*(turn.applied(plane) for plane in planes))

    def _planes(self, frame: VideoFrame, size: tuple[int, int]) -> tuple[Plane, Plane, Plane]:
        stored = (frame.width, frame.height)
        matrix = _matrix(frame)
        full = frame.color_range == ColorRange.JPEG or frame.format.name.startswith("yuvj")
        reading: dict[str, Any] = {
            "src_colorspace": matrix, "src_color_range": ColorRange.JPEG if full else ColorRange.MPEG,
            "interpolation": Interpolation.AREA if size[0] < stored[0] else Interpolation.BICUBIC,
        }  # fmt: skip
        if is_wide(frame):
            return _three(reformatted(narrowed(frame, size, self._scaler, reading), self._last_step))
        if any(component.is_alpha for component in frame.format.components):
            return _three(reformatted(self._over_black(frame, size, reading), self._last_step))
        plain = frame.format.name == "yuv420p" and not full and matrix in (Colorspace.ITU601, Colorspace.ITU709)
        if plain and can_shrink(stored, size):
            planes = _three(frame) if stored == size else shrunk(_three(frame), size)
            return high_definition(*planes) if matrix == Colorspace.ITU601 else planes
        if plain and stored == size and matrix == Colorspace.ITU709:
            return _three(frame)
        changed = self._scaler.reformat(
            frame, *size, format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG, threads=1,
            **reading,
        )  # fmt: skip
        return _three(changed)

    def _over_black(self, frame: VideoFrame, size: tuple[int, int], reading: dict[str, Any]) -> VideoFrame:
        """Footage is opaque: what it lets through is black."""
        rgba = self._scaler.reformat(frame, format="rgba", dst_color_range=ColorRange.JPEG, threads=1, **reading)
        pixels = rgba.to_ndarray().astype(np.uint16)
        shown = np.asarray((pixels[..., :3] * pixels[..., 3:] + 127) // 255, np.uint8)
        flat = VideoFrame.from_ndarray(np.ascontiguousarray(shown), "rgb24")
        return flat if size == (flat.width, flat.height) else self._last_step.reformat(
            flat, *size, format="rgb24", interpolation=reading["interpolation"], threads=1
        )  # fmt: skip


def plane_view(frame: VideoFrame, index: int) -> Plane:
    """The plane's own memory as (height, width), without its padding; it keeps the frame alive."""
    plane: Any = frame.planes[index]
    rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
    return rows[: plane.height, : plane.width]


def _three(frame: VideoFrame) -> tuple[Plane, Plane, Plane]:
    return plane_view(frame, 0), plane_view(frame, 1), plane_view(frame, 2)


def _matrix(frame: VideoFrame) -> Colorspace:
    """The colour matrix of a frame, as tagged, or as players assume."""
    tagged = _MATRICES.get(int(frame.colorspace))
    if tagged is not None:
        return tagged
    return Colorspace.ITU709 if frame.height >= _HD_LINES else Colorspace.ITU601
