"""The gallery is what the engine draws, and nothing a document can name is missing from it."""

from __future__ import annotations

import os
from typing import get_args

import cv2
import numpy as np
import pytest
from tools.gallery_scenes import Scene, file_name, scenes
from tools.write_gallery import DOCS, FOLDER, QUALITY, page, picture, write_picture

from reelwright.timeline.clips import ShapeClip
from reelwright.timeline.clips.animation import PresetName
from reelwright.timeline.clips.captions import CaptionStyleName
from reelwright.timeline.clips.looks import Blend, Filters
from reelwright.timeline.clips.text import Reveal
from reelwright.timeline.easing import EASINGS

SCENES = scenes()


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: f"{scene.group} {scene.name}")
def test_golden_pictures_of_the_gallery(scene: Scene) -> None:
    path = FOLDER / file_name(scene)
    if os.environ.get("UPDATE_GOLDENS"):
        write_picture(scene)
    golden = cv2.imread(str(path))
    assert golden is not None, f"no picture {path.name}: make docs"
    _, packed = cv2.imencode(".jpg", picture(scene), QUALITY)  # compared after the same loss
    difference = np.abs(cv2.imdecode(packed, cv2.IMREAD_COLOR).astype(int) - golden.astype(int))
    mean, worst = float(difference.mean()), float(cv2.blur(difference.astype(np.float32), (8, 8)).max())
    assert mean < 0.4
    assert worst < 12


def test_the_page_is_up_to_date() -> None:
    assert (DOCS / "gallery.md").read_text("utf-8") == page(SCENES)


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("Transitions", get_args(PresetName)),
        ("Entrances and exits", get_args(PresetName)),
        ("Blend modes", get_args(Blend)),
        ("Filters", tuple(Filters.model_fields)),
        ("Caption styles", get_args(CaptionStyleName)),
        ("Shapes", get_args(ShapeClip.model_fields["shape"].annotation)),
        ("Easings", tuple(EASINGS)),
    ],
)
def test_everything_that_can_be_named_is_shown(group: str, names: tuple[str, ...]) -> None:
    assert set(names) <= {scene.name for scene in SCENES if scene.group == group}


def test_every_reveal_is_shown() -> None:
    shown = {scene.name.split(" by ")[0] for scene in SCENES if scene.group == "Text reveals"}
    assert shown == set(get_args(Reveal.model_fields["preset"].annotation))
