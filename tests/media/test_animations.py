"""Animated GIF, WebP and PNG: footage where they are video clips, their first frame where they are pictures."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from reelwright.errors import MediaUnusable
from reelwright.media.picture_read import read_picture
from reelwright.media.probe import facts, probe
from reelwright.media.video_read import VideoReader
from tests.footage import rgb_in
from tests.rendering import canvas_at

COLORS = [(220, 40, 30), (40, 200, 60), (30, 50, 210), (200, 200, 40)]
DURATIONS = [100, 200, 50, 150]
STARTS = [Fraction(sum(DURATIONS[:n]), 1000) for n in range(4)]
SLACK = {"gif": 32, "webp": 4, "png": 4}
"""A GIF of this writer has 256 colours for all pictures."""
KINDS = ["gif", "webp", "png"]


def write_animation(path: Path, pictures: list[np.ndarray] | None = None, durations: list[int] = DURATIONS) -> Path:
    """``pictures`` are (height, width, 4) red, green, blue, alpha."""
    animation = cv2.Animation()
    pictures = pictures or [np.full((48, 64, 4), (*color, 255), np.uint8) for color in COLORS]
    animation.frames = [cv2.cvtColor(picture, cv2.COLOR_RGBA2BGRA) for picture in pictures]
    animation.durations = np.array(durations)
    assert cv2.imwriteanimation(str(path), animation, [cv2.IMWRITE_WEBP_QUALITY, 101])
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_as_footage_each_frame_stays_its_time(kind: str, tmp_path: Path) -> None:
    path = write_animation(tmp_path / f"a.{kind}")
    found = facts(path)
    assert (found.width, found.height, found.has_video, found.has_audio) == (64, 48, True, False)
    assert found.duration == Fraction(sum(DURATIONS), 1000)
    reader = VideoReader(path)
    for start, duration, color in zip(STARTS, DURATIONS, COLORS, strict=True):
        for seconds in (start, start + Fraction(duration, 1000) - Fraction(1, 100)):
            assert np.abs(np.array(rgb_in(reader.picture_at(seconds))) - color).max() <= SLACK[kind], (kind, seconds)
    for start, color in reversed(list(zip(STARTS, COLORS, strict=True))):
        assert np.abs(np.array(rgb_in(reader.picture_at(start))) - color).max() <= SLACK[kind]
    reader.close()


@pytest.mark.parametrize("kind", KINDS)
def test_in_a_document(kind: str, tmp_path: Path) -> None:
    write_animation(tmp_path / f"a.{kind}")
    clip = {"src": f"a.{kind}", "duration": 0.5}
    for type_, colors in (("video", [COLORS[0], COLORS[1], COLORS[3]]), ("image", [COLORS[0]] * 3)):
        tree = {"canvas": {"width": 64, "height": 48, "fps": 20}, "tracks": [{"clips": [clip | {"type": type_}]}]}
        for frame, color in zip((0, 3, 8), colors, strict=True):
            y = canvas_at(tree, tmp_path, frame).planes[0]
            luma = 16 + 219 / 255 * (0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2])
            assert abs(float(y.mean()) - luma) <= 5, (type_, frame)


@pytest.mark.parametrize("kind", KINDS)
def test_as_a_picture_the_first_frame_is_read(kind: str, tmp_path: Path) -> None:
    picture = read_picture(write_animation(tmp_path / f"a.{kind}"))
    assert picture.shape == (48, 64, 4)
    assert np.abs(picture[20, 20, 2::-1].astype(int) - COLORS[0]).max() <= SLACK[kind]


@pytest.mark.parametrize("kind", [*KINDS, "jpg"])
def test_one_frame_is_a_picture(kind: str, tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / f"a.{kind}"), np.full((48, 64, 3), 90, np.uint8))
    found = facts(tmp_path / f"a.{kind}")
    assert (found.duration, found.has_video, found.width) == (None, False, 64)


@pytest.mark.parametrize("kind", ["webp", "png"])
def test_transparent_parts_show_what_lies_below_them_or_black(kind: str, tmp_path: Path) -> None:
    """A frame that changes a small part only, and one that is half transparent."""
    base = np.full((48, 64, 4), (200, 40, 40, 255), np.uint8)
    patched = base.copy()
    patched[24:, 32:] = (40, 40, 200, 255)
    clear = np.full((48, 64, 4), (40, 200, 40, 0), np.uint8)
    clear[:24] = (40, 200, 40, 128)
    reader = VideoReader(write_animation(tmp_path / f"a.{kind}", [base, patched, clear], [100, 100, 100]))
    first, second, third = (np.array(rgb_in(reader.picture_at(Fraction(n, 10)))) for n in range(3))
    assert np.abs(first - (200, 40, 40)).max() <= 4
    assert np.abs(second[:3] - (200, 40, 40)).max() <= 4
    assert np.abs(second[3] - (40, 40, 200)).max() <= 4
    assert np.abs(third[:2] - np.array((40, 200, 40)) * 128 / 255).max() <= 6
    assert np.abs(third[2:]).max() <= 4
    reader.close()


def test_an_animation_that_breaks_off_is_used_as_far_as_it_goes(tmp_path: Path) -> None:
    noise = np.random.default_rng(3).integers(0, 255, (4, 48, 64, 4), np.uint8)
    data = write_animation(tmp_path / "a.webp", list(noise)).read_bytes()
    (tmp_path / "cut.webp").write_bytes(data[: len(data) * 3 // 5])
    info = probe(tmp_path / "cut.webp")
    assert info.duration == Fraction(300, 1000)
    (tmp_path / "head.webp").write_bytes(data[:60])
    with pytest.raises(MediaUnusable):
        probe(tmp_path / "head.webp")
