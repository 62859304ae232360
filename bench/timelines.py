"""The reference timelines T1 to T5 as documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

MEDIA = Path(__file__).parent / "media"

Document = dict[str, Any]

_CAPTIONS: Document = {
    "name": "captions",
    "clips": [{"type": "captions", "src": "words.json", "style": "highlight", "max_words": 4}],
}


def narrated_footage() -> Document:
    """T1: 30 s of footage in 1080p30 with captions, voice and music."""
    return {
        "version": 1,
        "canvas": {"width": 1920, "height": 1080, "fps": 30, "duration": 30},
        "tracks": [
            {"clips": [{"type": "video", "src": "bg.mp4", "duration": 30}]},
            _CAPTIONS,
            {
                "clips": [
                    {"type": "audio", "src": "voice.wav"},
                    {"type": "audio", "src": "music.mp3", "duration": "end", "volume": "-18dB"},
                ]
            },
        ],
    }


def image_story() -> Document:
    """T2: six pictures of 5 s in 1080x1920 with Ken Burns 1.00 to 1.15 and half-second cross-fades, captions and voice."""
    pictures: list[Document] = []
    for index in range(6):
        picture: Document = {
            "type": "image",
            "src": f"photo{index + 1}.jpg",
            "start": 5 * index,
            "duration": 5.5 if index < 5 else 5,
            "motion": {"preset": "ken-burns", "from": {"scale": 1.0}, "to": {"scale": 1.15}},
        }
        if index:
            picture["transition"] = {"preset": "fade", "duration": 0.5}
        pictures.append(picture)
    return {
        "version": 1,
        "canvas": {"width": 1080, "height": 1920, "fps": 30, "duration": 30},
        "tracks": [{"clips": pictures}, _CAPTIONS, {"clips": [{"type": "audio", "src": "voice.wav"}]}],
    }


def motion_template() -> Document:
    """T3: 20 s in 1080p30: gradient, six lines sliding in, two pictures growing and turning, a logo, music."""
    gradient = {
        "gradient": "linear",
        "angle": 135,
        "stops": [{"at": 0, "color": "#1b2a6b"}, {"at": 1, "color": "#c2185b"}],
    }
    turning = {
        "scale": [{"at": 0, "value": 0.5}, {"at": 20, "value": 0.7, "easing": "linear"}],
        "rotation": [{"at": 0, "value": -3}, {"at": 20, "value": 3, "easing": "linear"}],
    }
    tracks: list[Document] = [{"clips": [{"type": "shape", "fill": gradient, "duration": "end"}]}]
    for index, (x, y) in enumerate([(1400, 380), (1280, 740)]):
        picture = {
            "type": "image",
            "src": f"photo{index + 1}.jpg",
            "duration": "end",
            "x": x,
            "y": y,
            "animate": turning,
        }
        tracks.append({"clips": [picture]})
    for index in range(6):
        line = {
            "type": "text",
            "text": f"Line number {index + 1} slides in",
            "start": 0.5 + 0.6 * index,
            "duration": "end",
            "x": 120,
            "y": 160 + 130 * index,
            "anchor": "left",
            "align": "left",
            "font": {"size": 76, "weight": 700},
            "enter": {
                "preset": "slide", "direction": "right", "distance": 240, "duration": 0.8, "easing": "ease-out-cubic",
            },
        }  # fmt: skip
        tracks.append({"clips": [line]})
    logo = {"type": "image", "src": "logo.png", "fit": "none", "duration": "end", "x": 1720, "y": 180, "opacity": 0.6}
    tracks.append({"clips": [logo]})
    tracks.append({"clips": [{"type": "audio", "src": "music.mp3", "duration": "end"}]})
    return {"version": 1, "canvas": {"width": 1920, "height": 1080, "fps": 30, "duration": 20}, "tracks": tracks}


def long_edit(minutes: int = 10, changed: str | None = None) -> Document:
    """T4: T1 over and over for ``minutes``; ``changed`` replaces one word of the captions, in the middle."""
    spoken = json.loads((MEDIA / "words.json").read_text())
    written = spoken["words"] if isinstance(spoken, dict) else spoken
    length, turns = 30, minutes * 2
    words = [
        {
            "text": word["word"],
            "start": round(word["start"] + turn * length, 3),
            "end": round(word["end"] + turn * length, 3),
        }
        for turn in range(turns)
        for word in written
        if word["end"] <= length
    ]
    if changed is not None:
        words[len(words) // 2]["text"] = changed
    voices = [
        {"type": "audio", "src": "voice.wav", "start": turn * length, "duration": length} for turn in range(turns)
    ]
    return {
        "version": 1,
        "canvas": {"width": 1920, "height": 1080, "fps": 30, "duration": minutes * 60},
        "tracks": [
            {"clips": [{"type": "video", "src": "bg.mp4", "loop": True, "duration": "end"}]},
            {"clips": [{"type": "captions", "words": words, "max_words": 4}]},
            {"clips": voices},
            {"clips": [{"type": "audio", "src": "music.mp3", "loop": True, "duration": "end", "volume": "-18dB"}]},
        ],
    }


def stack() -> Document:
    """T5: 20 s in 1080p30 of four moving pieces of footage with round corners and shadows, one of them blended."""
    tracks: list[Document] = [{"clips": [{"type": "image", "src": "photo1.jpg", "duration": 20}]}]
    for index, ((x0, y0), (x1, y1)) in enumerate(STACK_WAYS):
        tracks.append({"clips": [{
            "type": "video", "src": "bg.mp4", "start": 0, "duration": 20, "volume": 0, "trim": {"from": 2 * index},
            "width": 760, "height": 428, "corner_radius": 32, "shadow": {"y": 12, "blur": 36},
            "blend": "screen" if index == 3 else "normal",
            "animate": {
                "x": [{"at": 0, "value": x0}, {"at": 20, "value": x1, "easing": "linear"}],
                "y": [{"at": 0, "value": y0}, {"at": 20, "value": y1, "easing": "linear"}],
            },
        }]})  # fmt: skip
    return {"version": 1, "canvas": {"width": 1920, "height": 1080, "fps": 30, "duration": 20}, "tracks": tracks}


STACK_WAYS = (
    ((480, 270), (700, 330)), ((1440, 270), (1240, 340)), ((480, 810), (640, 700)), ((1440, 810), (1180, 720)),
)  # fmt: skip
"""Where the middles of T5's four pieces begin and end."""

TIMELINES = {"T1": narrated_footage, "T2": image_story, "T3": motion_template, "T5": stack}
"""Every reference timeline by its name."""
