"""The mood in a description of music, for composers that take moods."""

from __future__ import annotations

from typing import get_args

from reelwright.providers.music import Mood, MusicRequest, Style

_WORDS: dict[Mood, tuple[str, ...]] = {
    "calm": ("calm", "quiet", "soft", "relax", "ambient", "slow", "peace", "sleep", "gentle"),
    "tense": ("tense", "dark", "suspense", "thriller", "mystery", "danger"),
    "epic": ("epic", "cinematic", "heroic", "trailer", "grand", "orchestra"),
}


_STYLES: dict[Style, tuple[str, ...]] = {
    "chant": ("chant", "mantra", "sloka", "shloka", "vedic"),
    "drone": ("drone", "tanpura", "tambura"),
}


def music_request(words: str, seconds: float, seed: int) -> MusicRequest:
    """A mood or a style by its name alone, or a description with the mood and the style its words suggest."""
    told = words.strip()
    styles: tuple[Style, ...] = get_args(Style)
    style: Style | None = next((name for name in styles if name == told.lower()), None)
    if style:
        return MusicRequest("calm", seconds, seed, style=style)
    is_mood = told.lower() in get_args(Mood)
    suggested: Style | None = next(
        (name for name, hints in _STYLES.items() if any(hint in told.lower() for hint in hints)), None
    )
    return MusicRequest(_mood(told), seconds, seed, "" if is_mood else told, style=None if is_mood else suggested)


def _mood(prompt: str) -> Mood:
    words = prompt.lower()
    for mood, hints in _WORDS.items():
        if any(hint in words for hint in hints):
            return mood
    return "bright"
