"""Footage, pictures, sound and what is generated."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from reelwright.timeline.interchange.shotstack.source import Source
from reelwright.timeline.interchange.shotstack.tweens import animated

Json = dict[str, Any]
_FADE = 2.0
"""Seconds of a fade of the volume."""
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp")


def video(asset: Source, canvas: tuple[int, int]) -> Json:
    asset.only("type", "src", "trim", "volume", "volumeEffect", "speed", "crop", "chromaKey", "transcode")
    clip: Json = {"type": "video", "src": media_source(asset), "fit": "cover"}
    _sounding(asset, clip)
    _cropping(asset, clip)
    if asset.has("chromaKey"):
        key = asset.inner("chromaKey").only("color", "threshold", "halo")
        similarity, halo = key.number("threshold", 150) / 255, key.number("halo", 100) / 255
        clip["chroma_key"] = {
            "color": key.text("color"), "similarity": min(1.0, round(similarity * 0.6, 4)), "smoothness": min(1.0, round(halo * 0.4, 4)),
        }  # fmt: skip
        asset.report.approximated(
            asset.at("chromaKey"), "the key's threshold and halo are measured differently; look at the edges"
        )
    asset.report.info(asset.at("transcode"), "not needed here") if asset.has("transcode") else None
    return clip


def image(asset: Source, canvas: tuple[int, int]) -> Json:
    asset.only("type", "src", "crop")
    clip: Json = {"type": "image", "src": media_source(asset), "fit": "cover"}
    _cropping(asset, clip)
    return clip


def luma(asset: Source, canvas: tuple[int, int]) -> Json:
    """The clip whose brightness shows or hides the others on its track."""
    asset.only("type", "src", "trim")
    source = media_source(asset)
    moving = PurePosixPath(urlsplit(source).path).suffix.lower() not in _PICTURES
    clip: Json = {"type": "video" if moving else "image", "src": source, "fit": "cover"}
    if moving:
        clip["volume"] = 0
        if asset.has("trim"):
            clip["trim"] = {"from": asset.number("trim")}
    else:
        asset.lost("trim", "a picture cannot be trimmed")
    return clip


def audio(asset: Source, canvas: tuple[int, int]) -> Json:
    asset.only("type", "src", "trim", "volume", "volumeEffect", "effect", "speed")
    clip: Json = {"type": "audio", "src": media_source(asset)}
    _sounding(asset, clip)
    return clip


def speech(asset: Source, canvas: tuple[int, int]) -> Json:
    asset.only("type", "text", "voice", "language", "newscaster", "volume", "volumeEffect", "effect", "speed", "trim")
    clip: Json = {"type": "speech", "text": asset.text("text")}
    if asset.has("language"):
        clip["language"] = asset.text("language")
    if asset.has("voice"):
        asset.report.approximated(
            asset.at("voice"), f"the voice {asset.get('voice')!r} is Shotstack's; ours is chosen by language"
        )
    asset.lost("newscaster", "there is no newscaster's way of speaking")
    _sounding(asset, clip)
    return clip


def generated_image(asset: Source, canvas: tuple[int, int]) -> Json:
    asset.only("type", "prompt", "width", "height", "crop")
    clip: Json = {"type": "generate", "kind": "image", "prompt": asset.text("prompt"), "fit": "cover"}
    asset.report.info(asset.at("width"), "the size is that of the clip") if asset.has("width") else None
    _cropping(asset, clip)
    return clip


def generated_video(asset: Source, canvas: tuple[int, int]) -> Json:
    asset.only("type", "src", "prompt", "aspectRatio", "speed", "crop")
    asset.lost("src", "footage is generated from the prompt alone, not from a picture")
    clip: Json = {
        "type": "generate",
        "kind": "video",
        "prompt": asset.text("prompt", "animate the picture"),
        "fit": "cover",
    }
    _cropping(asset, clip)
    return clip


def media_source(asset: Source) -> str:
    """The address or path as written; addresses are not fetched."""
    source = asset.text("src")
    if "://" in source:
        asset.report.info(asset.at("src"), "an address: download it and name the file before rendering")
    return source


def _sounding(asset: Source, clip: Json) -> None:
    if asset.has("trim"):
        clip["trim"] = {"from": asset.number("trim")}
    if asset.has("speed"):
        clip["speed"] = asset.number("speed")
    volume, keyframes = animated(asset, "volume", lambda number: number)
    if volume is not None:
        clip["volume"] = volume
    if keyframes:
        clip["animate"] = {"volume": keyframes}
    key = "volumeEffect" if asset.has("volumeEffect") else "effect"
    effect = asset.choice(key, {"none": 1, "fadeIn": 1, "fadeOut": 1, "fadeInFadeOut": 1}, "none")
    if effect in ("fadeIn", "fadeInFadeOut"):
        clip["fade_in"] = _FADE
    if effect in ("fadeOut", "fadeInFadeOut"):
        clip["fade_out"] = _FADE


def _cropping(asset: Source, clip: Json) -> None:
    if asset.has("crop"):
        crop = asset.inner("crop").only("top", "right", "bottom", "left")
        sides = {side: f"{crop.number(side) * 100:g}%" for side in ("top", "right", "bottom", "left") if crop.has(side)}
        clip["crop"] = sides
        asset.report.approximated(
            asset.at("crop"), "sides are cut off where the picture lies; it is not enlarged to fill again"
        )
