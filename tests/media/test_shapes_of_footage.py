"""Footage stands upright and in its right shape, however it is stored."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from reelwright.media.probe import facts, probe
from reelwright.media.video_read import VideoReader
from tests.footage import BLUE, GREEN, QUARTERS, RED, WHITE, quarters, rgb_in, write_footage, yuv_frame
from tests.rendering import canvas_at

TURNED = {0: QUARTERS, 90: (BLUE, RED, WHITE, GREEN), 180: (WHITE, BLUE, GREEN, RED), 270: (GREEN, WHITE, RED, BLUE)}
"""The quarters after so many degrees clockwise."""


def frames(size: tuple[int, int] = (64, 48)) -> list:
    return [yuv_frame(quarters(size), 6) for _ in range(3)]


def colors(path: Path, size: tuple[int, int] | None = None) -> tuple[np.ndarray, tuple[int, int]]:
    reader = VideoReader(path, size)
    picture = reader.picture_at(Fraction(0))
    reader.close()
    return np.array(rgb_in(picture)), (picture.y.shape[1], picture.y.shape[0])


@pytest.mark.parametrize(("degrees", "size"), product(TURNED, (None, (24, 40), (96, 64))))
def test_a_turned_video_stands_upright(degrees: int, size: tuple[int, int] | None, tmp_path: Path) -> None:
    """The size asked for is the size as shown."""
    path = write_footage(
        tmp_path / "a.mp4", frames(), "libx264", pix_fmt="yuv420p", options={"crf": "2"}, rotation=degrees
    )
    upright = (48, 64) if degrees in (90, 270) else (64, 48)
    found, shape = colors(path, size)
    assert np.abs(found - np.array(TURNED[degrees])).max() <= 12
    assert shape == (size or upright)
    assert (facts(path).width, facts(path).height) == upright
    video = probe(path).video
    assert video is not None
    assert video.rotation == degrees


def test_a_mirrored_and_turned_video_stands_upright(tmp_path: Path) -> None:
    path = write_footage(
        tmp_path / "a.mp4", frames(), "libx264", pix_fmt="yuv420p", options={"crf": "2"}, rotation=0, mirror=True
    )
    found, _ = colors(path)
    assert np.abs(found - np.array((GREEN, RED, WHITE, BLUE))).max() <= 12


@pytest.mark.parametrize("degrees", [88, 91, 179.5])
def test_an_angle_that_is_not_quite_a_quarter_counts_as_one(degrees: float, tmp_path: Path) -> None:
    path = write_footage(
        tmp_path / "a.mp4", frames(), "libx264", pix_fmt="yuv420p", options={"crf": "2"}, rotation=degrees
    )
    nearest = round(degrees / 90) * 90
    found, shape = colors(path)
    assert np.abs(found - np.array(TURNED[nearest])).max() <= 12
    assert (facts(path).width, facts(path).height) == shape


def test_a_phone_video_fills_its_canvas_upright(tmp_path: Path) -> None:
    write_footage(
        tmp_path / "a.mp4", frames((128, 96)), "libx264", pix_fmt="yuv420p", options={"crf": "2"}, rotation=90
    )
    tree = {"canvas": {"width": 96, "height": 128}, "tracks": [{"clips": [{"type": "video", "src": "a.mp4"}]}]}
    planes = canvas_at(tree, tmp_path, 0).planes

    class Picture:
        y, u, v = planes[0], planes[1], planes[2]

    assert np.abs(np.array(rgb_in(Picture)) - np.array(TURNED[90])).max() <= 12


@pytest.mark.parametrize("size", [(63, 47), (17, 33), (65, 48)])
def test_odd_sizes(size: tuple[int, int], tmp_path: Path) -> None:
    path = write_footage(tmp_path / "a.mkv", frames(size))
    assert (facts(path).width, facts(path).height) == size
    found, shape = colors(path, (64, 48))
    assert shape == (64, 48)
    assert np.abs(found - np.array(QUARTERS)).max() <= 6
    found, shape = colors(path)
    assert shape == size


@pytest.mark.parametrize(("shape", "width"), [(Fraction(16, 15), 768), (Fraction(4, 3), 960), (Fraction(8, 9), 640)])
def test_pixels_that_are_not_square(shape: Fraction, width: int, tmp_path: Path) -> None:
    path = write_footage(tmp_path / "a.mp4", frames((720, 576)), "libx264", pix_fmt="yuv420p", shape=shape)
    assert (facts(path).width, facts(path).height) == (width, 576)
