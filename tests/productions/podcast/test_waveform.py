"""The bars of a voice: as loud as it is, and each in the middle at its own moment."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from reelwright.productions.narrate.frame import Frame
from reelwright.productions.narrate.palettes import palette_for
from reelwright.productions.podcast.waveform import BARS_A_SECOND, levels, strip
from reelwright.render.still import Still
from reelwright.timeline.reading import read_document

FRAME = Frame(1920, 1080)


def test_bars_lie_where_the_voice_is_and_are_as_tall_as_it_is_loud() -> None:
    loud, soft = np.full(10, 0.2, np.float32), np.full(5, 0.05, np.float32)
    bars = levels([(10.0, loud), (12.0, soft)], (10.0, 12.5))
    assert len(bars) == 25
    assert bars[:10] == pytest.approx(np.ones(10))
    assert bars[10:20].max() == 0
    assert 0.2 < bars[20] < 0.6


def test_one_shout_does_not_make_the_rest_small() -> None:
    voice = np.full(40, 0.1, np.float32)
    voice[7] = 0.9
    assert np.median(levels([(0.0, voice)], (0.0, 4.0))) > 0.9


def test_a_turn_of_silence_has_low_bars() -> None:
    assert levels([(0.0, np.zeros(8, np.float32))], (0.0, 1.0)).max() == 0


@pytest.mark.parametrize("moment", [2, 5, 65])
def test_a_loud_bar_stands_in_the_middle_at_its_moment(moment: int, tmp_path: Path) -> None:
    """Also beyond the first minute, where a row is made of several outlines."""
    bars = np.zeros(70 * BARS_A_SECOND, np.float32)
    bars[moment * BARS_A_SECOND : moment * BARS_A_SECOND + 2] = 1
    card = (100, 100, 800, 800)
    clips = strip(FRAME, palette_for("Bees", 1), card, (3.0, 73.0), bars)
    document = {
        "version": 1, "canvas": {"width": 1920, "height": 1080, "background": "#000000", "duration": 80},
        "tracks": [{"clips": [clip]} for clip in clips],
    }  # fmt: skip
    still = Still(read_document(json.dumps(document)), tmp_path, Fraction(3 + moment) + Fraction(1, 10))
    still.write(tmp_path / "frame.png")
    picture = np.asarray(cv2.imread(str(tmp_path / "frame.png"))).astype(int).max(axis=2)
    panel = clips[0]
    outside = picture.copy()
    outside[panel["y"] : panel["y"] + panel["height"], panel["x"] : panel["x"] + panel["width"]] = 0
    assert outside.max() == 0
    above = picture[panel["y"] + round(panel["height"] * 0.25)]  # low bars do not reach so far up
    columns = np.flatnonzero(above > 100)
    assert columns.size > 4
    assert columns.mean() == pytest.approx(panel["x"] + panel["width"] / 2, abs=8)
    assert np.ptp(columns) < 3 * FRAME.unit
