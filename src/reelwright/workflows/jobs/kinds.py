"""The kinds of jobs and the stages each is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

QueueName = Literal["cpu", "gpu", "io"]
JOBS = "jobs"
"""Where jobs wait for their start, so many a minute for each user. A started job waits for its stages elsewhere."""
WORK_QUEUES: tuple[QueueName, ...] = ("cpu", "gpu", "io")


@dataclass(frozen=True)
class StageOf:
    """``weight`` is its usual part of the job's time; ``may_ask`` says whether a person may be asked after it.

    ``called_off`` names what is done when the job is cancelled while the stage is at work (others may work for it elsewhere).
    """

    name: str
    queue: QueueName
    weight: int
    may_ask: bool = False
    called_off: str = ""


KINDS: dict[str, tuple[StageOf, ...]] = {
    "make": (
        StageOf("gather", "io", 2),
        StageOf("script", "cpu", 3, may_ask=True),
        StageOf("speech", "cpu", 20, may_ask=True),
        StageOf("visuals", "cpu", 5, may_ask=True),
        StageOf("timeline", "cpu", 2, may_ask=True),
        StageOf("render", "cpu", 68),
    ),
    "render": (StageOf("gather", "io", 5), StageOf("materials", "cpu", 10), StageOf("render", "cpu", 85)),
    "script": (StageOf("gather", "io", 10), StageOf("script", "cpu", 90)),
    "improve": (StageOf("gather", "io", 10), StageOf("improve", "cpu", 90)),
    "speech": (StageOf("say", "cpu", 100),),
    "captions": (StageOf("gather", "io", 10), StageOf("captions", "cpu", 90)),
    "music": (StageOf("compose", "cpu", 100),),
    "podcast": (StageOf("gather", "io", 2), StageOf("podcast", "cpu", 98)),
    "clip": (StageOf("gather", "io", 2), StageOf("clip", "io", 98, called_off="call off")),
    "publish": (StageOf("gather", "io", 5), StageOf("upload", "io", 95, called_off="give up")),
    "thumbnails": (StageOf("gather", "io", 10), StageOf("design", "cpu", 90)),
    "enhance": (StageOf("gather", "io", 10), StageOf("enhance", "cpu", 90)),
    "voice": (StageOf("gather", "io", 10), StageOf("clone", "cpu", 90)),
    "transcode": (StageOf("gather", "io", 10), StageOf("transcode", "cpu", 90)),
    "lip-sync": (StageOf("gather", "io", 5), StageOf("lips", "gpu", 95)),
    "export": (StageOf("export", "io", 100),),
    "dub": (
        StageOf("gather", "io", 3),
        StageOf("transcript", "cpu", 23, may_ask=True),
        StageOf("translation", "io", 12, may_ask=True),
        StageOf("speech", "cpu", 30),
        StageOf("mix", "cpu", 10),
        StageOf("lips", "gpu", 14),
        StageOf("video", "cpu", 8),
    ),
}
"""What each kind of job goes through, in order."""


def stage_of(kind: str, name: str) -> StageOf:
    return next(stage for stage in KINDS[kind] if stage.name == name)


def percent(kind: str, stage: str, part: float) -> int:
    """Percent of the whole job when ``part`` (0 to 1) of a stage is done."""
    done = 0.0
    for each in KINDS[kind]:
        if each.name == stage:
            return min(100, int(done + each.weight * min(1.0, max(0.0, part))))
        done += each.weight
    return 100
