"""One Shotstack clip: when it plays, where it lies, how it moves and what is done to it."""

from __future__ import annotations

from typing import Any

from reelwright.timeline.interchange.shotstack.alias import identifier
from reelwright.timeline.interchange.shotstack.assets import AUDIBLE, converted
from reelwright.timeline.interchange.shotstack.names import (
    APPROXIMATE_TRANSITIONS,
    EFFECTS,
    FILTERS,
    FITS,
    POSITIONS,
    SLIDE,
    TRANSITIONS,
    ZOOM,
)
from reelwright.timeline.interchange.shotstack.source import Source
from reelwright.timeline.interchange.shotstack.tweens import animated

Json = dict[str, Any]
_MOST_SKEW = 84.0


def clip_of(source: Source, canvas: tuple[int, int]) -> Json:
    """Our clip. Raises ``InvalidDocument`` with the source's pointer."""
    source.only(
        "asset", "start", "length", "fit", "scale", "width", "height", "position", "offset", "transition", "effect", "filter", "opacity",
        "transform", "alias",
    )  # fmt: skip
    asset = source.inner("asset")
    clip = converted(asset, canvas)
    kind = clip["type"]
    clip["start"] = _time(source, "start", "after")
    clip["duration"] = _time(source, "length", "media" if kind in ("video", "audio", "speech") else "auto")
    if source.has("alias"):
        clip["id"] = identifier(source.text("alias"))
    if "of" in clip:  # captions of a voice start and end with it
        del clip["start"], clip["duration"]
    if kind in AUDIBLE or kind == "captions":
        for key in ("fit", "scale", "position", "offset", "transition", "effect", "filter", "opacity", "transform"):
            if kind == "captions" and key in ("position", "offset"):
                continue
            source.lost(key, f"a clip that is {'only heard' if kind in AUDIBLE else 'captions'} has no {key}")
        return clip
    _place(source, clip)
    _looks(source, clip)
    _transitions(source, clip)
    _effect(source, clip)
    return clip


def _time(source: Source, key: str, automatic: str) -> Any:
    written = source.get(key, "auto")
    if isinstance(written, str) and written.startswith("alias://"):
        name = identifier(written.removeprefix("alias://"))
        return f"{name}.start" if key == "start" else f"{name}.end - {name}.start"
    if written == "auto":
        return automatic
    if written == "end" and key == "length":
        return "end"
    return source.number(key)


def _place(source: Source, clip: Json) -> None:
    """Position names a corner or side of the canvas that the clip's own lies on; offset moves it from there, y upward."""
    anchor, x, y = POSITIONS[source.choice("position", POSITIONS, "center")]
    animate: Json = clip.setdefault("animate", {})
    clip["anchor"] = anchor
    offset = source.inner("offset").only("x", "y")
    for key, base, sign in (("x", x, 1), ("y", y, -1)):
        value, keyframes = animated(offset, key, lambda part, base=base, sign=sign: f"{base + sign * part * 100:.6g}%")
        clip[key] = value or f"{base}%"
        if keyframes:
            animate[key] = keyframes
    if "fit" in clip:
        clip["fit"] = FITS[source.choice("fit", FITS, "crop")]
        if clip["fit"] == "contain" and anchor != "center" and not (source.has("width") and source.has("height")):
            source.report.approximated(
                source.at("position"), "a picture that is contained is placed by its box, not by its edges"
            )
    else:
        source.choice("fit", FITS, "crop")
    for key in ("width", "height"):
        if source.has(key):
            clip[key] = source.number(key)
    scale, keyframes = animated(source, "scale", lambda number: number)
    if scale is not None:
        clip["scale"] = scale
    if keyframes:
        animate["scale"] = keyframes


def _looks(source: Source, clip: Json) -> None:
    animate: Json = clip.setdefault("animate", {})
    opacity, keyframes = animated(source, "opacity", lambda number: min(1.0, max(0.0, number)))
    if opacity is not None:
        clip["opacity"] = round(opacity * clip.get("opacity", 1.0), 6)
    if keyframes:
        animate["opacity"] = keyframes
    name = source.choice("filter", FILTERS, "none")
    found = FILTERS[name]
    if isinstance(found, str):
        clip["blur"] = "1.2vmin"
    elif found:
        clip["filters"] = dict(found)
    transform = source.inner("transform").only("rotate", "skew", "flip")
    angle, keyframes = animated(transform.inner("rotate").only("angle"), "angle", lambda number: number)
    if angle is not None:
        clip["rotation"] = angle
    if keyframes:
        animate["rotation"] = keyframes
    skew = transform.inner("skew").only("x", "y")
    for key in ("x", "y"):
        value, keyframes = animated(skew, key, lambda number: min(_MOST_SKEW, max(-_MOST_SKEW, number)))
        if value is not None:
            clip[f"skew_{key}"] = value
        if keyframes:
            animate[f"skew_{key}"] = keyframes
    flip = transform.inner("flip").only("horizontal", "vertical")
    turned = [way for way in ("horizontal", "vertical") if flip.get(way, False)]
    if turned:
        clip["flip"] = "both" if len(turned) == 2 else turned[0]


def _transitions(source: Source, clip: Json) -> None:
    transition = source.inner("transition").only("in", "out")
    length = clip["duration"] if isinstance(clip["duration"], float) else None
    for key, ours in (("in", "enter"), ("out", "exit")):
        if not transition.has(key) or transition.get(key) == "none":
            continue
        name = transition.choice(key, TRANSITIONS, "fade")
        preset = dict(TRANSITIONS[name])
        if length is not None and preset["duration"] > length / 2:
            preset["duration"] = round(length / 2, 6)
        clip[ours] = preset
        if name.startswith(APPROXIMATE_TRANSITIONS):
            source.report.approximated(
                transition.at(key), f"{name} moves as our {preset['preset']} {preset['direction']}"
            )


def _effect(source: Source, clip: Json) -> None:
    """A slow movement over the whole clip."""
    if not source.has("effect") or source.get("effect") == "none":
        return
    name = source.choice("effect", EFFECTS, "zoomIn")
    kind, amount = EFFECTS[name]
    animate: Json = clip.setdefault("animate", {})
    target = "scale" if kind.startswith("zoom") else "x" if kind in ("slideLeft", "slideRight") else "y"
    if target in animate:
        source.report.lost(source.at("effect"), f"{name} and a tween both move the {target}; the tween stays")
        return
    if target == "scale":
        near, far = clip.get("scale", 1.0), clip.get("scale", 1.0) * (1 + ZOOM * amount)
        values = (near, far) if kind == "zoomIn" else (far, near)
    else:
        base = float(str(clip[target]).rstrip("%"))
        sign = -1 if kind in ("slideLeft", "slideUp") else 1
        reach = SLIDE * amount / 2
        values = (f"{base - sign * reach:g}%", f"{base + sign * reach:g}%")
        if clip.get("fit") == "cover" and not source.has("scale"):
            clip["scale"] = round(1 + 2 * reach / 100, 6)  # so that no edge comes into view
    animate[target] = [
        {"at": 0, "value": values[0]}, {"at": "100%", "value": values[1], "easing": "linear"},
    ]  # fmt: skip
