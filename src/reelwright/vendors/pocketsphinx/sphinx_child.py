"""The child process that listens, piece by piece."""

from __future__ import annotations

import re
import sys
from typing import Any

from reelwright.isolation.child import Say, answer

_FRAMES = 100
"""Of the decoder in a second."""
_VARIANT = re.compile(r"\(\d+\)$")
"""Another way to say the same word: ``and(2)``."""


def work(request: dict[str, Any], say: Say) -> dict[str, Any]:
    """Words as rows of text, start, end (seconds in the whole), no speaker, confidence."""
    import numpy as np  # noqa: PLC0415  # after the limits are there
    from pocketsphinx import Decoder  # noqa: PLC0415  # pyright: ignore[reportMissingImports]

    samples = np.memmap(request["raw"], np.int16, "r")
    rate = int(request["rate"])
    decoder: Any = Decoder(samprate=rate, loglevel="FATAL")
    rows: list[list[Any]] = []
    for first, last in request["pieces"]:
        decoder.start_utt()
        decoder.process_raw(samples[first:last].tobytes(), full_utt=True)
        decoder.end_utt()
        rows += [row for segment in decoder.seg() or [] if (row := _row(segment, first / rate))]
        say(heard=round(last / max(1, len(samples)), 4))
    return {"words": rows, "language": "en"}


def _row(segment: Any, start: float) -> list[Any] | None:
    text = _VARIANT.sub("", segment.word)
    if text.startswith(("<", "[", "++")):  # silence, noise, breath
        return None
    spelt = "I" + text[1:] if text == "i" or text.startswith("i'") else text
    return [spelt, start + segment.start_frame / _FRAMES, start + (segment.end_frame + 1) / _FRAMES, "", None]


if __name__ == "__main__":
    sys.exit(answer(work, "recognising speech"))
