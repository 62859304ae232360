"""What a video or a dub that is wished for would cost, before anything is spent."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from reelwright.app.dub_wishes import DubAsked
from reelwright.app.expected_work import Costs, costs_of_work
from reelwright.app.providers.choosing import Providers
from reelwright.app.video_wishes import MakeAsked

_DEFAULT_SECONDS = 60.0


class Estimate(BaseModel):
    """``cost`` in US dollars by stage and in all; local stages cost nothing."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

    cost: float
    stages: dict[str, float]
    credits: int | None = None
    """What it may take, where the server sells credits."""
    server_cost: float = Field(0.0, exclude=True)
    """The part of it that is paid with the server's own keys."""


def estimate_make(asked: MakeAsked, providers: Providers) -> Estimate:
    """From the lengths of text and narration and the configured prices; an upper bound for usual texts."""
    told = asked.model_dump(exclude_none=True) | {"picture_source": asked.pictures}
    return _estimate(costs_of_work("make", told, asked.duration or _DEFAULT_SECONDS, providers))


def estimate_dub(asked: DubAsked, seconds: float, providers: Providers) -> Estimate:
    """From the length of the video, counted as spoken throughout; an upper bound for usual videos."""
    return _estimate(costs_of_work("dub", asked.model_dump(exclude_none=True), seconds, providers))


def _estimate(costs: Costs) -> Estimate:
    stages = {stage: round(cost, 6) for stage, cost in costs.stages.items()}
    return Estimate(cost=round(sum(costs.stages.values()), 6), stages=stages, server_cost=costs.by_server)
