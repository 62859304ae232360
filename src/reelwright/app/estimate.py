"""What a video would cost at providers, before anything is spent."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from reelwright.app.providers.choosing import providers_here
from reelwright.app.video_wishes import MakeAsked
from reelwright.providers.payments import MICROS

_CHARACTERS_A_TOKEN = 3
_PROMPT_TOKENS, _TOKENS_A_SECOND = 900, 6
"""The length of our instructions, and of a script's JSON for each second of narration."""
_DEFAULT_SECONDS = 60.0


class Estimate(BaseModel):
    """``cost`` in US dollars by stage and in all; local stages cost nothing."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

    cost: float
    stages: dict[str, float]


def estimate_make(asked: MakeAsked) -> Estimate:
    """From the lengths of text and narration and the configured prices; an upper bound for usual texts."""
    script = 0.0
    providers = providers_here()
    for choice in providers.ranked("text")[:1]:
        read = _PROMPT_TOKENS + len(asked.text or asked.topic or "") / _CHARACTERS_A_TOKEN
        written = _TOKENS_A_SECOND * (asked.duration or _DEFAULT_SECONDS)
        script = providers.access(choice).cost_micros({"input_tokens": read, "output_tokens": written}) / MICROS
    return Estimate(
        cost=round(script, 6), stages={"script": round(script, 6), "speech": 0.0, "visuals": 0.0, "render": 0.0}
    )
