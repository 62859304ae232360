"""Thumbnails of a document and a video: exact sizes, small files, words that can be read, and three that truly differ."""

from __future__ import annotations

import itertools
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from reelwright.errors import InvalidInput, ProviderUnavailable
from reelwright.providers.images import Image, ImageRequest
from reelwright.workflows.thumbnails import LEAST_CONTRAST, MOST_BYTES, ThumbnailWish, make_thumbnails

FILES = Path(__file__).parents[1] / "media_files"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    names = ("astronaut", "cat", "coffee", "rocket")
    for name in names:
        shutil.copyfile(FILES / f"{name}.jpg", tmp_path / f"{name}.jpg")
    clips = [{"type": "image", "src": f"{name}.jpg", "duration": 3} for name in names]
    words = {
        "type": "text",
        "text": "BURNED IN",
        "start": 0,
        "duration": 12,
        "font": {"size": "40vmin"},
        "color": "#ff00ff",
    }
    tree = {"canvas": {"width": 640, "height": 360, "fps": 10}, "tracks": [{"clips": clips}, {"clips": [words]}]}
    (tmp_path / "doc.json").write_text(json.dumps(tree))
    return tmp_path / "doc.json"


def test_three_that_differ_in_picture_design_and_words(source: Path, tmp_path: Path) -> None:
    wish = ThumbnailWish(source, "How cats fly: 3 steps to the stars", sizes=("youtube", "vertical", "social"))
    made, notes = make_thumbnails(wish, tmp_path / "out")
    assert notes == []
    sizes = {"youtube": (720, 1280, 3), "vertical": (1920, 1080, 3), "social": (630, 1200, 3)}
    for each in made:
        assert cv2.imread(str(each.path)).shape == sizes[each.size]
        assert each.path.stat().st_size < MOST_BYTES
        assert each.contrast >= LEAST_CONTRAST
    three = [each for each in made if each.size == "youtube"]
    assert len({each.design for each in three}) == len({each.title for each in three}) == 3
    assert len({int((each.seconds or 0) // 3) for each in three}) == 3
    for one, other in itertools.combinations(three, 2):
        pictures = [cv2.resize(cv2.imread(str(each.path)), (64, 36)).astype(float) for each in (one, other)]
        assert np.abs(pictures[0] - pictures[1]).mean() > 30


def test_a_documents_own_words_are_not_on_them(source: Path, tmp_path: Path) -> None:
    (made,), _ = make_thumbnails(ThumbnailWish(source, "Cats", count=1, design_names=("headline",)), tmp_path / "out")
    picture = cv2.imread(str(made.path)).astype(int)
    magenta = (picture[..., 2] > 200) & (picture[..., 0] > 200) & (picture[..., 1] < 80)
    assert magenta.mean() < 0.001


def test_again_it_is_the_same_and_with_another_seed_it_is_not(source: Path, tmp_path: Path) -> None:
    def made(seed: int, name: str) -> bytes:
        (each,), _ = make_thumbnails(ThumbnailWish(source, "Cats", count=1, seed=seed), tmp_path / name)
        return each.path.read_bytes()

    assert made(0, "a") == made(0, "b")
    assert made(0, "a") != made(1, "c")


@pytest.mark.parametrize(
    "title",
    ["كيف تصل الصواريخ إلى الفضاء؟", "猫とロケットの不思議な一日", "चावल कैसे उगता है", "ข้าวเติบโตอย่างไร", "W" * 60, ""],
)
def test_words_of_every_script_fit(source: Path, tmp_path: Path, title: str) -> None:
    made, _ = make_thumbnails(ThumbnailWish(source, title, count=1, design_names=("panel",)), tmp_path / "out")
    assert made[0].contrast >= LEAST_CONTRAST


@dataclass
class Painter:
    name: str = "painter"
    version: str = "1"
    failure: Exception | None = None

    def generate(self, request: ImageRequest) -> tuple[Image, ...]:
        if self.failure is not None:
            raise self.failure
        assert "text" in request.avoid
        return (Image(FILES / "rocket.jpg", 640, 427),)


def test_a_provider_draws_the_last_ones_picture(source: Path, tmp_path: Path) -> None:
    wish = ThumbnailWish(source, "Cats", picture=True)
    made, notes = make_thumbnails(wish, tmp_path / "out", [Painter()])
    assert ([each.seconds is None for each in made], notes) == ([False, False, True], [])
    made, notes = make_thumbnails(wish, tmp_path / "out", [Painter(failure=ProviderUnavailable("away"))])
    assert made[2].seconds is not None
    assert "away" in notes[0]
    assert "configured" in make_thumbnails(wish, tmp_path / "out")[1][0]


def test_what_cannot_be_used_is_named(source: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no size"):
        make_thumbnails(ThumbnailWish(source, "T", sizes=("huge",)), tmp_path)
    with pytest.raises(InvalidInput, match="no design"):
        make_thumbnails(ThumbnailWish(source, "T", design_names=("odd",)), tmp_path)
