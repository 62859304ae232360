"""Kept chunks: found again when they look the same, and never when they do not; the result has the bytes of a cold render."""

from __future__ import annotations

import json
import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from reelwright.render.chunk_cache import ChunkCache
from reelwright.render.job import RenderWish
from tests.coded_video import write_coded
from tests.rendering import render

WORDS = [{"text": f"word{i}" + "." * (i % 5 == 4), "start": 0.5 * i, "end": 0.5 * i + 0.4} for i in range(40)]


def scenes(lengths: list[float], words: list[dict[str, Any]]) -> dict[str, Any]:
    """Scenes of given lengths, each with a picture and a drifting shape, captions over all."""
    grounds, lights, start = [], [], 0.0
    for number, length in enumerate(lengths):
        grounds.append(
            {
                "type": "image",
                "src": f"{number}.png",
                "start": start,
                "duration": length,
                "motion": {"preset": "ken-burns"},
            }
        )
        drift = [{"at": 0, "value": 40}, {"at": 20, "value": 280, "easing": "linear"}]
        lights.append(
            {
                "type": "shape",
                "width": 40,
                "height": 40,
                "start": start,
                "duration": length,
                "animate": {"x": drift},
                "fill": "#ffcc0080",
            }
        )
        start += length
    captions = {"type": "captions", "words": words, "font": {"size": 14}}
    return {
        "canvas": {"width": 320, "height": 180, "fps": 30},
        "tracks": [{"clips": grounds}, {"clips": lights}, {"clips": [captions]}],
    }


@pytest.fixture
def media(tmp_path: Path) -> Path:
    for number in range(4):
        cv2.imwrite(
            str(tmp_path / f"{number}.png"), np.random.default_rng(number).integers(0, 255, (90, 160, 3), np.uint8)
        )
    return tmp_path


def rendered(tree: dict[str, Any], folder: Path, name: str, *, cached: bool = True) -> tuple[bytes, int]:
    """The file's bytes, and how many chunks were made for it."""
    cache = folder / "chunks"
    before = set(cache.glob("*.nut"))
    data = render(tree, folder, RenderWish(cache=cache if cached else None), f"{name}.mp4").output.read_bytes()
    return data, len(set(cache.glob("*.nut")) - before)


def test_a_second_render_makes_nothing_and_gives_the_same_bytes(media: Path) -> None:
    tree = scenes([4, 5, 6], WORDS)
    cold, made = rendered(tree, media, "cold")
    warm, again = rendered(tree, media, "warm")
    plain, _ = rendered(tree, media, "plain", cached=False)
    assert made > 4
    assert again == 0
    assert cold == warm == plain


def test_one_changed_word_renders_its_own_chunk_only(media: Path) -> None:
    rendered(scenes([4, 5, 6], WORDS), media, "first")
    changed = [*WORDS]
    changed[20] = {**WORDS[20], "text": "other"}
    warm, made = rendered(scenes([4, 5, 6], changed), media, "warm")
    cold, _ = rendered(scenes([4, 5, 6], changed), media, "cold", cached=False)
    assert 1 <= made <= 2
    assert warm == cold


def test_a_scene_that_only_moves_in_time_is_not_rendered_again(media: Path) -> None:
    words = [word for word in WORDS if word["end"] < 4]
    rendered(scenes([4, 5, 6], words), media, "first")
    moved, made = rendered(scenes([4.5, 5, 6], words), media, "moved")
    assert made <= 3
    assert moved == rendered(scenes([4.5, 5, 6], words), media, "cold", cached=False)[0]


def test_another_picture_under_the_same_name_is_seen(media: Path) -> None:
    from reelwright.render.chunk_key import file_digest

    tree = scenes([4, 5], [])
    rendered(tree, media, "first")
    cv2.imwrite(str(media / "1.png"), np.zeros((90, 160, 3), np.uint8))
    file_digest.cache_clear()
    _, made = rendered(tree, media, "second")
    assert made == 3


@pytest.mark.parametrize(
    "change",
    [{"opacity": 0.5}, {"rotation": 3}, {"x": "40%"}, {"fit": "contain"}, {"exit": {"preset": "fade", "duration": 1}}],
)
def test_any_change_of_look_is_seen(change: dict[str, Any], media: Path) -> None:
    tree = scenes([3], [])
    rendered(tree, media, "first")
    changed = json.loads(json.dumps(tree))
    changed["tracks"][0]["clips"][0] |= change
    data, made = rendered(changed, media, "second")
    assert made >= 1
    assert data == rendered(changed, media, "cold", cached=False)[0]


def test_another_part_of_footage_is_seen(tmp_path: Path) -> None:
    write_coded(tmp_path / "coded.mp4", Fraction(30), 200)
    clip = {"type": "video", "src": "coded.mp4", "trim": {"from": "10f"}, "duration": "60f"}
    tree = {"canvas": {"width": 384, "height": 64, "fps": 30}, "tracks": [{"clips": [clip]}]}
    rendered(tree, tmp_path, "first")
    clip["trim"] = {"from": "11f"}
    assert rendered(tree, tmp_path, "second")[1] > 0


def test_the_least_recently_used_chunks_go_first(tmp_path: Path) -> None:
    cache = ChunkCache(tmp_path / "chunks", most_bytes=250)
    for number, key in enumerate("abc"):
        (tmp_path / "made").write_bytes(b"x" * 100)
        os.utime(cache.keep(key, tmp_path / "made"), (number, number))
    assert cache.find("a") is not None  # used now
    cache.prune()
    assert [bool(cache.find(key)) for key in "abc"] == [True, False, True]
