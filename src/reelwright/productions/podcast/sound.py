"""The sound of an episode: voices, music before them that gives way, and music after them."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

from reelwright.productions.narrate.speak import LEAD_IN, Narration

Clip = dict[str, Any]
INTRO, UNDER, OUTRO = 5.0, 5.0, 7.0
"""Seconds of music alone before the first word, of music below it, and of music from the last word on."""
LUFS = -16.0
"""What podcast directories ask for in stereo."""


@dataclass(frozen=True, slots=True)
class Course:
    """When things happen, in seconds: ``shift`` is added to the narration's own times, ``end`` is where the episode ends."""

    shift: float
    last_word: float
    end: float


def course_of(narration: Narration, has_music: bool) -> Course:
    shift = round((INTRO if has_music else 0.6) - LEAD_IN, 3)
    last = round(narration.sentences[-1].end + shift, 3)
    return Course(shift, last, float(ceil(last + (OUTRO if has_music else 1.0))))


def tracks(narration: Narration, voices: list[str], music: str | None, course: Course) -> list[Clip]:
    """Tracks of a document; ``voices`` are the files of the sentences, ``music`` one that is long enough for either end."""
    said = [
        {"type": "audio", "src": source, "start": round(sentence.start + course.shift, 3), "volume": sentence.gain}
        for sentence, source in zip(narration.sentences, voices, strict=True)
    ]
    found: list[Clip] = [{"name": "voice", "clips": said}]
    if music:
        duck = {"under": "voice", "by": "-14dB", "attack": 0.5, "release": 1.2}
        opening = {
            "type": "audio", "src": music, "start": 0, "duration": min(INTRO + UNDER, course.end), "volume": "-4dB", "duck": duck,
            "fade_in": 0.2, "fade_out": 3.5,
        }  # fmt: skip
        closing = {
            "type": "audio", "src": music, "start": round(course.last_word - 1.5, 3), "duration": round(course.end - course.last_word + 1.5, 3),
            "volume": "-4dB", "duck": duck, "fade_in": 1.0, "fade_out": 3.5,
        }  # fmt: skip
        found += [{"name": "opening", "clips": [opening]}, {"name": "closing", "clips": [closing]}]
    return found
