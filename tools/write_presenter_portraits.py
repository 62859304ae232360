"""Draws the studio's pictures of the presenters: one beside each name to choose."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import cv2

from reelwright.render.still import Stills
from reelwright.timeline.clips.presenter import CharacterName
from reelwright.timeline.reading import read_tree

FOLDER = Path(__file__).parents[1] / "src/reelwright/studio/static"
_SIDE = 256
_QUALITY = [cv2.IMWRITE_WEBP_QUALITY, 78]


def portrait(name: CharacterName) -> bytes:
    """A square WebP of a presenter who listens."""
    clip = {
        "type": "presenter", "character": name, "start": 0, "duration": 1, "width": _SIDE, "height": _SIDE, "background": "#8f8cf0",
        "anchor": "top-left", "x": 0, "y": 0,
    }  # fmt: skip
    tree = {"version": 1, "canvas": {"width": _SIDE, "height": _SIDE}, "tracks": [{"clips": [clip]}]}
    with Stills(read_tree(tree), FOLDER) as stills:
        picture = stills.picture(0)[..., ::-1]
    return bytes(cv2.imencode(".webp", picture, _QUALITY)[1])


def main() -> None:
    for name in get_args(CharacterName):
        (FOLDER / f"presenter-{name}.webp").write_bytes(portrait(name))


if __name__ == "__main__":
    main()
