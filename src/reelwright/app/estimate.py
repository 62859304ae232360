"""What a video would cost at providers, before anything is spent."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from reelwright.app.dub_wishes import DubAsked
from reelwright.app.expected_cost import Plan, clips_of, expected_cost
from reelwright.app.providers.choosing import Providers
from reelwright.app.video_wishes import MakeAsked
from reelwright.productions.narrate.language import detect_language
from reelwright.providers.manifest import Kind

_DEFAULT_SECONDS = 60.0


class Estimate(BaseModel):
    """``cost`` in US dollars by stage and in all; local stages cost nothing."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

    cost: float
    stages: dict[str, float]
    credits: int | None = None
    """What it may take, where the server sells credits."""


def estimate_make(asked: MakeAsked, providers: Providers) -> Estimate:
    """From the lengths of text and narration and the configured prices; an upper bound for usual texts."""
    text = asked.text or ""
    language = asked.language or detect_language(text or asked.topic or "")
    seconds = asked.duration or _DEFAULT_SECONDS
    clips = clips_of(seconds, asked.clips_for or "sentences")
    plan = Plan(text, language, seconds, (), Path(), clips=clips)
    cost = {kind: _first(providers, kind, plan) for kind in ("text", "speech", "images")}
    visuals = cost["images"] if asked.pictures == "generated" else 0.0
    visuals += _of_clips(asked.clips, providers, plan) if asked.clips else 0.0
    stages = {"script": cost["text"], "speech": cost["speech"], "visuals": visuals, "render": 0.0}
    return Estimate(
        cost=round(sum(stages.values()), 6), stages={stage: round(each, 6) for stage, each in stages.items()}
    )


def _of_clips(wanted: str, providers: Providers, plan: Plan) -> float:
    if wanted == "auto":
        return _first(providers, "clips", plan)
    return expected_cost(providers, providers.choice("clips", wanted), plan)


def estimate_dub(asked: DubAsked, seconds: float, providers: Providers) -> Estimate:
    """From the length of the video, counted as spoken throughout; an upper bound for usual videos."""
    language = asked.language or "en"
    plan = Plan("", language, seconds, (), Path())
    stages = {"transcript": 0.0 if asked.transcript else _first(providers, "recognition", plan), "translation": 0.0}
    stages["speech"] = 0.0
    for target in asked.targets:
        stages["translation"] += _first(providers, "text", plan) or _first(providers, "translation", plan)
        stages["speech"] += _first(providers, "speech", Plan("", target, seconds, (), Path()))
    return Estimate(
        cost=round(sum(stages.values()), 6), stages={stage: round(each, 6) for stage, each in stages.items()}
    )


def _first(providers: Providers, kind: Kind, plan: Plan) -> float:
    """At the provider that would be asked first; nothing where there is none."""
    ranked = providers.ranked(kind, language=plan.language if kind == "speech" else None)
    return expected_cost(providers, ranked[0], plan) if ranked else 0.0
