"""The scenes of the gallery: one for every look, transition, reveal, shape and caption style that a document can name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from reelwright.timeline.clips.animation import PresetName
from reelwright.timeline.clips.captions import CaptionStyleName
from reelwright.timeline.clips.looks import Blend, Filters
from reelwright.timeline.clips.text import Reveal
from reelwright.timeline.easing import EASINGS

MEDIA = Path(__file__).parents[1] / "bench" / "media"
SIZE = {"width": 256, "height": 144, "fps": 20, "background": "#14151c"}
Json = dict[str, Any]


@dataclass(frozen=True)
class Scene:
    """``shown`` is the part of the document that the page prints; ``frame`` the one that is drawn; moving ones get a clip."""

    group: str
    name: str
    document: Json
    shown: Json
    frame: int
    moves: bool = False


ASTRONAUT: Json = {"type": "image", "src": "photo1.jpg", "start": 0, "duration": 2}
COFFEE: Json = {"type": "image", "src": "photo2.jpg", "start": 0, "duration": 2}
CAT: Json = {"type": "image", "src": "photo3.jpg", "start": 0, "duration": 2}
INSET: Json = {**COFFEE, "width": "56%", "height": "64%"}
_WORDS = [
    {"text": word, "start": n * 0.4, "end": n * 0.4 + 0.38} for n, word in enumerate("Rice grows in warm water".split())
]
_FILTER_VALUES: Json = {
    "brightness": 1.4, "contrast": 1.6, "saturation": 2.0, "hue": 120, "grayscale": 1, "sepia": 1, "invert": 1, "temperature": 0.8,
}  # fmt: skip
_SHAPES: dict[str, Json] = {
    "rectangle": {"corner_radius": 16, "border": {"color": "#fff", "width": 4}},
    "ellipse": {"border": {"color": "#fff", "width": 4, "dash": [10, 6]}},
    "line": {"border": {"color": "#ffd60a", "width": 8, "cap": "round"}},
    "path": {"path": "M10 60 C 10 0 90 0 90 60 S 50 100 50 100 S 10 120 10 60 Z", "view_box": [0, 0, 100, 120]},
    "polygon": {"sides": 6},
    "star": {"sides": 5, "inner": 0.45, "shadow": {"y": 6, "blur": 10}},
}
_DIRECTED = {"slide": "left", "push": "left", "wipe": "right", "drop": "down"}


def document(*tracks: list[Json] | Json, **canvas: Any) -> Json:
    lists = [track if isinstance(track, list) else [track] for track in tracks]
    return {"version": 1, "canvas": {**SIZE, "duration": 2, **canvas}, "tracks": [{"clips": clips} for clips in lists]}


def scenes() -> list[Scene]:
    """Every scene, in the order of the page."""
    return [
        *_transitions(), *_entrances(), *_reveals(), *_captions(), *_blends(), *_filters(), *_looks(), *_shapes(), *_texts(), *_nested(),
        *_easings(),
    ]  # fmt: skip


def _preset(name: str) -> Json:
    preset: Json = {"preset": name, "duration": 1}
    if name in _DIRECTED:
        preset["direction"] = _DIRECTED[name]
    if name == "dip":
        preset["color"] = "#ffffff"
    if name == "luma":
        preset["src"] = "photo6.jpg"
    return preset


def _transitions() -> list[Scene]:
    found: list[Scene] = []
    for name in get_args(PresetName):
        transition = _preset(name)
        tree = document(
            [{**ASTRONAUT, "duration": 1.5}, {**COFFEE, "start": "after", "duration": 1.5, "transition": transition}]
        )
        found.append(Scene("Transitions", name, tree, {"transition": transition}, 22, moves=True))
    return found


def _entrances() -> list[Scene]:
    found: list[Scene] = []
    for name in get_args(PresetName):
        enter = _preset(name)
        tree = document(ASTRONAUT, {**INSET, "corner_radius": 12, "enter": enter, "exit": {**enter, "duration": 0.5}})
        found.append(Scene("Entrances and exits", name, tree, {"enter": enter}, 7))
    return found


def _reveals() -> list[Scene]:
    found: list[Scene] = []
    presets, units = (get_args(Reveal.model_fields[name].annotation) for name in ("preset", "by"))
    for preset in presets:
        for by in units if preset == "fade" else ("letter" if preset in ("typewriter", "pop", "drop") else "word",):
            reveal = {"by": by, "preset": preset, "stagger": 0.08 if by == "letter" else 0.2, "duration": 0.5}
            text = {
                "type": "text", "text": "Words come in\none after another", "font": {"size": "13vh", "weight": 800}, "reveal": reveal,
                "start": 0, "duration": 2, "width": "90%", "shadow": {},
            }  # fmt: skip
            found.append(
                Scene("Text reveals", f"{preset} by {by}", document(_GROUND, text), {"reveal": reveal}, 11, moves=True)
            )
    return found


_GROUND: Json = {
    "type": "shape", "start": 0, "duration": 2,
    "fill": {"gradient": "linear", "angle": 120, "stops": [{"at": 0, "color": "#1b2a6b"}, {"at": 1, "color": "#c2185b"}]},
}  # fmt: skip


def _captions() -> list[Scene]:
    found: list[Scene] = []
    for style in get_args(CaptionStyleName):
        clip = {"type": "captions", "words": _WORDS, "style": style, "start": 0, "duration": 2}
        found.append(
            Scene("Caption styles", style, document(CAT, clip), {"type": "captions", "style": style}, 17, moves=True)
        )
    return found


def _blends() -> list[Scene]:
    return [
        Scene("Blend modes", mode, document(ASTRONAUT, {**COFFEE, "blend": mode}), {"blend": mode}, 0)
        for mode in get_args(Blend)
    ]


def _filters() -> list[Scene]:
    return [
        Scene(
            "Filters",
            name,
            document({**CAT, "filters": {name: _FILTER_VALUES[name]}}),
            {"filters": {name: _FILTER_VALUES[name]}},
            0,
        )
        for name in Filters.model_fields
    ]


def _looks() -> list[Scene]:
    title: Json = {
        "type": "text",
        "id": "title",
        "text": "MATTE",
        "font": {"size": "48vh", "weight": 900},
        "start": 0,
        "duration": 2,
    }
    green: Json = {"type": "shape", "fill": "#00b140", "start": 0, "duration": 2}
    screen = document(green, {**CAT, "mask": {"shape": "ellipse", "feather": 2, "width": "60%", "height": "90%"}})
    looks: dict[str, tuple[Json, Json]] = {
        "crop": ({"crop": {"left": "25%", "bottom": "20%"}}, {}), "blur": ({"blur": 6}, {}),
        "corner radius": ({"corner_radius": 24}, {}), "border": ({"corner_radius": 24, "border": {"color": "#ffd60a", "width": 6}}, {}),
        "shadow": ({"corner_radius": 16, "shadow": {"y": 8, "blur": 20, "color": "rgba(0,0,0,0.8)"}}, {}),
        "flip": ({"flip": "horizontal"}, {}), "skew": ({"skew_x": 18}, {}), "rotation": ({"rotation": 12}, {}),
        "mask ellipse": ({"mask": {"shape": "ellipse", "feather": 5}}, {}),
        "mask inverted": ({"mask": {"shape": "rectangle", "width": "50%", "height": "50%", "corner_radius": 10, "inverted": True}}, {}),
        "mask picture": ({"mask": {"src": "photo6.jpg"}}, {}), "focus": ({"fit": "cover", "width": "24%", "height": "90%", "focus": [0.9, 0.5]}, {}),
    }  # fmt: skip
    found = [
        Scene("Looks", name, document(ASTRONAUT, {**INSET, **change, **rest}), change, 0)
        for name, (change, rest) in looks.items()
    ]
    for mode, inverted in (("alpha", False), ("alpha", True), ("luma", False)):
        matte = {"clip": "title", "mode": mode, "inverted": inverted}
        name = f"matte {mode}{' inverted' if inverted else ''}"
        found.append(Scene("Looks", name, document(ASTRONAUT, title, {**COFFEE, "matte": matte}), {"matte": matte}, 0))
    key = {"chroma_key": {"color": "#00b140"}}
    inner = {"type": "composition", "document": screen, "start": 0, "duration": 2, **key}
    found.append(Scene("Looks", "chroma key", document(COFFEE, inner), key, 0))
    return found


def _shapes() -> list[Scene]:
    found: list[Scene] = []
    for name, rest in _SHAPES.items():
        clip = {
            "type": "shape",
            "shape": name,
            "fill": "#3f8cff",
            "width": 120,
            "height": 110,
            "start": 0,
            "duration": 2,
            **rest,
        }
        found.append(Scene("Shapes", name, document(clip), {"type": "shape", "shape": name, **rest}, 0))
    for kind in ("linear", "radial", "conic"):
        fill = {
            "gradient": kind,
            "stops": [{"at": 0, "color": "#ffd60a"}, {"at": 0.5, "color": "#e91e63"}, {"at": 1, "color": "#1b2a6b"}],
        }
        clip = {
            "type": "shape",
            "fill": fill,
            "width": 200,
            "height": 110,
            "corner_radius": 20,
            "start": 0,
            "duration": 2,
        }
        found.append(Scene("Shapes", f"{kind} gradient", document(clip), {"fill": fill}, 0))
    drawn = {"draw": 0.6, "border": {"color": "#ffd60a", "width": 6}}
    clip = {
        "type": "shape",
        "shape": "star",
        "fill": "transparent",
        "width": 120,
        "height": 120,
        "start": 0,
        "duration": 2,
        **drawn,
    }
    found.append(Scene("Shapes", "outline drawn in part", document(clip), drawn, 0))
    svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 40'><circle cx='20' cy='20' r='18' fill='currentColor'/>" \
        "<path d='M12 21l6 6 11-13' stroke='#fff' stroke-width='4' fill='none'/></svg>"  # fmt: skip
    drawing = {"type": "svg", "svg": svg, "height": "80%", "color": "#2e7d32", "start": 0, "duration": 2}
    found.append(Scene("Shapes", "svg", document(drawing), {"type": "svg", "color": "#2e7d32"}, 0))
    return found


def _texts() -> list[Scene]:
    base: Json = {"type": "text", "start": 0, "duration": 2, "width": "90%", "font": {"size": "11vh"}}
    texts: dict[str, Json] = {
        "spans": {"spans": [{"text": "Rich "}, {"text": "spans", "color": "#ffd60a", "font": {"weight": 800, "scale": 1.4}},
                            {"text": " and a "}, {"text": "marker", "highlight": "#e91e63"}]},
        "outline and shadow": {"text": "Outline", "font": {"size": "30vh", "weight": 900}, "outline": {"color": "#e91e63"}, "shadow": {}},
        "background": {"text": "A box behind", "background": {"color": "#e91e63"}},
        "fitted": {"text": "A headline that shrinks to its box", "font": {"size": "40vh", "min_size": "5vh", "weight": 800}, "height": "60%"},
        "ellipsis": {"text": "Text too long for its two lines ends in three dots, as it does here, in this text", "max_lines": 2},
        "justify": {"text": "Justified lines are equally long, but for the last of them, which ends early.", "align": "justify"},
        "Arabic": {"text": "مرحبا بالعالم 2026", "font": {"size": "18vh"}}, "Hebrew and Latin": {"text": "שלום Hello עולם 42", "font": {"size": "15vh"}},
        "Devanagari": {"text": "नमस्ते दुनिया", "font": {"size": "18vh"}}, "Thai": {"text": "สวัสดีชาวโลก", "font": {"size": "18vh"}},
        "Greek and Cyrillic": {"text": "Γειά σου мир", "font": {"size": "16vh"}}, "Tamil": {"text": "வணக்கம் உலகம்", "font": {"size": "14vh"}},
        "Georgian and Armenian": {"text": "გამარჯობა Բարեւ", "font": {"size": "13vh"}},
    }  # fmt: skip
    return [Scene("Text", name, document({**base, **change}), change, 0) for name, change in texts.items()]


def _nested() -> list[Scene]:
    card = {
        "version": 1, "canvas": {"width": 200, "height": 60, "fps": 30, "duration": 1, "background": "rgba(194,24,91,0.85)"},
        "variables": {"name": {"type": "text", "default": "?"}},
        "tracks": [{"clips": [{"type": "text", "text": "{{name}}", "font": {"size": 28, "weight": 700}, "animate": {
            "x": [{"at": 0, "value": "35%"}, {"at": 1, "value": "65%"}]}}]}],
    }  # fmt: skip
    clip = {"type": "composition", "document": card, "variables": {"name": "Inner"}, "width": "70%", "loop": True, "start": 0, "duration": 2,
            "rotation": -6}  # fmt: skip
    shown = {"type": "composition", "src": "card.json", "variables": {"name": "Inner"}, "loop": True}
    return [Scene("Documents inside documents", "composition", document(ASTRONAUT, clip), shown, 15)]


def _easings() -> list[Scene]:
    """Each easing as the path of a dot, drawn by the engine itself: a second across, the eased value upward."""
    found: list[Scene] = []
    for name in [*EASINGS, "cubic-bezier(0.2, 0.8, 0.2, 1)", "steps(4)"]:
        dots = [_dot(name, part / 20) for part in range(21)]
        found.append(Scene("Easings", name, document(*dots, width=96, height=96), {"easing": name}, 20))
    return found


def _dot(name: str, at: float) -> Json:
    keys = [{"at": 1 - at, "value": "80%"}, {"at": 2 - at, "value": "20%", "easing": name}]
    return {"type": "shape", "shape": "ellipse", "fill": "#ffd60a", "width": 5, "height": 5, "x": f"{10 + 80 * at:g}%", "start": 0, "duration": 2,
            "animate": {"y": keys}}  # fmt: skip


Kind = Literal["picture", "clip"]


def file_name(scene: Scene, kind: Kind = "picture") -> str:
    """Where a scene's picture or clip lies in docs/gallery."""
    words = f"{scene.group}-{scene.name}".lower()
    plain = "".join(char if char.isalnum() else "-" for char in words)
    return "-".join(part for part in plain.split("-") if part) + {"picture": ".jpg", "clip": ".webp"}[kind]
