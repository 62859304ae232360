"""The best frames of footage whose good moments are known."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from reelwright.errors import MediaUnusable
from reelwright.media.best_frames import FileFrames, best_frames
from reelwright.media.picture_read import read_picture
from tests.footage import write_footage, yuv_frame

FILES = Path(__file__).parents[1] / "media_files"


class Reel:
    """Pictures shown one after the other, each for so many seconds; between two of them a slow dissolve if asked for."""

    def __init__(self, shots: list[tuple[np.ndarray, float]]) -> None:
        self.shots = shots
        self.duration = Fraction(str(sum(seconds for _, seconds in shots)))

    def small(self, seconds: Fraction) -> np.ndarray:
        left = float(seconds)
        for picture, length in self.shots:
            if left < length:
                return picture
            left -= length
        return self.shots[-1][0]

    full = small


def photo(name: str) -> np.ndarray:
    return np.ascontiguousarray(cv2.resize(read_picture(FILES / f"{name}.jpg")[..., :3], (640, 360)))


def shot_at(reel: Reel, seconds: Fraction) -> int:
    return next(number for number, (picture, _) in enumerate(reel.shots) if picture is reel.small(seconds))


def test_the_sharp_of_two_like_pictures_is_taken() -> None:
    cat = photo("cat")
    reel = Reel([(cv2.GaussianBlur(cat, (0, 0), 4), 5), (cat, 5)])
    assert shot_at(reel, best_frames(reel, 1)[0].seconds) == 1


@pytest.mark.parametrize(("gain", "offset"), [(0.08, 0), (0.15, 225), (0.1, 110)])
def test_dark_white_and_flat_pictures_are_not_taken(gain: float, offset: float) -> None:
    coffee = photo("coffee")
    faded = np.clip(coffee * gain + offset, 0, 255).astype(np.uint8)
    reel = Reel([(faded, 5), (coffee, 5)])
    assert shot_at(reel, best_frames(reel, 1)[0].seconds) == 1


def test_a_face_is_preferred() -> None:
    reel = Reel([(photo("rocket"), 5), (photo("astronaut"), 5), (photo("coffee"), 5)])
    best = best_frames(reel, 1)[0]
    assert shot_at(reel, best.seconds) == 1
    assert best.faces


def test_a_blend_of_two_scenes_is_not_taken() -> None:
    one, other = photo("astronaut"), photo("cat")
    steps = 20
    blends = [(cv2.addWeighted(one, 1 - n / steps, other, n / steps, 0), 0.1) for n in range(1, steps)]
    reel = Reel([(one, 2), *blends, (other, 2)])
    for frame in best_frames(reel, 2):
        assert shot_at(reel, frame.seconds) in (0, len(reel.shots) - 1)


def test_three_frames_show_three_scenes() -> None:
    reel = Reel([(photo(name), 4) for name in ("astronaut", "cat", "coffee", "rocket")])
    assert len({shot_at(reel, frame.seconds) for frame in best_frames(reel, 3)}) == 3


def test_a_file_is_looked_through_and_its_frames_come_whole(tmp_path: Path) -> None:
    pictures = [np.ascontiguousarray(photo(name)[..., ::-1]) for name in ("cat", "coffee") for _ in range(10)]
    path = write_footage(
        tmp_path / "a.mp4", [yuv_frame(picture, 1) for picture in pictures], "libx264", 10, pix_fmt="yuv420p"
    )
    frames = FileFrames(path)
    shown: list[tuple[int, int]] = []
    found = best_frames(frames, 2, lambda done, total: shown.append((done, total)))
    assert {int(frame.seconds) for frame in found} == {0, 1}
    assert frames.full(found[0].seconds).shape == (360, 640, 3)
    assert shown[-1][0] == shown[-1][1]
    frames.close()


def test_what_does_not_move_has_no_frames(tmp_path: Path) -> None:
    with pytest.raises(MediaUnusable):
        FileFrames(FILES / "cat.jpg")
