"""Fonts and golden pictures for the typesetting tests.

``UPDATE_GOLDENS=1 pytest tests/typesetting`` records the goldens anew; look at every picture before committing it.
Chinese, Japanese, Korean and emoji goldens need the fonts they were recorded with
(Debian 12: apt install fonts-noto-cjk fonts-noto-color-emoji).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import skia

from reelwright.typesetting.fonts import FontLibrary
from reelwright.typesetting.paragraph import Paragraph

GOLDENS = Path(__file__).parent / "goldens"
FONTS = GOLDENS / "fonts.json"
UPDATE = os.environ.get("UPDATE_GOLDENS") == "1"
WIDTH, HEIGHT = 640, 160
MARGIN = 10
FAR_OFF = 32  # of 255: more than another rounding of antialiasing gives
MEAN_ALLOWED = 0.5
FRACTION_ALLOWED = 0.002

Golden = Callable[[str, Paragraph], None]


@pytest.fixture(scope="session")
def library() -> FontLibrary:
    return FontLibrary()


@pytest.fixture
def need_family(library: FontLibrary) -> Callable[[str], None]:
    """Skip the test where a family that does not come with the package is not installed."""

    def need(family: str) -> None:
        if not library.has(family):
            pytest.skip(f"{family} is not installed (apt install fonts-noto-cjk fonts-noto-color-emoji)")

    return need


@pytest.fixture
def golden(library: FontLibrary) -> Golden:
    """Compare a paragraph, painted at (10, 10) on 640 x 160 dark pixels, with the golden of that name."""

    def compare(name: str, paragraph: Paragraph) -> None:
        surface = skia.Surface(WIDTH, HEIGHT)
        canvas = surface.getCanvas()
        canvas.clear(skia.Color(20, 24, 40))
        paragraph.paint(canvas, MARGIN, MARGIN)
        frame = surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType)
        path = GOLDENS / f"{name}.png"
        fingerprint = library.fingerprint(paragraph.families)
        recorded = json.loads(FONTS.read_text()) if FONTS.exists() else {}
        if UPDATE:
            skia.Image.fromarray(frame, colorType=skia.kRGBA_8888_ColorType).save(str(path), skia.kPNG)
            FONTS.write_text(json.dumps({**recorded, name: fingerprint}, indent=1, sort_keys=True) + "\n")
            return
        if recorded[name] != fingerprint and any(not _is_bundled(family) for family in paragraph.families):
            pytest.skip(f"golden {name} was recorded with other versions of {', '.join(paragraph.families)}")
        expected = skia.Image.open(str(path)).toarray(colorType=skia.kRGBA_8888_ColorType)
        difference = np.abs(frame.astype(np.int16) - expected.astype(np.int16))
        far_off = float((difference.max(axis=2) > FAR_OFF).mean())
        assert float(difference.mean()) <= MEAN_ALLOWED
        assert far_off <= FRACTION_ALLOWED

    return compare


def _is_bundled(family: str) -> bool:
    return "CJK" not in family and "Emoji" not in family
