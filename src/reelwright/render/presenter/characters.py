"""Who presenters are: age, face, hair and clothes, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reelwright.timeline.clips.presenter import CharacterName

Hair = Literal["long", "short", "curls", "neat", "bob", "bald-crown", "scarf", "tousled"]
Clothes = Literal["blazer", "tee", "sweater", "shirt-tie", "cardigan", "collar", "robe", "hoodie"]


@dataclass(frozen=True, slots=True)
class Character:
    """``width`` and ``jaw`` are of the usual face (1); colours are CSS ones. ``gender`` and ``age`` help to choose a voice."""

    title: str
    gender: Literal["female", "male"]
    age: Literal["child", "young", "middle", "old"]
    skin: str
    shade: str
    blush: str
    lips: str
    hair: Hair
    hair_color: str
    hair_light: str
    eyes: str
    clothes: Clothes
    cloth: str
    cloth_dark: str
    under: str
    width: float = 1.0
    jaw: float = 1.0
    brow: float = 1.0
    lashes: bool = False
    full_lips: float = 0.4
    glasses: str = ""
    beard: str = ""
    freckles: str = ""
    wrinkles: bool = False
    earrings: str = ""
    eye_size: float = 1.0
    shoulders: float = 1.0


CHARACTERS: dict[CharacterName, Character] = {
    "maya": Character(
        "Maya, in her thirties, anchors the news", "female", "middle", "#d69a6c", "#bd7f53", "#e0805f", "#b4483f",
        "long", "#2b1a16", "#45291f", "#4a2c1a", "blazer", "#2f4a7d", "#243a64", "#f4efe6", lashes=True, full_lips=0.9,
        brow=0.85, earrings="#e9c46a", width=0.97, jaw=0.94, shoulders=0.92,
    ),
    "leo": Character(
        "Leo, late twenties, explains how things work", "male", "young", "#f1c6a3", "#dba37b", "#e99a80", "#b9695a",
        "short", "#6b4326", "#8a5a35", "#3f6e8c", "tee", "#2a9d8f", "#1f7d72", "#2a9d8f", jaw=1.05, brow=1.1,
    ),
    "amara": Character(
        "Amara, in her twenties, tells stories", "female", "young", "#8a5535", "#6f4128", "#a3523c", "#7c2f33",
        "curls", "#1d1413", "#34221d", "#3a2114", "sweater", "#f2b134", "#d4922a", "#f2b134", lashes=True, full_lips=1.0,
        brow=0.9, earrings="#f7e8c9", jaw=0.95, shoulders=0.92,
    ),
    "kenji": Character(
        "Kenji, in his forties, speaks of business", "male", "middle", "#eec49c", "#d5a276", "#e0926f", "#b06a5a",
        "neat", "#17161a", "#2e2d35", "#2b1d16", "shirt-tie", "#eef2f7", "#cdd6e2", "#b23a48", glasses="#22252c", jaw=1.0,
        eye_size=0.92, brow=1.0,
    ),
    "ruth": Character(
        "Ruth, in her sixties, knows history", "female", "old", "#f3d0b8", "#dcaf94", "#eb9f8e", "#b5534f",
        "bob", "#c9ccd3", "#e3e5ea", "#5b7f95", "cardigan", "#7a5c94", "#634a7a", "#f3ecf7", lashes=True, full_lips=0.6,
        brow=0.75, glasses="#8c4a5d", wrinkles=True, earrings="#f4f4f4", shoulders=0.93,
    ),
    "omar": Character(
        "Omar, in his sixties, teaches", "male", "old", "#b9794f", "#9c6340", "#c06a4d", "#8c4a3e",
        "bald-crown", "#d5d2cc", "#ebe8e2", "#33221a", "robe", "#e9e2d0", "#cfc5ab", "#8c6d3f", beard="#d5d2cc", wrinkles=True,
        brow=1.2, width=1.03, jaw=1.04,
    ),
    "noor": Character(
        "Noor, in her forties, talks about science", "female", "middle", "#e5b68d", "#cb976c", "#e2876c", "#b04e4a",
        "scarf", "#1f7a78", "#2b9390", "#4d3520", "collar", "#3d5a80", "#2f4868", "#3d5a80", lashes=True, full_lips=0.75, brow=0.95,
        shoulders=0.93, width=0.96, jaw=0.95,
    ),
    "tom": Character(
        "Tom, eleven, is curious about everything", "male", "child", "#f8d3b5", "#e6b08c", "#f0977f", "#c46e60",
        "tousled", "#b5562b", "#d1743f", "#4f7f4a", "hoodie", "#e4572e", "#c04421", "#f6f1e7", width=0.98, jaw=0.84, brow=0.9,
        freckles="#d98e68", eye_size=1.14, shoulders=0.78,
    ),
}  # fmt: skip
