"""Embeddings joined to speakers, on made-up voices: directions with noise as large as the encoder's."""

from __future__ import annotations

import numpy as np
import pytest

from reelwright.vendors.local_speakers.clustering import clustered


def voices(count: int, windows: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Cosines of about 0.77 within a voice and 0.5 between two, as the encoder has them."""
    rng = np.random.default_rng(seed)
    common = rng.standard_normal(256)
    own = rng.standard_normal((count, 256))
    speaking = np.sort(rng.integers(0, count, windows)) if windows < 100 else rng.integers(0, count, windows)
    rows = 0.71 * common + 0.52 * own[speaking] + 0.48 * rng.standard_normal((windows, 256))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), speaking


def agreement(found: np.ndarray, true: np.ndarray) -> float:
    return sum(np.bincount(true[found == label]).max() for label in np.unique(found)) / len(true)


@pytest.mark.parametrize("count", [1, 2, 3, 5])
@pytest.mark.parametrize("windows", [40, 2500])
def test_as_many_speakers_are_found_as_there_are(count: int, windows: int) -> None:
    rows, speaking = voices(count, windows)
    found = clustered(rows)
    assert found.max() + 1 == len(set(speaking.tolist()))
    assert agreement(found, speaking) == 1
    assert list(dict.fromkeys(found.tolist())) == list(range(count))


def test_a_number_of_speakers_can_be_asked_for() -> None:
    rows, _ = voices(4, 60)
    assert [int(clustered(rows, number).max()) + 1 for number in (1, 2, 3, 4)] == [1, 2, 3, 4]


def test_few_windows_and_none_are_no_trouble() -> None:
    rows, _ = voices(1, 40)
    assert clustered(rows[:1]).tolist() == [0]
    assert clustered(rows[:0]).tolist() == []
    assert clustered(rows[:2], 5).tolist() == [0, 1]
