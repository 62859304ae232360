"""What the names of qualities mean: exact settings for each codec."""

from __future__ import annotations

from typing import Literal

Quality = Literal["draft", "standard", "high", "best"]
QUALITIES: tuple[Quality, ...] = ("draft", "standard", "high", "best")

VIDEO: dict[str, dict[str, tuple[float, str]]] = {
    "h264": {"draft": (28, "superfast"), "standard": (23, "veryfast"), "high": (18, "medium"), "best": (15, "slow")},
    "h265": {"draft": (32, "ultrafast"), "standard": (26, "veryfast"), "high": (21, "medium"), "best": (17, "slow")},
    "vp9": {"draft": (42, "8"), "standard": (33, "5"), "high": (27, "2"), "best": (20, "1")},
    "av1": {"draft": (45, "9"), "standard": (35, "8"), "high": (27, "6"), "best": (20, "4")},
}
"""Constant rate factor and preset (for vp9 ``cpu-used``)."""

JPEG_SCALE: dict[str, int] = {"draft": 8, "standard": 3, "high": 2, "best": 1}
"""Quantiser scale: 1 is the best, 31 the worst."""

GIF: dict[str, tuple[str, int]] = {
    "draft": ("bayer", 12),
    "standard": ("sierra2_4a", 4),
    "high": ("sierra2_4a", 1),
    "best": ("sierra2_4a", 1),
}
"""Dither, and of how many frames one is looked at for the palette."""

AUDIO_BITRATE: dict[str, dict[str, int]] = {
    "aac": {"draft": 96_000, "standard": 128_000, "high": 192_000, "best": 256_000},
    "opus": {"draft": 64_000, "standard": 112_000, "high": 160_000, "best": 224_000},
    "mp3": {"draft": 128_000, "standard": 192_000, "high": 256_000, "best": 320_000},
}
AUDIO_BITS: dict[str, int] = {"draft": 16, "standard": 16, "high": 24, "best": 24}
"""Bits a sample of pcm and flac."""
