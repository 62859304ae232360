"""Pixels: goldens of whole frames, exactness of blending, smoothness of slow moves."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.media.picture_write import bgr_of
from reelwright.render.affine import Affine
from reelwright.render.draw import draw_sprite
from reelwright.render.planes import Canvas, sprite_of_rgba, yuv_of
from reelwright.units.color import Color
from tests.rendering import canvas_at

GOLDENS = Path(__file__).parent / "goldens"
SIZE = {"width": 320, "height": 180, "fps": 30}
WORDS = [
    {"text": word, "start": 0.4 * i, "end": 0.4 * i + 0.35}
    for i, word in enumerate("Rice grows in warm water.".split())
]
GROUND = {
    "type": "shape",
    "duration": 3,
    "fill": {
        "gradient": "linear",
        "angle": 120,
        "stops": [{"at": 0, "color": "#12133a"}, {"at": 1, "color": "#c2185b"}],
    },
}
PHOTO = {"type": "image", "src": "photo.png", "duration": 3}


def document(*clips: dict[str, Any]) -> dict[str, Any]:
    return {"canvas": SIZE, "tracks": [{"clips": [clip]} for clip in clips]}


SCENES: dict[str, tuple[dict[str, Any], int]] = {
    "gradient-linear": (document(GROUND), 0),
    "gradient-radial": (
        document({**GROUND, "fill": {**GROUND["fill"], "gradient": "radial", "center": [0.3, 0.4]}}),
        0,
    ),
    "rectangle-round-border": (
        document(
            GROUND,
            {
                "type": "shape",
                "width": 160,
                "height": 90,
                "corner_radius": 24,
                "fill": "#ffb238",
                "border": {"color": "#ffffff", "width": 4},
            },
        ),
        0,
    ),
    "rectangle-soft": (
        document(GROUND, {"type": "shape", "width": 120, "height": 60, "fill": "#7ef0c9", "blur": 8}),
        0,
    ),
    "picture-cover-turned": (
        document(GROUND, {**PHOTO, "width": 180, "height": 100, "rotation": 12, "opacity": 0.85}),
        0,
    ),
    "picture-contain": (document(GROUND, {**PHOTO, "width": 120, "height": 140, "fit": "contain"}), 0),
    "picture-ken-burns": (
        document({**PHOTO, "motion": {"preset": "ken-burns", "to": {"scale": 1.5, "focus": [0.2, 0.8]}}}),
        60,
    ),
    "enter-fade": (document(GROUND, {**PHOTO, "width": 160, "enter": {"preset": "fade", "duration": 1}}), 10),
    "enter-slide": (
        document(GROUND, {**PHOTO, "width": 160, "enter": {"preset": "slide", "direction": "left", "duration": 1}}),
        6,
    ),
    "enter-wipe": (
        document(GROUND, {**PHOTO, "width": 160, "enter": {"preset": "wipe", "direction": "down", "duration": 1}}),
        14,
    ),
    "enter-zoom": (document(GROUND, {**PHOTO, "width": 160, "enter": {"preset": "zoom", "duration": 1}}), 6),
    "exit-slide": (
        document(GROUND, {**PHOTO, "width": 160, "exit": {"preset": "slide", "direction": "up", "duration": 1}}),
        82,
    ),
    **{
        f"transition-{name}": (
            {
                "canvas": SIZE,
                "tracks": [
                    {
                        "clips": [
                            {**GROUND, "duration": 2},
                            {**PHOTO, "start": 1, "transition": {"preset": name, "duration": 1}},
                        ]
                    }
                ],
            },
            45,
        )
        for name in ("fade", "slide", "wipe", "zoom")
    },
    "text-outline-shadow": (
        document(
            GROUND,
            {
                "type": "text",
                "text": "Outlined",
                "font": {"size": 48, "weight": 700},
                "outline": {"width": 3},
                "shadow": {"y": 4, "blur": 6},
            },
        ),
        0,
    ),
    "text-background-wrapped": (
        document(
            GROUND,
            {
                "type": "text",
                "text": "A title that wraps onto two lines",
                "width": 200,
                "font": {"size": 24},
                "background": {"color": "#000000b0"},
            },
        ),
        0,
    ),
    "text-shrunk": (
        document(
            GROUND, {"type": "text", "text": "Incomprehensibilities", "width": 150, "font": {"size": 60, "min_size": 8}}
        ),
        0,
    ),
    "text-arabic": (document(GROUND, {"type": "text", "text": "ينمو الأرز في الماء.", "font": {"size": 32}}), 0),
    "text-hindi": (document(GROUND, {"type": "text", "text": "चावल पानी में उगता है।", "font": {"size": 28}}), 0),
    **{
        f"captions-{style}": (
            document(GROUND, {"type": "captions", "words": WORDS, "style": style, "font": {"size": 22, "weight": 700}}),
            28,
        )
        for style in ("none", "classic", "highlight", "karaoke", "pop")
    },
    "captions-boxed": (
        document(
            GROUND,
            {
                "type": "captions",
                "words": WORDS,
                "font": {"size": 22},
                "active": {"background": "#d1495b", "color": "#ffffff"},
            },
        ),
        28,
    ),
}


@pytest.fixture
def media(tmp_path: Path) -> Path:
    """A folder with a picture that has detail in every direction."""
    y, x = np.mgrid[0:240, 0:360]
    picture = np.stack([x * 255 // 360, y * 255 // 240, ((x // 24 + y // 24) % 2) * 160 + 40], axis=-1).astype(np.uint8)
    cv2.circle(picture, (120, 90), 50, (250, 250, 250), -1, cv2.LINE_AA)
    cv2.imwrite(str(tmp_path / "photo.png"), picture)
    return tmp_path


@pytest.mark.parametrize("name", sorted(SCENES))
def test_golden_frames(name: str, media: Path) -> None:
    tree, frame = SCENES[name]
    shown = bgr_of(canvas_at(tree, media, frame).planes)
    path = GOLDENS / f"{name}.png"
    if os.environ.get("UPDATE_GOLDENS"):
        GOLDENS.mkdir(exist_ok=True)
        cv2.imwrite(str(path), shown)
    golden = cv2.imread(str(path))
    assert golden is not None, f"no golden {path.name}: make golden"
    difference = np.abs(shown.astype(int) - golden.astype(int))
    assert difference.mean() < 0.25
    assert (difference.max(axis=2) > 16).mean() < 0.002


@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))
@settings(max_examples=200)
def test_blending_is_the_formula_to_one_step(color: int, ground: int, alpha: int, opacity_step: int) -> None:
    opacity = opacity_step / 255
    rgba = np.zeros((4, 4, 4), np.uint8)
    rgba[:] = [round(color * alpha / 255)] * 3 + [alpha]
    canvas = Canvas.blank(4, 4)
    canvas.fill(Color(ground, ground, ground))
    before = float(canvas.y[0, 0])
    draw_sprite(canvas, sprite_of_rgba(rgba), Affine.scaling(1), opacity)
    share = alpha / 255 * opacity
    expected = before * (1 - share) + yuv_of(Color(color, color, color))[0] * share
    assert abs(float(canvas.y[1, 1]) - expected) <= 2.5  # five roundings of half a step
    if alpha == 0 or opacity == 0:
        assert float(canvas.y[1, 1]) == before


def test_an_opaque_sprite_on_whole_pixels_is_copied_exactly() -> None:
    random = np.random.default_rng(2)
    rgba = random.integers(0, 255, (20, 30, 4), dtype=np.uint8)
    rgba[..., 3] = 255
    sprite = sprite_of_rgba(rgba)
    canvas = Canvas.blank(64, 48)
    canvas.fill(Color(0, 0, 0))
    draw_sprite(canvas, sprite, Affine.scaling(1, 10, 8), 1.0)
    assert np.array_equal(canvas.y[8:28, 10:40], sprite.y)
    assert np.array_equal(canvas.u[4:14, 5:20], sprite.u)


@pytest.mark.parametrize("shift", [(0.0, 0.0), (0.5, 0.0), (1.0, 0.0), (3.7, 2.2), (-5.5, -3.25)])
def test_colour_moves_with_its_shape(shift: tuple[float, float]) -> None:
    """Luma and chroma of a moved disc keep their common middle: the chroma siting is right at every sub-pixel place."""
    rgba = np.zeros((64, 64, 4), np.uint8)
    cv2.circle(rgba, (32, 32), 20, (255, 0, 0, 255), -1, cv2.LINE_AA)
    canvas = Canvas.blank(96, 96)
    canvas.fill(Color(0, 0, 0))
    draw_sprite(canvas, sprite_of_rgba(rgba), Affine.scaling(1, 16 + shift[0], 16 + shift[1]), 1.0)
    luma = middle(canvas.y.astype(float) - 16)
    chroma = middle(np.abs(canvas.v.astype(float) - 128))
    assert (2 * chroma[0], 2 * chroma[1] + 0.5) == pytest.approx(luma, abs=0.1)
    assert luma == pytest.approx((48 + shift[0], 48 + shift[1]), abs=0.1)


def middle(weights: np.ndarray) -> tuple[float, float]:
    y, x = np.mgrid[0 : weights.shape[0], 0 : weights.shape[1]]
    return float((x * weights).sum() / weights.sum()), float((y * weights).sum() / weights.sum())


def test_a_slow_zoom_moves_in_even_steps(tmp_path: Path) -> None:
    """Root mean square deviation of the step from frame to frame, found from the middle of a disc, is at most 0.05 px."""
    picture = np.zeros((800, 1200, 3), np.uint8)
    cv2.circle(picture, (900, 600), 40, (255, 255, 255), -1, cv2.LINE_AA)
    cv2.imwrite(str(tmp_path / "dot.png"), picture)
    clip = {"type": "image", "src": "dot.png", "duration": 5, "motion": {"preset": "ken-burns", "to": {"scale": 1.15}}}
    tree = {"canvas": {"width": 480, "height": 320, "fps": 30}, "tracks": [{"clips": [clip]}]}
    places = np.array([middle(canvas_at(tree, tmp_path, n).y.astype(float) - 16) for n in range(0, 150, 3)])
    steps = np.diff(places, axis=0)
    assert np.abs(steps).sum() > 5
    assert np.sqrt(((steps - steps.mean(axis=0)) ** 2).mean()) <= 0.05


def test_a_still_scene_is_drawn_once(media: Path) -> None:
    """Two frames of the same look are the same memory, untouched: the second costs nothing."""
    from reelwright.render.compositor import Compositor
    from reelwright.render.files import Files
    from reelwright.render.scene import set_scene
    from reelwright.timeline.reading import read_tree
    from reelwright.timeline.resolve import resolve

    files = Files(media)
    timeline = resolve(read_tree(document(GROUND, PHOTO)), files.facts_of)
    canvas = Canvas.blank(320, 180)
    compositor = Compositor(set_scene(timeline, files.path_of, files.facts_of), timeline.background, canvas)
    compositor.build(0)
    canvas.y[:] = 77
    compositor.build(1)
    assert (canvas.y == 77).all()
