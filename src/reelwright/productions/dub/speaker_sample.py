"""The cleanest speech of one speaker of a dub: what their voice is cloned from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from reelwright.errors import MediaUnusable
from reelwright.media.mono_read import MonoSound, mono_sound
from reelwright.media.mono_write import write_mono
from reelwright.productions.dub.document import DubDocument

WANTED_MS, LEAST_MS = 60_000, 10_000
_SHORTEST_MS = 1000
"""A word or two tells little of a voice, and its edges are heard."""
_CLEAR_MS = 100
"""So near to somebody else's words, they may be heard."""
_PAUSE_S, _FADE_S = 0.25, 0.01
_RATE = 44_100


def clean_spans(document: DubDocument, speaker: str) -> tuple[tuple[int, int], ...]:
    """Where a speaker talks alone, in order of time: the longest segments first until there is a minute. In milliseconds."""
    others = [(each.start_ms, each.end_ms) for each in document.segments if each.speaker != speaker]
    own = [(each.start_ms, each.end_ms) for each in document.segments if each.speaker == speaker]
    alone = [
        (start, end)
        for start, end in own
        if end - start >= _SHORTEST_MS
        and all(end + _CLEAR_MS <= first or start >= last + _CLEAR_MS for first, last in others)
    ]
    chosen: list[tuple[int, int]] = []
    left = WANTED_MS
    for start, end in sorted(alone, key=lambda span: (span[0] - span[1], span[0])):
        if left < _SHORTEST_MS:
            break
        chosen.append((start, min(end, start + left)))
        left -= chosen[-1][1] - start
    return tuple(sorted(chosen))


def write_spans(sound: Path, spans: Sequence[tuple[int, int]], target: Path) -> None:
    """Those parts of a recording one after another, with short pauses between. Raises ``MediaUnusable`` where they are too short."""
    spoken = sum(end - start for start, end in spans)
    if spoken < LEAST_MS:
        raise MediaUnusable(
            f"there are {spoken / 1000:.1f} s in which they speak alone; {LEAST_MS // 1000} are the least for a clone"
        )
    fade = round(_FADE_S * _RATE)
    ramp = np.linspace(0, 1, fade, dtype=np.float32)
    pause = np.zeros(round(_PAUSE_S * _RATE), np.int16)
    parts: list[np.ndarray] = []
    with mono_sound(sound, _RATE) as whole:
        for start, end in spans:
            part = whole.part(start / 1000, end / 1000).samples.astype(np.float32)
            if len(part) > 2 * fade:
                part[:fade] *= ramp
                part[-fade:] *= ramp[::-1]
            parts += [np.rint(part).astype(np.int16), pause]
    write_mono(MonoSound(np.concatenate(parts), _RATE), target, "wav")
