"""What each model that Runway reaches can do. https://docs.dev.runwayml.com/guides/models/"""

from __future__ import annotations

from dataclasses import dataclass

_GEN4 = ("1280:720", "720:1280", "1104:832", "960:960", "832:1104", "1584:672")
_VEO = ("1280:720", "720:1280", "1920:1080", "1080:1920")
_SEEDANCE_SMALL = (
    "992:432", "864:496", "752:560", "640:640", "560:752", "496:864", "1470:630", "1280:720", "1112:834", "960:960", "834:1112", "720:1280",
)  # fmt: skip
_SEEDANCE_FULL = ("2206:946", "1920:1080", "1664:1248", "1440:1440", "1248:1664", "1080:1920")
_WAN = (
    "832:480", "720:544", "624:624", "544:720", "480:832", "1280:720", "1104:832", "960:960", "832:1104", "720:1280", "1920:1080",
    "1648:1248", "1440:1440", "1248:1648", "1080:1920",
)  # fmt: skip
_OMNI = ("640:360", "360:640", "1280:720", "720:1280", "1920:1080", "1080:1920", "3840:2160", "2160:3840")


@dataclass(frozen=True, slots=True)
class Model:
    """``credits`` for a second, ``sound_credits`` for one with sound where that costs more; 0 is unknown.

    ``pictures_size`` names the sizes to choose from when a picture sets the shape (by resolution, not by size).
    """

    seconds: tuple[int, ...]
    sizes: tuple[str, ...]
    credits: float = 0.0
    sound_credits: float = 0.0
    has_text: bool = True
    has_last: bool = False
    has_references: bool = False
    has_seed: bool = False
    has_sound: bool = False
    has_avoid: bool = False
    most_prompt: int = 1000
    pictures_size: tuple[str, ...] = ()


def _between(first: int, last: int) -> tuple[int, ...]:
    return tuple(range(first, last + 1))


_SEEDANCE = Model(
    _between(4, 15), (*_SEEDANCE_SMALL, *_SEEDANCE_FULL), 36, has_last=True, has_references=True, has_seed=True, has_sound=True,
    most_prompt=3500,
)  # fmt: skip
_WAN3 = Model(
    _between(3, 15), _WAN, has_last=True, has_references=True, has_sound=True, most_prompt=5000,
    pictures_size=("auto_480p", "auto_720p", "auto_1080p"),
)  # fmt: skip

MODELS = {
    "gen4.5": Model(_between(2, 10), _GEN4, 12, has_seed=True),
    "gen4_turbo": Model(_between(2, 10), _GEN4, 5, has_text=False, has_seed=True),
    "veo3.1": Model((4, 6, 8), _VEO, 20, 40, has_last=True, has_sound=True, has_avoid=True),
    "veo3.1_fast": Model((4, 6, 8), _VEO, 10, 15, has_last=True, has_sound=True, has_avoid=True),
    "seedance2": _SEEDANCE,
    "seedance2_5": _SEEDANCE,
    "seedance2_fast": Model(
        _between(4, 15), _SEEDANCE_SMALL, 29, has_last=True, has_references=True, has_seed=True, has_sound=True, most_prompt=3500
    ),
    "wan3": _WAN3,
    "wan3_prime": _WAN3,
    "gemini_omni_flash_1.1": Model(_between(3, 10), _OMNI, has_last=True, has_references=True, most_prompt=10_000),
}  # fmt: skip
UNKNOWN = Model((5, 10), _VEO, has_last=True, has_references=True, has_seed=True, has_sound=True, has_avoid=False)
"""A model that is newer than this table: what most of them take."""
UNKNOWN_CREDITS = 40.0
"""For the estimate that budgets are held to, where nobody knows better: what the dearest one costs."""


def model_named(name: str) -> Model:
    return MODELS.get(name, UNKNOWN)
