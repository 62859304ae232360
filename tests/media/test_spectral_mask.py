"""Masks over spectra, block by block."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.media.spectral_mask import BINS, HOP, Spectra, cut_to, masked


def everything(spectra: Spectra, wanted: slice) -> np.ndarray:
    return np.ones(spectra[wanted].shape[:2], np.float32)


@pytest.mark.parametrize("count", [0, 1, 1023, 5000, 48_000 * 4 + 3, 48_000 * 9])
@pytest.mark.parametrize("context", [0, 70])
def test_a_mask_that_lets_everything_through_changes_nothing(count: int, context: int) -> None:
    sound = np.random.default_rng(0).uniform(-0.5, 0.5, (count, 2)).astype(np.float32)
    blocks = (sound[at : at + 7000] for at in range(0, count, 7000))
    made = [*cut_to(masked(blocks, everything, context), count)]
    whole = np.concatenate(made) if made else np.zeros((0, 2), np.float32)
    assert whole.shape == sound.shape
    assert np.abs(whole - sound).max(initial=0) < 1e-5


def test_a_mask_sees_what_is_around_and_further_channels() -> None:
    seen: list[tuple[int, int, int, int]] = []

    def mask(spectra: Spectra, wanted: slice) -> np.ndarray:
        seen.append((spectra.shape[0], wanted.start, wanted.stop, spectra.shape[2]))
        return np.zeros((wanted.stop - wanted.start, BINS, 2), np.float32)

    sound = np.ones((600 * HOP, 3), np.float32)
    made = np.concatenate([*masked([sound], mask, 70, channels=3)])
    assert made.shape[1] == 2
    assert not made.any()
    assert [start for _, start, _, _ in seen] == [0, *[70] * (len(seen) - 1)]
    assert [whole - stop for whole, _, stop, _ in seen] == [*[70] * (len(seen) - 1), 0]
    assert {channels for *_, channels in seen} == {3}
