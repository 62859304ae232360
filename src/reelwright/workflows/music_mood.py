"""The mood in a description of music, for composers that take moods."""

from __future__ import annotations

from typing import get_args

from reelwright.providers.music import Mood, MusicRequest

_WORDS: dict[Mood, tuple[str, ...]] = {
    "calm": ("calm", "quiet", "soft", "relax", "ambient", "slow", "peace", "sleep", "gentle"),
    "tense": ("tense", "dark", "suspense", "thriller", "mystery", "danger"),
    "epic": ("epic", "cinematic", "heroic", "trailer", "grand", "orchestra"),
}


def music_request(words: str, seconds: float, seed: int) -> MusicRequest:
    """A mood by its name alone, or a description with the mood its words suggest."""
    told = words.strip()
    return MusicRequest(_mood(told), seconds, seed, "" if told.lower() in get_args(Mood) else told)


def _mood(prompt: str) -> Mood:
    words = prompt.lower()
    for mood, hints in _WORDS.items():
        if any(hint in words for hint in hints):
            return mood
    return "bright"
