"""Contrast as WCAG counts it."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.productions.thumbnails.readable import contrast, contrast_on


def test_black_on_white_is_21_and_equal_colours_1() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#123456", "#123456") == pytest.approx(1)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # the grey WCAG names as just too light


def test_only_what_lies_under_the_words_counts() -> None:
    bare = np.full((200, 400, 3), 255, np.uint8)
    bare[:, :200] = 0
    words = bare.copy()
    words[90:110, 50:150] = 255
    assert contrast_on("#ffffff", words, bare) == pytest.approx(21)
    words = bare.copy()
    words[90:110, 250:350] = 200
    assert contrast_on("#ffffff", words, bare) == pytest.approx(1)
    assert contrast_on("#ffffff", bare, bare) == 21
