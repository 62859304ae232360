"""Small edits in Shotstack's JSON."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def image(src: str, start: float = 0, length: float = 1, **clip: Any) -> Json:
    return {"asset": {"type": "image", "src": src}, "start": start, "length": length, **clip}


def edit(*clips: Json, merge: list[Json] | None = None, callback: str | None = None, **output: Any) -> Json:
    """One track of clips, small and with few frames."""
    tree: Json = {
        "timeline": {"background": "#000000", "tracks": [{"clips": list(clips)}]},
        "output": {"format": "mp4", "size": {"width": 256, "height": 144}, "fps": 12, **output},
    }
    if merge is not None:
        tree["merge"] = merge
    if callback is not None:
        tree["callback"] = callback
    return tree
