"""How a video would look, as a document of one moment: its shape, colours and captions over its first words."""

from __future__ import annotations

from random import Random
from typing import Any

from reelwright.captions.spread import spread
from reelwright.productions.narrate.backgrounds import background
from reelwright.productions.narrate.frame import SIZES, Frame
from reelwright.productions.narrate.palettes import Palette

_SECONDS = 3.0
MOMENT = 1.3
"""Second of the document that shows a caption with a word being spoken."""
_MOST_WORDS = 12


def look_sample(
    words: str, language: str, style: str, palette: Palette, aspect: str, ground: str = ""
) -> dict[str, Any]:
    """``ground`` is a picture of the workspace to show instead of the palette's background."""
    frame = Frame(*SIZES[aspect])
    under, lights = background(frame, palette, (0.0, _SECONDS), Random(7))  # noqa: S311  (a layout, not a secret)
    if ground:
        under, lights = {"type": "image", "src": ground, "start": 0, "duration": _SECONDS, "fit": "cover"}, []
    layers = [[under], *[[light] for light in lights]]
    if style != "none":
        told = " ".join(words.split()[:_MOST_WORDS])
        said = [
            {"text": word.text, "start": round(word.start, 3), "end": round(word.end, 3)}
            for word in spread(told, 0.1, _SECONDS - 0.1)
        ]
        layers.append(
            [
                {
                    "type": "captions",
                    "words": said,
                    "style": style,
                    "start": 0,
                    "duration": _SECONDS,
                    "language": language,
                }
            ]
        )
    return {
        "version": 1,
        "canvas": {
            "width": frame.width, "height": frame.height, "fps": "30", "background": palette.deep, "duration": _SECONDS,
        },
        "tracks": [{"clips": layer} for layer in layers],
    }  # fmt: skip
