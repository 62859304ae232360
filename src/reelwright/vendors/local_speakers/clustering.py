"""Which windows of speech are of one speaker, and how many speakers there are.

Groups of windows are joined, the two most alike first (average linkage; Day and Edelsbrunner 1984). Two groups are alike as far
as their windows are as alike across as within: the mean cosine between them over the geometric mean of those inside (Spearman's
correction for attenuation, 1904), so that a noisy recording, where no two windows are much alike, is not cut into many speakers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MOST_SPEAKERS = 20
_ALIKE = 0.86
"""Of one speaker from this corrected likeness on, where both groups are large."""
_ALIKE_ALONE = 0.72
"""Where one of them is a single window: it may be laughter, or a noise."""
_SURE = 5
"""Windows that make a group large."""
_USUAL_WITHIN, _USUAL_PAIRS = 0.77, 6.0
"""Mean cosine between windows of one speaker, and how many pairs it counts for: tells where few are known."""
_MOST_WITHIN = 0.8
"""Counted at most: a jingle that is played again is more alike to itself than any voice."""
_AT_ONCE = 800
"""Windows that are compared with each other, before the groups made of them are."""
_CERTAIN = 0.05
"""By how much more than needed groups must be alike to be joined within a part of the recording."""

_Array = NDArray[np.float32]


def clustered(embeddings: _Array, speakers: int = -1) -> NDArray[np.int64]:
    """The speaker (0, 1, … as they first appear) of each window, for embeddings (windows, n) of length 1 in order of time.

    ``speakers`` -1: find out how many. Time and memory grow with the length of the recording, not with its square.
    """
    labels = np.arange(len(embeddings))
    if len(embeddings) > _AT_ONCE:
        for at in range(0, len(embeddings), _AT_ONCE):
            part = embeddings[at : at + _AT_ONCE]
            labels[at : at + _AT_ONCE] = at + _joined(part, np.arange(len(part)), -1, _CERTAIN)
        labels = np.unique(labels, return_inverse=True)[1]
    labels = _joined(embeddings, labels, speakers, 0.0)
    order = {int(label): number for number, label in enumerate(dict.fromkeys(labels.tolist()))}
    return np.array([order[label] for label in labels.tolist()], np.int64)


def _joined(embeddings: _Array, labels: NDArray[np.int64], speakers: int, margin: float) -> NDArray[np.int64]:
    """Labels after joining, one of each group's own."""
    labels = labels.copy()
    count = int(labels.max()) + 1 if len(labels) else 0
    totals = np.zeros((count, embeddings.shape[1]))
    np.add.at(totals, labels, embeddings)
    sizes = np.bincount(labels, minlength=count).astype(np.float64)
    sums = totals @ totals.T
    excess = np.stack([_excess(sums, sizes, row) for row in range(count)]) if count else np.zeros((0, 0))
    left = count
    while left > max(1, speakers):
        first, second = divmod(int(np.argmax(excess)), count)
        must_go_on = left > (speakers if speakers > 0 else MOST_SPEAKERS) and not margin
        if excess[first, second] < margin and not must_go_on:
            break
        labels[labels == second] = first
        sums[first] += sums[second]
        sums[:, first] += sums[:, second]
        sizes[first] += sizes[second]
        sizes[second] = 0
        excess[second] = excess[:, second] = -np.inf
        excess[first] = excess[:, first] = _excess(sums, sizes, first)
        left -= 1
    return labels


def _excess(sums: NDArray[np.float64], sizes: NDArray[np.float64], row: int) -> NDArray[np.float64]:
    """By how much a group is more alike to each other group than one speaker's groups must be."""
    safe = np.maximum(sizes, 1)
    within = (np.diagonal(sums) - safe + 2 * _USUAL_PAIRS * _USUAL_WITHIN) / (safe * (safe - 1) + 2 * _USUAL_PAIRS)
    within = np.minimum(within, _MOST_WITHIN)
    likeness = sums[row] / (safe[row] * safe) / np.sqrt(within[row] * within)
    small = np.minimum(np.minimum(safe[row], safe), _SURE)
    found = likeness - (_ALIKE_ALONE + (_ALIKE - _ALIKE_ALONE) * (small - 1) / (_SURE - 1))
    found[(sizes == 0) | (np.arange(len(sizes)) == row)] = -np.inf
    return found
