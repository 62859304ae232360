"""Captions."""

from __future__ import annotations

from typing import Any

from reelwright.timeline.interchange.shotstack.alias import identifier
from reelwright.timeline.interchange.shotstack.names import CAPTION_STYLES
from reelwright.timeline.interchange.shotstack.source import Source
from reelwright.timeline.interchange.shotstack.text_assets import faded, weight_of

Json = dict[str, Any]


def captions(asset: Source, canvas: tuple[int, int]) -> Json:
    """``caption`` and ``rich-caption``: words from a file, or of the clip an alias names."""
    asset.only(
        "type", "src", "font", "background", "margin", "speed", "trim", "width", "height", "stroke", "shadow", "padding", "align", "border",
        "style", "active", "animation", "wordAnimation",
    )  # fmt: skip
    clip: Json = {"type": "captions", "style": "classic"}
    source = asset.text("src")
    if source.startswith("alias://"):
        clip["of"] = identifier(source.removeprefix("alias://"))
    else:
        clip["src"] = source
    animation = asset.inner("animation" if asset.has("animation") else "wordAnimation").only(
        "style", "direction", "speed"
    )
    if asset.get("type") == "rich-caption" or animation.has("style"):
        clip["style"] = CAPTION_STYLES[animation.choice("style", CAPTION_STYLES, "highlight")]
    animation.lost("direction", "words come from below")
    _font(asset, clip)
    _active(asset, clip)
    if asset.has("background"):
        back = asset.inner("background").only("color", "opacity", "padding", "borderRadius")
        clip["background"] = {
            "color": faded(back.text("color", "#000000"), back.number("opacity", 1)), "padding": back.number("padding", 0),
            "corner_radius": back.number("borderRadius", 0),
        }  # fmt: skip
    margin = asset.inner("margin").only("top", "left", "right", "bottom")
    if margin.has("top"):
        clip["y"] = f"{margin.number('top') * 100:g}%"
    elif margin.has("bottom"):
        clip["y"] = f"{(1 - margin.number('bottom')) * 100:g}%"
    if margin.has("left"):
        clip["width"] = f"{max(10.0, (1 - 2 * margin.number('left')) * 100):g}%"
    vertical = asset.inner("align").only("horizontal", "vertical").get("vertical")
    if vertical and not margin.has("top"):
        clip["y"] = {"top": "14%", "middle": "50%", "center": "50%", "bottom": "86%"}.get(vertical, "86%")
    if asset.has("width"):
        clip["width"] = asset.number("width")
    for key, why in (
        ("height", "captions are as high as their lines"), ("shadow", "the shadow is the style's own"),
        ("padding", "the padding is the background's"), ("border", "captions have no border"), ("style", "the style of the letters is the font's"),
        ("speed", "words keep their own times"), ("trim", "words keep their own times"),
    ):  # fmt: skip
        asset.lost(key, why)
    return clip


def _font(asset: Source, clip: Json) -> None:
    font = asset.inner("font").only(
        "family", "size", "color", "opacity", "weight", "lineHeight", "stroke", "strokeWidth", "background"
    )
    if font.has("color"):
        clip["color"] = faded(font.text("color"), font.number("opacity", 1))
    written: Json = {}
    if font.has("size"):
        written["size"] = font.number("size")
    if font.has("family"):
        written["family"] = font.text("family")
    if font.has("weight"):
        written["weight"] = weight_of(font.get("weight"))
    if written:
        clip["font"] = {"size": "5vmin", "weight": 700, **written}
    if isinstance(font.get("stroke"), str):  # the older spelling: colour and width side by side
        clip["outline"] = {"color": font.text("stroke"), "width": font.number("strokeWidth", 1)}
    elif asset.has("stroke") or font.has("stroke"):
        stroke = (asset if asset.has("stroke") else font).inner("stroke").only("width", "color", "opacity")
        clip["outline"] = {"color": stroke.text("color", "#000000"), "width": stroke.number("width", 1)}
    font.lost("lineHeight", "the distance of lines is the style's own")
    font.lost("background", "the background of single words is the active word's")


def _active(asset: Source, clip: Json) -> None:
    if not asset.has("active"):
        return
    active = asset.inner("active").only("font", "stroke", "shadow", "scale", "background")
    font = active.inner("font").only("color", "background", "opacity", "weight", "size", "textDecoration", "family")
    found: Json = {}
    if font.has("color"):
        found["color"] = faded(font.text("color"), font.number("opacity", 1))
    if font.has("background"):
        found["background"] = font.text("background")
    if active.has("scale"):
        found["scale"] = min(2.0, max(1.0, active.number("scale")))
    if active.has("stroke"):
        stroke = active.inner("stroke").only("width", "color", "opacity")
        found["outline"] = {"color": stroke.text("color", "#000000"), "width": stroke.number("width", 1)}
    clip["active"] = found
    active.lost("shadow", "the active word has the shadow of the others")
    for key in ("weight", "size", "textDecoration", "family"):
        font.lost(key, "it would move the other words")
