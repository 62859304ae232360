"""What a video is planned to be made of, and what that costs at a provider at most."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reelwright.app.providers.choosing import Choice, Providers
from reelwright.providers.manifest import Kind

_LETTERS_A_SECOND = 15.0
"""Of narration: 2.4 words of some six letters and a space."""
_SECONDS_A_PICTURE = 5.0
_PROMPT_TOKENS, _TOKENS_A_SECOND = 900, 6
"""Our instructions, and a script's JSON for each second."""


@dataclass(frozen=True)
class Plan:
    """What a video is to be made of: ``text`` as far as it is known, ``seconds`` of narration, ``kinds`` whose providers are used.

    ``language`` is a BCP 47 tag, ``folder`` where the files will lie; ``budget`` in US dollars, ``None`` without one.
    """

    text: str
    language: str
    seconds: float
    kinds: tuple[Kind, ...]
    folder: Path
    budget: float | None = None


def expected_cost(providers: Providers, choice: Choice, plan: Plan) -> float:
    """An upper bound for usual texts, in US dollars."""
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
        "clips": {"seconds": plan.seconds},
        "music": {"seconds": plan.seconds, "calls": 1},
        "recognition": {"seconds": plan.seconds, "minutes": plan.seconds / 60},
        "translation": {"characters": letters},
    }
    return providers.access(choice).cost_micros(usage.get(choice.offer.kind, {"calls": 1})) / 1e6
