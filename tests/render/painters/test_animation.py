"""Lottie animations: the frame that is on, where it belongs."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reelwright.errors import MediaUnusable
from reelwright.media.picture_write import bgr_of
from tests.rendering import canvas_at


def moving_square(frames: int = 20) -> dict[str, Any]:
    """A red square of 20 that crosses 100 pixels in ``frames`` at 10 a second."""
    position = {"a": 1, "k": [
        {"t": 0, "s": [10, 50, 0], "o": {"x": [0.333], "y": [0.333]}, "i": {"x": [0.667], "y": [0.667]}},
        {"t": frames, "s": [90, 50, 0]}]}  # fmt: skip
    still = {"a": 0, "k": 0}
    shapes = [{"ty": "gr", "it": [
        {"ty": "rc", "p": {"a": 0, "k": [0, 0]}, "s": {"a": 0, "k": [20, 20]}, "r": still},
        {"ty": "fl", "c": {"a": 0, "k": [1, 0, 0, 1]}, "o": {"a": 0, "k": 100}},
        {"ty": "tr", "p": {"a": 0, "k": [0, 0]}, "a": {"a": 0, "k": [0, 0]}, "s": {"a": 0, "k": [100, 100]}, "r": still, "o": {"a": 0, "k": 100}}]}]  # fmt: skip
    layer = {"ty": 4, "ip": 0, "op": frames, "st": 0, "ks": {
        "p": position, "a": {"a": 0, "k": [0, 0, 0]}, "s": {"a": 0, "k": [100, 100, 100]}, "r": still, "o": {"a": 0, "k": 100}}, "shapes": shapes}  # fmt: skip
    return {
        "v": "5.7.0",
        "fr": 10,
        "ip": 0,
        "op": frames,
        "w": 100,
        "h": 100,
        "nm": "x",
        "ddd": 0,
        "assets": [],
        "layers": [layer],
    }


def middle_of_red(tree: dict[str, Any], folder: Path, frame: int) -> float:
    picture = bgr_of(canvas_at(tree, folder, frame).planes).astype(int)
    columns = np.flatnonzero(((picture[..., 2] > 120) & (picture[..., 1] < 90)).any(axis=0))
    return float(columns.mean() + 0.5)


def document(**clip: Any) -> dict[str, Any]:
    whole = {"type": "lottie", "src": "square.json", "width": 200, "height": 200, **clip}
    return {"canvas": {"width": 200, "height": 200, "fps": 10}, "tracks": [{"clips": [whole]}]}


@pytest.fixture
def media(tmp_path: Path) -> Path:
    text = json.dumps(moving_square())
    (tmp_path / "square.json").write_text(text)
    with zipfile.ZipFile(tmp_path / "square.lottie", "w") as archive:
        archive.writestr("manifest.json", "{}")
        archive.writestr("animations/a.json", text)
    return tmp_path


def test_it_moves_as_it_was_drawn(media: Path) -> None:
    places = [middle_of_red(document(), media, frame) for frame in (0, 5, 10, 15)]
    assert places == pytest.approx([20, 60, 100, 140], abs=3)


def test_it_may_run_backwards_and_faster_and_be_packed(media: Path) -> None:
    assert middle_of_red(document(reverse=True), media, 0) == pytest.approx(172, abs=4)
    assert middle_of_red(document(speed=2), media, 5) == pytest.approx(100, abs=3)
    assert middle_of_red(document(src="square.lottie"), media, 10) == pytest.approx(100, abs=3)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"w": 1, "h": 1, "fr": "x", "op": 3, "layers": []}'])
def test_what_is_no_animation_is_refused(text: str, media: Path) -> None:
    (media / "square.json").write_text(text)
    with pytest.raises(MediaUnusable):
        canvas_at(document(), media, 0)
