"""Colour schemes for designed pictures: few, tried, each readable."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from reelwright.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Palette:
    """``deep`` and ``mid`` make the background, ``glow`` and ``accent`` live on it; ``ink`` is the text's colour."""

    name: str
    deep: str
    mid: str
    glow: str
    accent: str
    ink: str = "#ffffff"
    soft: str = "#dfe6f2"


PALETTES = (
    Palette("dusk", "#12133a", "#2a1e5c", "#7a3ff2", "#ffb238"),
    Palette("forest", "#0b2a26", "#114b3f", "#1f9e76", "#ffd166"),
    Palette("ember", "#2b0f1c", "#571c33", "#d1495b", "#ffd9a0"),
    Palette("ocean", "#06243d", "#0b4163", "#1697b7", "#ffcf56"),
    Palette("plum", "#221034", "#41205c", "#b14aed", "#7ef0c9"),
    Palette("slate", "#141b26", "#243247", "#4b7bec", "#f7b731"),
)


def palette_named(name: str) -> Palette:
    """Raises ``InvalidInput`` for a scheme there is not."""
    for palette in PALETTES:
        if palette.name == name:
            return palette
    known = ", ".join(palette.name for palette in PALETTES)
    raise InvalidInput(f"there is no palette {name[:40]!r}", hint=f"choose one of {known}")


def palette_for(title: str, seed: int) -> Palette:
    """The scheme of a title: always the same, another for another ``seed``."""
    number = int.from_bytes(hashlib.sha256(f"{title}\n{seed}".encode()).digest()[:4], "big")
    return PALETTES[number % len(PALETTES)]
