import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reelwright.transcript.warping import warping_path

SEQUENCES = st.lists(st.integers(0, 9), min_size=1, max_size=12)


def columns(values: list[int]) -> np.ndarray:
    return np.array(values, dtype=np.float32)[:, None]


def plain_cost(first: list[int], second: list[int]) -> float:
    """The textbook recurrence, cell by cell."""
    table = np.full((len(first) + 1, len(second) + 1), np.inf)
    table[0, 0] = 0
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            table[i + 1, j + 1] = abs(a - b) + min(table[i, j], table[i, j + 1], table[i + 1, j])
    return float(table[-1, -1])


@given(SEQUENCES, SEQUENCES)
def test_the_path_is_as_cheap_as_the_textbook_recurrence(first: list[int], second: list[int]):
    path, mean_cost = warping_path(columns(first), columns(second), band=100)
    walked = sum(abs(first[i] - second[j]) for i, j in path)
    assert walked == plain_cost(first, second)
    assert np.isclose(mean_cost * len(path), walked)


@given(SEQUENCES, SEQUENCES, st.integers(0, 8))
def test_the_path_goes_from_corner_to_corner_by_single_steps_in_any_band(
    first: list[int], second: list[int], band: int
):
    path, _ = warping_path(columns(first), columns(second), band)
    assert path[0].tolist() == [0, 0]
    assert path[-1].tolist() == [len(first) - 1, len(second) - 1]
    assert {tuple(step) for step in np.diff(path, axis=0).tolist()} <= {(1, 1), (1, 0), (0, 1)}


def test_an_inserted_stretch_is_walked_through_on_one_side():
    path, cost = warping_path(columns([1, 5, 9]), columns([1, 5, 5, 5, 9]), 10)
    assert path.tolist() == [[0, 0], [1, 1], [1, 2], [1, 3], [2, 4]]
    assert cost == 0


def test_nothing_to_walk_is_an_empty_path():
    assert warping_path(columns([]), columns([1]), 3)[0].shape == (0, 2)
