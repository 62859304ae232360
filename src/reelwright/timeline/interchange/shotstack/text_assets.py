"""Text, rich text and the old titles."""

from __future__ import annotations

from typing import Any

from reelwright.timeline.interchange.shotstack.source import Source

Json = dict[str, Any]

TITLE_STYLES: dict[str, Json] = {
    "minimal": {"weight": 300}, "blockbuster": {"weight": 900, "case": "upper"}, "vogue": {"weight": 400, "case": "upper"},
    "sketchy": {"weight": 400}, "skinny": {"weight": 200}, "chunk": {"weight": 900}, "chunkLight": {"weight": 700},
    "marker": {"weight": 700}, "future": {"weight": 300, "case": "upper"}, "subtitle": {"weight": 600},
}  # fmt: skip
TITLE_SIZES = {
    "xx-small": "3vh", "x-small": "4vh", "small": "5.5vh", "medium": "7.5vh", "large": "10vh", "x-large": "14vh", "xx-large": "19vh",
}  # fmt: skip
ANIMATIONS = {
    "typewriter": "typewriter", "fadeIn": "fade", "slideIn": "slide", "shift": "slide", "ascend": "slide", "movingLetters": "pop",
}  # fmt: skip
"""Their text animations, and our reveal."""
_MARGIN = 0.9


def text(asset: Source, canvas: tuple[int, int]) -> Json:
    """The plain text asset: its box is ``width`` x ``height`` pixels."""
    asset.only("type", "text", "width", "height", "font", "background", "alignment", "stroke", "animation", "ellipsis")
    clip = _lettering(asset, asset.inner("alignment"), canvas)
    asset.report.info(asset.at("ellipsis"), "text that does not fit shrinks") if asset.has("ellipsis") else None
    return clip


def rich_text(asset: Source, canvas: tuple[int, int]) -> Json:
    asset.only(
        "type", "text", "width", "height", "font", "style", "stroke", "shadow", "background", "border", "padding", "align", "animation",
        "customFonts",
    )  # fmt: skip
    clip = _lettering(asset, asset.inner("align"), canvas)
    style = asset.inner("style").only(
        "letterSpacing", "lineHeight", "textTransform", "textDecoration", "gradient", "wordSpacing"
    )
    if style.has("letterSpacing"):
        clip["letter_spacing"] = style.number("letterSpacing")
    if style.has("lineHeight"):
        clip["line_height"] = min(4.0, max(0.5, style.number("lineHeight")))
    case = style.get("textTransform", "none")
    if case in ("uppercase", "lowercase"):
        clip["case"] = case.removesuffix("case")
    elif case not in ("none", None):
        style.lost("textTransform", f"{case} is not done")
    decoration = style.get("textDecoration", "none")
    if decoration in ("underline", "line-through"):
        clip["spans"] = [{"text": clip.pop("text"), "decoration": decoration}]
    style.lost("gradient", "letters have one colour")
    style.lost("wordSpacing", "the space between words is the font's own")
    if asset.has("shadow"):
        shadow = asset.inner("shadow").only("offsetX", "offsetY", "blur", "color", "opacity")
        clip["shadow"] = {
            "color": faded(shadow.text("color", "#000000"), shadow.number("opacity", 0.5)), "x": shadow.number("offsetX", 0),
            "y": shadow.number("offsetY", 0), "blur": max(0.0, shadow.number("blur", 0)),
        }  # fmt: skip
    asset.lost("border", "a text's box has no border")
    asset.lost("padding", "the padding of text is that of its background")
    asset.report.info(asset.at("customFonts"), "name font files in the document's fonts") if asset.has(
        "customFonts"
    ) else None
    return clip


def title(asset: Source, canvas: tuple[int, int]) -> Json:
    """The deprecated title: a style, a size, a position of its own."""
    asset.only("type", "text", "style", "color", "size", "background", "position", "offset")
    style = dict(TITLE_STYLES[asset.choice("style", TITLE_STYLES, "minimal")])
    size = TITLE_SIZES[asset.choice("size", TITLE_SIZES, "medium")]
    clip: Json = {
        "type": "text", "text": asset.text("text"), "color": asset.text("color", "#ffffff"), "width": canvas[0] * _MARGIN,
        "font": {"size": size, "weight": style.pop("weight")}, **style,
    }  # fmt: skip
    if asset.has("background") and asset.get("background") != "transparent":
        clip["background"] = {"color": asset.text("background")}
    if asset.has("style"):
        asset.report.approximated(asset.at("style"), "the lettering of the style is our own font in its weight")
    asset.lost("position", "the clip's own position counts")
    asset.lost("offset", "the clip's own offset counts")
    return clip


def _lettering(asset: Source, align: Source, canvas: tuple[int, int]) -> Json:
    font = asset.inner("font").only(
        "family", "size", "color", "opacity", "weight", "lineHeight", "background", "stroke"
    )
    align.only("horizontal", "vertical")
    size = font.number("size", 32)
    written: Json = {"size": size, "min_size": max(1.0, min(size, 8.0))}
    clip: Json = {
        "type": "text", "text": asset.text("text"), "font": written,
        "color": faded(font.text("color", "#ffffff"), font.number("opacity", 1)),
        "align": align.get("horizontal", "center"),
        "vertical_align": {"center": "middle"}.get(align.get("vertical", "middle"), align.get("vertical", "middle")),
        "width": asset.number("width", canvas[0] * _MARGIN),
    }  # fmt: skip
    if asset.has("height"):
        clip["height"] = asset.number("height")
    if font.has("family"):
        written["family"] = font.text("family")
    if font.has("weight"):
        written["weight"] = weight_of(font.get("weight"))
    if font.has("lineHeight"):
        clip["line_height"] = min(4.0, max(0.5, font.number("lineHeight")))
    font.lost("background", "only the whole text has a background")
    stroke = asset.inner("stroke") if asset.has("stroke") else font.inner("stroke")
    stroke.only("width", "color", "opacity")
    if stroke.number("width", 0) > 0:
        clip["outline"] = {
            "color": faded(stroke.text("color", "#000000"), stroke.number("opacity", 1)),
            "width": stroke.number("width"),
        }
    if asset.has("background"):
        back = asset.inner("background").only("color", "opacity", "padding", "borderRadius", "wrap")
        clip["background"] = {
            "color": faded(back.text("color", "#000000"), back.number("opacity", 1)), "padding": back.number("padding", 0),
            "corner_radius": back.number("borderRadius", 0),
        }  # fmt: skip
    if asset.has("animation"):
        _animation(asset.inner("animation"), clip)
    return clip


def _animation(animation: Source, clip: Json) -> None:
    animation.only("preset", "duration", "direction", "style", "speed")
    name = animation.choice("preset", ANIMATIONS, "fadeIn")
    by = {"character": "letter", "word": "word"}.get(str(animation.get("style", "character")), "letter")
    reveal: Json = {"by": by, "preset": ANIMATIONS[name]}
    if animation.has("duration"):
        reveal["stagger"] = round(
            animation.number("duration") / max(1, len(clip["text"]) if by == "letter" else len(clip["text"].split())), 4
        )
    clip["reveal"] = reveal
    if name in ("shift", "ascend", "movingLetters"):
        animation.report.approximated(animation.at("preset"), f"{name} comes as our {reveal['preset']}")
    animation.lost("direction", "pieces come from below")
    animation.lost("speed", "the duration counts")


def weight_of(written: Any) -> int:
    """A CSS font weight as a number."""
    named = {"normal": 400, "bold": 700, "lighter": 300, "bolder": 800}
    try:
        return min(900, max(100, named.get(str(written), 0) or int(float(written))))
    except (TypeError, ValueError):
        return 400


def faded(color: str, opacity: float) -> str:
    """A hex colour with an opacity; other spellings stay as they are."""
    digits = color.lstrip("#")
    if opacity >= 1 or not color.startswith("#") or len(digits) not in (3, 6):
        return color
    full = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    return f"#{full}{round(max(0.0, opacity) * 255):02x}"
