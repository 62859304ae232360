"""Which of the user's files can be used: each is looked into before anything is planned on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reelwright.errors import InvalidInput, MediaUnusable
from reelwright.media.probe import probe
from reelwright.productions.narrate.picture_ranking import Candidate

_SHORTEST_CLIP = 0.5


def usable(candidates: Sequence[Candidate]) -> tuple[list[Candidate], list[tuple[Path, str]]]:
    """The files that can be shown, and the others with the reason. Raises ``InvalidInput`` when none can."""
    good: list[Candidate] = []
    bad: list[tuple[Path, str]] = []
    for candidate in candidates:
        try:
            info = probe(candidate.path)
            if candidate.kind == "clip" and (info.video is None or (info.duration or 0) < _SHORTEST_CLIP):
                bad.append((candidate.path, "it holds no moving picture of half a second or more"))
            else:
                good.append(candidate)
        except MediaUnusable as error:
            bad.append((candidate.path, error.message))
    if not good:
        raise InvalidInput(
            "none of the pictures and clips can be used: " + bad[0][1], hint="save them again as JPEG, PNG or mp4"
        )
    return good, bad
