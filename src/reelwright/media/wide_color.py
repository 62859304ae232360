"""Footage of wide colour (BT.2020, Display P3) and of high dynamic range (PQ, HLG), brought to BT.709.

Sources: transfer functions ITU-R BT.2100-2 (PQ and HLG with its system gamma for a 1000 nit display) and BT.1886 (gamma 2.4);
matrices from the primaries in ITU-R BT.2020 and BT.709 and SMPTE EG 432-1; the knee of ITU-R BT.2390-10 section 5.4.1 from
1000 nits to reference white, 203 nits (ITU-R BT.2408), on the largest of red, green and blue so that hues stay.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

Table = npt.NDArray[np.float32]

PQ, HLG = 16, 18
BT2020, DCI_P3, DISPLAY_P3 = 9, 11, 12
_WHITE_NITS = 203.0
_PEAK_NITS = 1000.0
_STEPS = 4096
_CORNERS = {
    BT2020: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    DISPLAY_P3: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
}
_BT709 = ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060))
_D65 = (0.3127, 0.3290)


def is_wide(frame: VideoFrame) -> bool:
    return int(frame.color_trc) in (PQ, HLG) or int(frame.color_primaries) in (BT2020, DCI_P3, DISPLAY_P3)


def narrowed(frame: VideoFrame, size: tuple[int, int], scaler: VideoReformatter, reading: dict[str, Any]) -> VideoFrame:
    """The frame at ``size`` as 8-bit RGB of BT.709; ``reading`` says how its YUV is meant."""
    wide = scaler.reformat(frame, *size, format="rgb48le", dst_color_range=ColorRange.JPEG, threads=1, **reading)
    rows = np.frombuffer(wide.planes[0], np.uint16).reshape(size[1], -1)[:, : size[0] * 3]  # type: ignore[arg-type]
    light = _light(int(frame.color_trc))[rows.reshape(size[1], size[0], 3) >> 4]
    if int(frame.color_trc) == HLG:
        luminance = cv2.transform(light, np.array([[0.2627, 0.6780, 0.0593]], np.float32))
        light *= np.asarray(cv2.pow(luminance, 0.2))[..., None]
        light *= _PEAK_NITS / _WHITE_NITS
    if int(frame.color_trc) in (PQ, HLG):
        light *= _gain()[_step(light.max(axis=2) * (_WHITE_NITS / _PEAK_NITS))][..., None]
    light = cv2.transform(light, _to_bt709(BT2020 if int(frame.color_primaries) in (BT2020, 2) else DISPLAY_P3))
    return VideoFrame.from_ndarray(_shades()[_step(light)], "rgb24")


def reformatted(rgb: VideoFrame, scaler: VideoReformatter) -> VideoFrame:
    """8-bit RGB as 4:2:0 BT.709, limited range."""
    return scaler.reformat(
        rgb, format="yuv420p", src_colorspace=Colorspace.ITU709, dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.JPEG, dst_color_range=ColorRange.MPEG, threads=1,
    )  # fmt: skip


def _step(light: npt.NDArray[Any]) -> npt.NDArray[np.uint16]:
    """Place in a table of ``_STEPS`` over 0 to 1, closer together in the dark."""
    return np.asarray(np.sqrt(np.clip(light, 0, 1)) * (_STEPS - 1) + 0.5, np.uint16)


@cache
def _light(transfer: int) -> Table:
    """Light by 12-bit code; 1 is reference white (of HLG: the scene's peak)."""
    code = np.arange(_STEPS) / (_STEPS - 1)
    if transfer == PQ:
        return np.asarray(_pq_nits(code) / _WHITE_NITS, np.float32)
    if transfer == HLG:
        a = 0.17883277
        b, c = 1 - 4 * a, 0.5 - a * np.log(4 * a)
        return np.asarray(np.where(code <= 0.5, code**2 / 3, (np.exp((code - c) / a) + b) / 12), np.float32)
    return np.asarray(code**2.4, np.float32)


@cache
def _gain() -> Table:
    """By what light is multiplied, by the square root of its part of the peak."""
    nits = (np.arange(_STEPS) / (_STEPS - 1)) ** 2 * _PEAK_NITS
    top = _pq_code(np.array(_PEAK_NITS))
    code, most = _pq_code(nits) / top, float(_pq_code(np.array(_WHITE_NITS)) / top)
    knee = 1.5 * most - 0.5
    t = np.clip((code - knee) / (1 - knee), 0, 1)
    bent = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee) + (-2 * t**3 + 3 * t**2) * most
    kept = _pq_nits(np.where(code < knee, code, bent) * top)
    return np.asarray(np.where(nits > 0, kept / np.maximum(nits, 1e-9), 1), np.float32)


@cache
def _shades() -> npt.NDArray[np.uint8]:
    """8-bit codes of BT.709 by the square root of light."""
    return np.asarray(((np.arange(_STEPS) / (_STEPS - 1)) ** (2 / 2.4)) * 255 + 0.5, np.uint8)


@cache
def _to_bt709(primaries: int) -> Table:
    return np.asarray(np.linalg.inv(_to_xyz(_BT709)) @ _to_xyz(_CORNERS[primaries]), np.float32)


def _to_xyz(corners: tuple[tuple[float, float], ...]) -> npt.NDArray[np.float64]:
    columns = np.array([[x / y, 1, (1 - x - y) / y] for x, y in corners]).T
    white = np.array([_D65[0] / _D65[1], 1, (1 - _D65[0] - _D65[1]) / _D65[1]])
    return columns * np.linalg.solve(columns, white)


def _pq_nits(code: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    power = np.maximum(code, 0) ** (1 / 78.84375)
    return 10_000 * (np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125)


def _pq_code(nits: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    power = (nits / 10_000) ** 0.1593017578125
    return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375
