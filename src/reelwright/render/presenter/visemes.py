"""Nine mouth shapes (visemes), and which of them a sound of speech is made with."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

Viseme = Literal["rest", "closed", "lip", "tongue", "teeth", "open", "wide", "round", "pucker"]


@dataclass(frozen=True, slots=True)
class Mouth:
    """A mouth in parts: ``open`` 0 (lips meet) to 1, ``width`` of the resting mouth's, ``round`` 0 (a lens) to 1 (a ring).

    ``teeth``, ``tongue``: how much of them is seen, 0 to 1. ``tuck``: the lower lip under the upper teeth. ``smile``: how far
    the corners are raised.
    """

    open: float
    width: float
    round: float = 0.0
    teeth: float = 0.0
    tongue: float = 0.0
    tuck: float = 0.0
    smile: float = 0.0


SHAPES: dict[Viseme, Mouth] = {
    "rest": Mouth(0.0, 1.0, smile=0.7),
    "closed": Mouth(0.0, 0.94, smile=0.1),
    "lip": Mouth(0.16, 0.92, teeth=1.0, tuck=1.0),
    "tongue": Mouth(0.36, 0.95, 0.15, teeth=0.7, tongue=1.0),
    "teeth": Mouth(0.26, 1.0, teeth=1.0, smile=0.15),
    "open": Mouth(1.0, 0.98, 0.25, teeth=0.55, tongue=0.6),
    "wide": Mouth(0.5, 1.12, teeth=0.8, tongue=0.35, smile=0.45),
    "round": Mouth(0.72, 0.74, 0.75, teeth=0.25, tongue=0.35),
    "pucker": Mouth(0.34, 0.52, 1.0),
}

_SOUNDS: dict[Viseme, str] = {
    "closed": "pbmɓʙ",
    "lip": "fvɱʋ",
    "tongue": "lθðɫɭʎɬɮ",
    "teeth": "szʃʒtdnkɡgŋɲɳɕʑʈɖcɟxɣqʂʐçʝʁχhɦrɾɽɻɹʀħʕʔ",
    "open": "aɑæʌɐäɶ",
    "wide": "eiɪɛjəɜɘɨɚɝ",
    "round": "oɔɒøœɤɵ",
    "pucker": "uʊwyʏɯʉɥʍ",
}
_OF_LETTER: dict[str, Viseme] = {letter: viseme for viseme, letters in _SOUNDS.items() for letter in letters}

WEIGHT: dict[Viseme, float] = {
    "rest": 1.0, "closed": 1.6, "lip": 2.2, "tongue": 0.8, "teeth": 0.55, "open": 1.0, "wide": 0.9, "round": 1.2, "pucker": 1.5,
}  # fmt: skip
"""How strongly a sound shapes the mouth against its neighbours: lips matter, what happens behind the teeth gives way."""
_UNSTRESSED = {"ə": 0.55, "ɐ": 0.6, "ɚ": 0.6, "ᵻ": 0.6}
"""How far a weak vowel opens the mouth, of what a full one does."""


def visemes_of(ipa: str) -> tuple[Viseme, ...]:
    """The shapes a sound goes through: two for a diphthong; none for what is no sound."""
    found: list[Viseme] = []
    for letter in unicodedata.normalize("NFD", ipa):
        viseme = "wide" if letter == "ᵻ" else _OF_LETTER.get(letter)
        if viseme and viseme not in found[-1:]:
            found.append(viseme)
    return tuple(found[:2])


def effort(ipa: str) -> float:
    """How far the mouth goes for a sound: 1, or less for a weak vowel, more under stress."""
    plain = ipa.lstrip("ˈˌ")
    weak = _UNSTRESSED.get(plain[:1], 1.0)
    return weak * (1.12 if ipa.startswith("ˈ") else 1.0)
