"""What a video is planned to be made of, and what that costs at a provider at most."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reelwright.app.providers.choosing import Choice, Providers
from reelwright.providers.clips import ClipGeneration, ClipRequest
from reelwright.providers.manifest import Kind

_LETTERS_A_SECOND = 15.0
"""Of narration: 2.4 words of some six letters and a space."""
_SECONDS_A_PICTURE = 5.0
_SECONDS_A_SECTION = 12.0
_PROMPT_TOKENS, _TOKENS_A_SECOND = 900, 6
"""Our instructions, and a script's JSON for each second."""


@dataclass(frozen=True)
class Plan:
    """What a video is to be made of: ``text`` as far as it is known, ``seconds`` of narration, ``kinds`` whose providers are used.

    ``named`` are the vendors asked for by name, by kind; ``clips`` is how many clips are made.
    ``language`` is a BCP 47 tag, ``folder`` where the files will lie; ``budget`` in US dollars, ``None`` without one.
    """

    text: str
    language: str
    seconds: float
    kinds: tuple[Kind, ...]
    folder: Path
    budget: float | None = None
    named: Mapping[Kind, str] = field(default_factory=dict[Kind, str])
    clips: int = 0


def clips_of(seconds: float, clips_for: str) -> int:
    """How many clips a narration of ``seconds`` has at most: one for each shot, or for each section a model would write."""
    every = _SECONDS_A_PICTURE if clips_for == "sentences" else _SECONDS_A_SECTION
    return max(1, math.ceil(seconds / every))


def expected_cost(providers: Providers, choice: Choice, plan: Plan) -> float:
    """An upper bound for usual texts, in US dollars."""
    if choice.offer.kind == "clips":
        maker: ClipGeneration = providers.connect(choice)
        return plan.clips * maker.cost_micros(ClipRequest("a clip", _SECONDS_A_PICTURE)) / 1e6
    letters = len(plan.text) or plan.seconds * _LETTERS_A_SECOND
    seconds = max(plan.seconds, letters / _LETTERS_A_SECOND) if choice.offer.kind == "speech" else plan.seconds
    usage: dict[Kind, dict[str, float]] = {
        "text": {"input_tokens": _PROMPT_TOKENS + len(plan.text) / 3, "output_tokens": _TOKENS_A_SECOND * plan.seconds},
        "speech": {
            "characters": letters,
            "seconds": seconds,
            "input_tokens": letters / 3,
            "output_tokens": seconds * 25,
        },
        "images": {"images": max(1.0, plan.seconds / _SECONDS_A_PICTURE)},
        "music": {"seconds": plan.seconds, "calls": 1},
        "recognition": {"seconds": plan.seconds, "minutes": plan.seconds / 60},
        "translation": {"characters": letters},
    }
    return providers.access(choice).cost_micros(usage.get(choice.offer.kind, {"calls": 1})) / 1e6
