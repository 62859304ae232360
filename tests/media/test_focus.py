"""Where pictures draw the eye, on photographs."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from reelwright.errors import MediaUnusable
from reelwright.media.focus import faces_in, focus_in, focus_of, saliency

PHOTOS = Path(__file__).parents[1] / "media_files"


def _gray(name: str) -> np.ndarray:
    picture = cv2.imread(str(PHOTOS / name), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    return picture


def test_a_face_is_the_focus() -> None:
    x, y = focus_of(PHOTOS / "astronaut.jpg")
    assert (x, y) == pytest.approx((0.44, 0.25), abs=0.04)


@pytest.mark.parametrize("name", ["coffee.jpg", "cat.jpg", "rocket.jpg"])
def test_no_face_is_seen_where_there_is_none(name: str) -> None:
    assert faces_in(_gray(name)) == []


@pytest.mark.parametrize(
    ("name", "left", "right"), [("coffee.jpg", 0.35, 0.65), ("cat.jpg", 0.35, 0.65), ("rocket.jpg", 0.4, 0.6)]
)
def test_without_a_face_what_stands_out_is_the_focus(name: str, left: float, right: float) -> None:
    assert left < focus_of(PHOTOS / name)[0] < right


@pytest.mark.parametrize("at", [(0.2, 0.3), (0.75, 0.4), (0.5, 0.8)])
def test_the_focus_follows_a_thing_on_an_even_ground(at: tuple[float, float]) -> None:
    rng = np.random.default_rng(1)
    picture = (120 + rng.normal(0, 4, (360, 640))).astype(np.uint8)
    cv2.circle(picture, (round(at[0] * 640), round(at[1] * 360)), 28, 230, -1)
    assert focus_in(picture) == pytest.approx(at, abs=0.08)


def test_the_same_thing_mirrored_has_the_mirrored_focus() -> None:
    picture = cv2.resize(_gray("coffee.jpg")[:, 300:], (600, 500))
    one, other = focus_in(picture), focus_in(np.ascontiguousarray(picture[:, ::-1]))
    assert one == pytest.approx((1 - other[0], other[1]), abs=0.03)


def test_an_even_picture_has_its_middle() -> None:
    assert focus_in(np.full((90, 160), 128, np.uint8)) == pytest.approx((0.5, 0.5), abs=0.02)


def test_saliency_keeps_the_shape_and_its_bounds() -> None:
    seen = saliency(_gray("rocket.jpg"))
    assert seen.shape == (43, 64)
    assert (seen.min(), seen.max()) == (0, 1)


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"words")
    with pytest.raises(MediaUnusable):
        focus_of(tmp_path / "a.jpg")
