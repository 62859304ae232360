"""Shapes and drawings."""

from __future__ import annotations

from typing import Any

from reelwright.timeline.interchange.shotstack.source import Source
from reelwright.timeline.interchange.shotstack.text_assets import faded

Json = dict[str, Any]


def shape(asset: Source, canvas: tuple[int, int]) -> Json:
    asset.only("type", "shape", "fill", "stroke", "width", "height", "rectangle", "circle", "line", "cornerRadius")
    kind = asset.choice("shape", {"rectangle": 1, "circle": 1, "line": 1}, "rectangle")
    own = asset.inner(kind).only("width", "height", "cornerRadius", "radius", "length", "thickness")
    clip: Json = {"type": "shape", "shape": {"circle": "ellipse"}.get(kind, kind)}
    fill = asset.inner("fill").only("color", "opacity")
    clip["fill"] = faded(fill.text("color", "#000000" if fill.has("opacity") else "#ffffff"), fill.number("opacity", 1))
    if kind == "circle":
        side = 2 * own.number("radius", min(canvas) / 4)
        clip |= {"width": side, "height": side}
    elif kind == "line":
        thickness = own.number("thickness", 4)
        clip |= {"width": own.number("length", canvas[0] / 2), "height": max(2.0, thickness)}
        clip["border"] = {"color": clip["fill"], "width": thickness}
    else:
        clip |= {"width": own.number("width", canvas[0] / 4), "height": own.number("height", canvas[1] / 4)}
        if own.has("cornerRadius") or asset.has("cornerRadius"):
            clip["corner_radius"] = (own if own.has("cornerRadius") else asset).number("cornerRadius")
    for key in ("width", "height"):
        if asset.has(key):
            clip[key] = asset.number(key)
    if asset.has("stroke"):
        stroke = asset.inner("stroke").only("color", "width", "opacity")
        clip["border"] = {
            "color": faded(stroke.text("color", "#000000"), stroke.number("opacity", 1)),
            "width": stroke.number("width", 1),
        }
    return clip


def svg(asset: Source, canvas: tuple[int, int]) -> Json:
    asset.only("type", "src", "width", "height", "fill", "stroke", "shape", "opacity", "transform")
    for key in ("fill", "stroke", "shape", "opacity", "transform"):
        asset.lost(key, "write it into the drawing itself")
    clip: Json = {"type": "svg"}
    source = asset.text("src")
    clip["svg" if source.lstrip().startswith("<") else "src"] = source
    for key in ("width", "height"):
        if asset.has(key):
            clip[key] = asset.number(key)
    return clip
