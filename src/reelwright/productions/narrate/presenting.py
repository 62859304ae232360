"""Where a drawn presenter stands in a narrated video, and the sounds that move the mouth."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.frame import Frame
from reelwright.productions.narrate.palettes import Palette
from reelwright.speaking.spoken_sounds import spoken_sounds
from reelwright.timeline.clips.presenter import CharacterName
from reelwright.transcript import Word

Place = Literal["corner", "full"]
GENDERS: dict[CharacterName, Literal["female", "male"]] = {
    "maya": "female", "leo": "male", "amara": "female", "kenji": "male", "ruth": "female", "omar": "male", "noor": "female", "tom": "male",
}  # fmt: skip
"""Whose voice suits whom, where none is asked for."""


@dataclass(frozen=True, slots=True)
class Presenting:
    """``corner`` is a small round picture; ``full`` stands large, beside the titles or below them."""

    character: CharacterName
    place: Place
    seed: int = 0


def character_of(name: str) -> CharacterName:
    """The presenter of that name. Raises ``InvalidInput``."""
    found = next((each for each in get_args(CharacterName) if each == name.strip().lower()), None)
    if found is None:
        raise InvalidInput(
            f"there is no presenter {name!r}", hint=f"choose one of {', '.join(get_args(CharacterName))}"
        )
    return found


def sounds_json(words: Sequence[Word], language: str) -> str:
    """The sounds of words as a presenter clip reads them: a row of IPA, start and end each."""
    rows = [
        json.dumps([sound.ipa, sound.start, sound.end], ensure_ascii=False) for sound in spoken_sounds(words, language)
    ]
    return "[" + ",\n ".join(rows) + "]\n"


def presenter_clip(wish: Presenting, frame: Frame, palette: Palette, sounds: str) -> dict[str, Any]:
    clip: dict[str, Any] = {
        "type": "presenter", "character": wish.character, "src": sounds, "start": 0, "duration": "end", "seed": wish.seed,
    }  # fmt: skip
    return clip | (_corner(frame, palette) if wish.place == "corner" else _full(frame))


def _corner(frame: Frame, palette: Palette) -> dict[str, Any]:
    side = 2 * round(frame.unit * 15)
    return {
        "view": "head", "width": side, "height": side, "anchor": "bottom-right", "x": round(frame.width - frame.unit * 5),
        "y": round(frame.height - frame.unit * _above_bottom(frame)), "background": palette.glow, "corner_radius": side // 2,
        "border": {"color": palette.ink, "width": round(frame.unit * 0.6, 1)},
        "enter": {"preset": "fade", "duration": 0.4}, "exit": {"preset": "fade", "duration": 0.4},
    }  # fmt: skip


def _above_bottom(frame: Frame) -> float:
    """Clear of the captions, in hundredths of the shorter side."""
    return 5 if frame.is_wide else 63 if frame.height > frame.width * 1.5 else 31


def captions_middle(frame: Frame) -> int | None:
    """Where captions leave a large presenter's face free, in pixels from the top; ``None``: at their usual place."""
    return None if frame.is_wide else round(frame.height * 0.87)


def _full(frame: Frame) -> dict[str, Any]:
    side = frame.height * 0.9 if frame.is_wide else min(frame.width * 1.04, frame.height * 0.7)
    side = 2 * round(side / 2)
    return {
        "view": "bust", "width": side, "height": side, "anchor": "bottom", "y": frame.height,
        "x": round(frame.width * (0.75 if frame.is_wide else 0.5)),
        "facing": "left" if frame.is_wide else "front",
        "enter": {"preset": "fade", "duration": 0.4}, "exit": {"preset": "fade", "duration": 0.4},
    }  # fmt: skip
