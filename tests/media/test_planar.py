"""Making frames smaller and laying them out for encoders."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.media.pixel_layouts import laid_out, rgb_of
from reelwright.media.planar import PlanarFrame, scaled_down
from reelwright.media.video_read import plane_view


def ramp(width: int, height: int) -> PlanarFrame:
    """Luma and chroma rise together across the picture, chroma sited on the even columns."""
    luma = np.tile(np.linspace(40, 200, width), (height, 1))
    return PlanarFrame(*(np.rint(plane).astype(np.uint8) for plane in (luma, luma[::2, ::2], luma[::2, ::2])))


@pytest.mark.parametrize("size", [(640, 360), (480, 270), (854, 480), (320, 180)])
def test_luma_and_chroma_stay_together_when_a_picture_shrinks(size: tuple[int, int]) -> None:
    small = scaled_down(ramp(1280, 720), size)
    assert small.y.shape == (size[1], size[0])
    assert small.u.shape == (size[1] // 2, size[0] // 2)
    inside = slice(4, -4)
    offset = small.y[::2, ::2][: small.u.shape[0], inside].astype(float) - small.u[:, inside]
    slope = 160 / size[0]
    assert abs(offset.mean()) < max(0.1 * slope, 0.15)


def test_shrinking_takes_the_mean_of_what_is_covered() -> None:
    checks = np.indices((64, 64)).sum(axis=0) % 2 * 200
    picture = PlanarFrame(*(plane.astype(np.uint8) for plane in (checks, checks[:32, :32], checks[:32, :32])))
    assert np.abs(scaled_down(picture, (32, 32)).y.astype(int) - 100).max() <= 1


def test_alpha_shrinks_with_the_colour_it_belongs_to() -> None:
    alpha = np.zeros((64, 64), np.uint8)
    alpha[:, 33:] = 255
    y = (alpha.astype(int) * 200 // 255).astype(np.uint8)
    half = alpha[::2, ::2]
    small = scaled_down(PlanarFrame(y, half, half, alpha, half), (32, 32))
    frame = laid_out(small, "yuva420p")
    assert np.abs(plane_view(frame, 0)[:, 16:].astype(int) - 200).max() <= 2  # no dark fringe
    assert 100 < plane_view(frame, 3)[0, 16] < 155


def test_ten_bits_are_four_times_eight() -> None:
    frame = laid_out(ramp(64, 32), "yuv422p10le")
    rows = np.frombuffer(frame.planes[0], np.uint16).reshape(-1, frame.planes[0].line_size // 2)  # type: ignore[arg-type]
    assert np.array_equal(rows[:32, :64], ramp(64, 32).y.astype(np.uint16) * 4)


def test_half_a_colour_without_a_place_for_alpha_lies_over_black() -> None:
    half, quarter = np.full((4, 4), 128, np.uint8), np.full((2, 2), 128, np.uint8)
    white = PlanarFrame((half * 0.92).astype(np.uint8), quarter // 2, quarter // 2, half, quarter)
    assert np.abs(rgb_of(white).astype(int) - 128).max() <= 3
    assert np.abs(rgb_of(white, alpha=True)[..., :3].astype(int) - 255).max() <= 3
    assert rgb_of(white, alpha=True)[0, 0, 3] == 128
