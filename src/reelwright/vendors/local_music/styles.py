"""Styles as data: who plays, whatever the mood; and the styles that are no bars and chords at all."""

from __future__ import annotations

from dataclasses import replace

from reelwright.providers.music import MusicRequest, Style
from reelwright.vendors.local_music.moods import MOODS, MoodPlan, Part

SUSTAINED: frozenset[Style] = frozenset({"drone", "chant"})
"""Styles of one long sound; see ``drone``."""
_PARTS: dict[Style, tuple[Part, ...]] = {
    "piano": (Part(0, "broken", 58, 60, 0), Part(0, "hold", 44, 70, 0, 3), Part(0, "melody", 56, 76, 1, 5)),
    "acoustic": (
        Part(24, "broken", 62, 48, 0), Part(32, "bass", 60, 64, 1, 2), Part(25, "offbeat", 38, 84, 1), Part(73, "melody", 48, 88, 2, 5),
    ),
    "ambient": (Part(89, "hold", 60, 44, 0, 3), Part(91, "hold", 46, 84, 0), Part(88, "melody", 40, 64, 2, 4)),
    "strings": (
        Part(48, "hold", 62, 46, 0, 3), Part(48, "broken", 44, 78, 1, 4), Part(42, "bass", 62, 64, 0, 2), Part(40, "melody", 56, 88, 2, 5),
    ),
}  # fmt: skip


def plan_of(request: MusicRequest) -> MoodPlan:
    """The mood's tempo, mode and chords with the style's players, and the tempo asked for."""
    plan = MOODS[request.mood]
    if request.style in _PARTS:
        plan = replace(plan, parts=_PARTS[request.style])
    if request.tempo is not None:
        plan = replace(plan, tempo=(round(request.tempo), round(request.tempo)))
    return plan
