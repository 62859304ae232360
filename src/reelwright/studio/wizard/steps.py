"""The steps of making a video, and how far each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

State = Literal["done", "now", "open"]


@dataclass(frozen=True)
class Step:
    """``stage`` is the stage of the work whose result the step shows; empty for one that only asks."""

    name: str
    word: str
    stage: str


STEPS = (
    Step("source", "Idea", ""),
    Step("script", "Script", "script"),
    Step("voice", "Voice", "speech"),
    Step("pictures", "Pictures", "visuals"),
    Step("style", "Style", "timeline"),
    Step("review", "Review", "render"),
)
NAMES = tuple(step.name for step in STEPS)


@dataclass(frozen=True)
class StepShown:
    name: str
    word: str
    number: int
    state: State
    address: str


def steps_shown(video_id: object, here: str, left: Sequence[str], *, has_script: bool) -> list[StepShown]:
    """``left`` are the stages still to be done."""
    rows: list[StepShown] = []
    for number, step in enumerate(STEPS, 1):
        is_done = step.stage not in left if step.stage else True
        if step.name == "script":
            is_done = has_script
        state: State = "now" if step.name == here else "done" if is_done else "open"
        rows.append(StepShown(step.name, step.word, number, state, f"/videos/{video_id}/make/{step.name}"))
    return rows


def after(name: str) -> str:
    return NAMES[min(len(NAMES) - 1, NAMES.index(name) + 1)]


def before(name: str) -> str:
    return NAMES[max(0, NAMES.index(name) - 1)]
