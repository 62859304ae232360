"""Shotstack's names, and what each becomes: the tables every converter and the documentation read."""

from __future__ import annotations

from typing import Any

FITS = {"crop": "cover", "cover": "fill", "contain": "contain", "none": "none"}

POSITIONS = {
    "center": ("center", 50, 50), "top": ("top", 50, 0), "topRight": ("top-right", 100, 0), "right": ("right", 100, 50),
    "bottomRight": ("bottom-right", 100, 100), "bottom": ("bottom", 50, 100), "bottomLeft": ("bottom-left", 0, 100),
    "left": ("left", 0, 50), "topLeft": ("top-left", 0, 0),
}  # fmt: skip
"""Anchor, and place of the anchor in percent across and down."""

_SPEEDS = {"": 1.0, "Slow": 2.0, "Fast": 0.5, "VeryFast": 0.25}
"""Seconds a transition takes."""

_TRANSITIONS: dict[str, dict[str, Any]] = {
    "fade": {"preset": "fade"},
    "reveal": {"preset": "wipe", "direction": "right", "softness": 0.01},
    "wipeLeft": {"preset": "wipe", "direction": "left"}, "wipeRight": {"preset": "wipe", "direction": "right"},
    "wipeUp": {"preset": "wipe", "direction": "up"}, "wipeDown": {"preset": "wipe", "direction": "down"},
    "slideLeft": {"preset": "slide", "direction": "left", "distance": "100%"},
    "slideRight": {"preset": "slide", "direction": "right", "distance": "100%"},
    "slideUp": {"preset": "slide", "direction": "up", "distance": "100%"},
    "slideDown": {"preset": "slide", "direction": "down", "distance": "100%"},
    "carouselLeft": {"preset": "push", "direction": "left"}, "carouselRight": {"preset": "push", "direction": "right"},
    "carouselUp": {"preset": "push", "direction": "up"}, "carouselDown": {"preset": "push", "direction": "down"},
    "shuffleTopRight": {"preset": "push", "direction": "down-left", "easing": "ease-in-out-back"},
    "shuffleRightTop": {"preset": "push", "direction": "left", "easing": "ease-in-out-back"},
    "shuffleRightBottom": {"preset": "push", "direction": "left", "easing": "ease-in-out-back"},
    "shuffleBottomRight": {"preset": "push", "direction": "up-left", "easing": "ease-in-out-back"},
    "shuffleBottomLeft": {"preset": "push", "direction": "up-right", "easing": "ease-in-out-back"},
    "shuffleLeftBottom": {"preset": "push", "direction": "right", "easing": "ease-in-out-back"},
    "shuffleLeftTop": {"preset": "push", "direction": "right", "easing": "ease-in-out-back"},
    "shuffleTopLeft": {"preset": "push", "direction": "down-right", "easing": "ease-in-out-back"},
    "zoom": {"preset": "zoom", "scale": 4.0},
}  # fmt: skip
APPROXIMATE_TRANSITIONS = ("carousel", "shuffle")
"""Beginnings of the names whose path is ours, not Shotstack's own."""

TRANSITIONS: dict[str, dict[str, Any]] = {
    f"{name}{speed}": {**preset, "duration": seconds}
    for name, preset in _TRANSITIONS.items()
    for speed, seconds in _SPEEDS.items()
}
"""Every transition, as our entrance or exit."""

_AMOUNTS = {"": 1.0, "Slow": 0.5, "Fast": 2.0}
EFFECTS: dict[str, tuple[str, float]] = {
    f"{name}{speed}": (name, amount)
    for name in ("zoomIn", "zoomOut", "slideLeft", "slideRight", "slideUp", "slideDown")
    for speed, amount in _AMOUNTS.items()
}
"""Every effect: its movement, and how far it goes."""
ZOOM, SLIDE = 0.3, 12.0
"""How much a zoom enlarges, and how many percent of the canvas a slide moves, over a clip."""

FILTERS: dict[str, dict[str, float] | str] = {
    "none": {}, "blur": "blur", "boost": {"contrast": 1.2, "saturation": 1.5}, "contrast": {"contrast": 1.5},
    "darken": {"brightness": 0.6}, "greyscale": {"grayscale": 1.0}, "lighten": {"brightness": 1.4},
    "muted": {"saturation": 0.5, "contrast": 0.9}, "negative": {"invert": 1.0},
}  # fmt: skip

EASINGS = {
    "ease": "ease", "easeIn": "ease-in", "easeOut": "ease-out", "easeInOut": "ease-in-out",
    **{
        f"ease{way}{kind}": f"ease-{dashed}-{kind.lower()}"
        for way, dashed in (("In", "in"), ("Out", "out"), ("InOut", "in-out"))
        for kind in ("Sine", "Quad", "Cubic", "Quart", "Quint", "Expo", "Circ", "Back")
    },
}  # fmt: skip

RESOLUTIONS = {
    "preview": (512, 288, 15), "mobile": (640, 360, 25), "sd": (1024, 576, 25), "hd": (1280, 720, 25), "1080": (1920, 1080, 25),
    "4k": (3840, 2160, 25),
}  # fmt: skip
ASPECTS = {"16:9": (16, 9), "9:16": (9, 16), "1:1": (1, 1), "4:5": (4, 5), "4:3": (4, 3)}

FORMATS = {"mp4": "mp4", "gif": "gif", "jpg": "jpg", "png": "png", "mp3": "mp3", "bmp": "png", "webm": "webm"}
"""Their output formats (and webm, which they lack)."""
QUALITIES = {"verylow": "draft", "low": "draft", "medium": "standard", "high": "high", "veryhigh": "best"}

CAPTION_STYLES = {name: name for name in ("karaoke", "highlight", "pop", "fade", "slide", "bounce", "typewriter")} | {
    "none": "classic"
}
