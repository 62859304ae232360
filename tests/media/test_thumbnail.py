from pathlib import Path

import cv2
import numpy as np
import pytest

from reelwright.errors import MediaUnusable
from reelwright.media.probe import probe
from reelwright.media.thumbnail import write_thumbnail
from tests.asset_server import SPEECH, video
from tests.footage import QUARTERS, quarters


def _colors(path: Path) -> np.ndarray:
    """Red, green and blue in the middle of the four quarters."""
    shown = cv2.imread(str(path))
    assert shown is not None
    height, width = shown.shape[:2]
    return np.array([shown[height * y // 4, width * x // 4, ::-1] for y in (1, 3) for x in (1, 3)], float)


def test_a_video_is_shown_upright_in_its_colours(tmp_path: Path) -> None:
    small = write_thumbnail(probe(video(tmp_path)), tmp_path / "small")
    assert small.name == "small.jpg"
    assert np.abs(_colors(small) - np.array(QUARTERS)).max() < 30
    turned = write_thumbnail(probe(video(tmp_path, name="turned.mp4", rotation=90)), tmp_path / "turned")
    assert np.abs(_colors(turned) - np.array([QUARTERS[at] for at in (2, 0, 3, 1)])).max() < 30


def test_a_large_picture_is_made_small_and_keeps_its_shape(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "large.png"), quarters((2001, 667))[..., ::-1])
    shown = cv2.imread(str(write_thumbnail(probe(tmp_path / "large.png"), tmp_path / "small")))
    assert shown is not None
    assert shown.shape[:2] == (160, 480)


def test_what_is_transparent_stays_so(tmp_path: Path) -> None:
    clear = np.dstack([quarters(), np.full((48, 64), 90, np.uint8)])
    cv2.imwrite(str(tmp_path / "clear.png"), clear)
    small = write_thumbnail(probe(tmp_path / "clear.png"), tmp_path / "small")
    shown = cv2.imread(str(small), cv2.IMREAD_UNCHANGED)
    assert shown is not None
    assert (small.suffix, shown.shape[2]) == (".png", 4)


def test_sound_has_none(tmp_path: Path) -> None:
    with pytest.raises(MediaUnusable):
        write_thumbnail(probe(SPEECH), tmp_path / "small")
