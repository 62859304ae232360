"""Footage keeps its colours, whatever matrix, range, depth and gamut they are written in."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from reelwright.media.video_read import VideoReader
from tests.footage import GREEN, QUARTERS, quarters, rgb_in, worst_difference, write_footage, yuv_frame

BT2020 = {"colorspace": 9, "color_primaries": 9}
TO_BT709 = np.array([[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]])
"""ITU-R BT.2087-0, inverted."""


def shown(path: Path, size: tuple[int, int] | None = None) -> object:
    reader = VideoReader(path, size)
    try:
        return reader.picture_at(Fraction(0))
    finally:
        reader.close()


@pytest.mark.parametrize("size", [None, (32, 24), (128, 96)])
@pytest.mark.parametrize("bits", [8, 10])
@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("matrix", [1, 6])
def test_matrix_range_and_depth(
    matrix: int, full: bool, bits: int, size: tuple[int, int] | None, tmp_path: Path
) -> None:
    tags = {"colorspace": matrix, "color_range": 2 if full else 1}
    path = write_footage(tmp_path / "a.mkv", [yuv_frame(quarters(), matrix, full, bits)], tags=tags)
    assert worst_difference(shown(path, size), QUARTERS) <= 4


@pytest.mark.parametrize(("size", "matrix"), [((64, 48), 6), ((1280, 720), 1)])
def test_untagged_footage_is_read_as_players_read_it(size: tuple[int, int], matrix: int, tmp_path: Path) -> None:
    path = write_footage(tmp_path / "a.mkv", [yuv_frame(quarters(size), matrix)])
    assert worst_difference(shown(path), QUARTERS) <= 4


@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_ten_bits_and_full_range_in_mp4(codec: str, tmp_path: Path) -> None:
    tags = {"colorspace": 1, "color_range": 2}
    frame = yuv_frame(quarters(), 1, True, 10).reformat(format="yuv420p10le", src_color_range=2, dst_color_range=2)
    path = write_footage(tmp_path / "a.mp4", [frame] * 3, codec, tags=tags, options={"crf": "4"})
    assert worst_difference(shown(path), QUARTERS) <= 6


@pytest.mark.parametrize("transfer", [1, 14])
@pytest.mark.parametrize("bits", [8, 10])
def test_bt2020_of_standard_range(bits: int, transfer: int, tmp_path: Path) -> None:
    """The colours lie inside BT.709, so they can be checked exactly: through light (gamma 2.4) and the gamut's matrix."""
    wide = (((quarters() / 255) ** 2.4) @ np.linalg.inv(TO_BT709).T) ** (1 / 2.4) * 255
    tags = BT2020 | {"color_trc": transfer, "color_range": 1}
    path = write_footage(tmp_path / "a.mkv", [yuv_frame(wide, 9, False, bits)], tags=tags)
    assert worst_difference(shown(path), QUARTERS) <= (4 if bits == 10 else 7)


def pq(nits: float) -> float:
    power = (nits / 10_000) ** 0.1593017578125
    return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375


def hlg(light: float) -> float:
    """The signal of a part of the scene's peak (ITU-R BT.2100-2, table 5)."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return (3 * light) ** 0.5 if light <= 1 / 12 else a * np.log(12 * light - b) + c


def greys(path: Path, codes: list[float], transfer: int) -> list[float]:
    """How grey code values of high dynamic range come out: 0 to 1."""
    picture = np.zeros((48, 64, 3))
    for index, code in enumerate(codes):
        picture[index // 2 * 24 : index // 2 * 24 + 24, index % 2 * 32 : index % 2 * 32 + 32] = code * 255
    tags = BT2020 | {"color_trc": transfer, "color_range": 1}
    write_footage(path, [yuv_frame(picture, 9, False, 10)], tags=tags)
    found = rgb_in(shown(path))
    assert all(max(color) - min(color) <= 4 for color in found)  # grey stays grey
    return [sum(color) / 3 / 255 for color in found]


def test_pq_is_brought_to_standard_range(tmp_path: Path) -> None:
    """What is dark keeps its light, measured against reference white (203 nits); highlights up to 1000 nits still differ."""
    dark, white, bright, peak = greys(tmp_path / "a.mkv", [pq(10), pq(203), pq(500), pq(1000)], 16)
    assert dark == pytest.approx((10 / 203) ** (1 / 2.4), abs=0.012)
    assert 0.85 < white < 0.95
    assert white + 0.03 < bright < peak - 0.005
    assert peak == pytest.approx(1, abs=0.01)


def test_hlg_is_brought_to_standard_range(tmp_path: Path) -> None:
    """Of a 1000 nit display: light after the system gamma of 1.2; 75% is reference white (ITU-R BT.2408)."""
    dark_light = (10 / 1000) ** (1 / 1.2)
    dark, white, bright, peak = greys(tmp_path / "a.mkv", [hlg(dark_light), 0.75, 0.88, 1.0], 18)
    assert dark == pytest.approx((10 / 203) ** (1 / 2.4), abs=0.012)
    assert 0.85 < white < 0.95
    assert white + 0.03 < bright < peak - 0.005
    assert peak == pytest.approx(1, abs=0.01)


def test_pq_colours_keep_their_hue(tmp_path: Path) -> None:
    light = ((quarters() / 255) ** 2.4) @ np.linalg.inv(TO_BT709).T * 60
    codes = np.vectorize(pq)(np.maximum(light, 0)) * 255
    tags = BT2020 | {"color_trc": 16, "color_range": 1}
    path = write_footage(tmp_path / "a.mkv", [yuv_frame(codes, 9, False, 10)], tags=tags)
    dimmed = (60 / 203) ** (1 / 2.4)
    assert worst_difference(shown(path), np.array(QUARTERS) * dimmed) <= 6


def test_footage_without_a_matrix(tmp_path: Path) -> None:
    """RGB, and grey."""
    frame = av.VideoFrame.from_ndarray(quarters(), "rgb24")
    assert worst_difference(shown(write_footage(tmp_path / "a.mkv", [frame], pix_fmt="bgr0")), QUARTERS) <= 4
    grey = yuv_frame(np.full((48, 64, 3), 120, np.uint8), 1).reformat(format="gray")
    assert worst_difference(shown(write_footage(tmp_path / "b.mkv", [grey])), [(120,) * 3] * 4) <= 4


def test_what_is_transparent_is_black(tmp_path: Path) -> None:
    pixels = np.dstack([quarters(), np.full((48, 64), 255, np.uint8)])
    pixels[24:, :32, 3] = 0
    pixels[24:, 32:, 3] = 128
    frame = av.VideoFrame.from_ndarray(pixels, "rgba")
    path = write_footage(tmp_path / "a.mkv", [frame], pix_fmt="bgra")
    colors = [QUARTERS[0], GREEN, (0, 0, 0), tuple(value * 128 / 255 for value in QUARTERS[3])]
    assert worst_difference(shown(path), colors) <= 4
