"""Assets by their type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reelwright.errors import InvalidDocument
from reelwright.timeline.interchange.shotstack import caption_assets, drawn_assets, media_assets, text_assets
from reelwright.timeline.interchange.shotstack.html_text import html_asset
from reelwright.timeline.interchange.shotstack.source import Source
from reelwright.timeline.strict import suggestion

AUDIBLE = ("audio", "speech")
"""Our clip types that have no picture."""

CONVERTERS: dict[str, Callable[[Source, tuple[int, int]], dict[str, Any]]] = {
    "video": media_assets.video, "image": media_assets.image, "audio": media_assets.audio, "luma": media_assets.luma,
    "text-to-speech": media_assets.speech, "text-to-image": media_assets.generated_image, "image-to-video": media_assets.generated_video,
    "text": text_assets.text, "rich-text": text_assets.rich_text, "title": text_assets.title, "html": html_asset,
    "caption": caption_assets.captions, "rich-caption": caption_assets.captions, "shape": drawn_assets.shape, "svg": drawn_assets.svg,
}  # fmt: skip
"""Every asset type, and what makes our clip of it (its timing and place come later)."""


def converted(asset: Source, canvas: tuple[int, int]) -> dict[str, Any]:
    """Our clip for an asset. Raises ``InvalidDocument`` for one that Shotstack does not have."""
    kind = asset.text("type")
    if kind not in CONVERTERS:
        raise InvalidDocument(
            f"there is no asset {kind!r}; {suggestion(kind, list(CONVERTERS))}", pointer=asset.at("type")
        )
    return CONVERTERS[kind](asset, canvas)
