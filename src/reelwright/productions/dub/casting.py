"""Who speaks for whom: a voice for each speaker, by what a person asked for, then gender, pitch and being told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reelwright.productions.dub.document import Speaker
from reelwright.providers.speech import Voice

_BORDER_HZ = 165.0
"""Between the usual fundamental frequencies of men (85 to 155 Hz) and women (165 to 255 Hz), Titze, "Principles of Voice
Production" (1994)."""


def gender_of(speaker: Speaker) -> str:
    """As told, else by the pitch; ``neutral`` when neither is known."""
    if speaker.gender != "neutral" or not speaker.pitch_hz:
        return speaker.gender
    return "female" if speaker.pitch_hz >= _BORDER_HZ else "male"


def cast_speakers(
    speakers: Sequence[Speaker], language: str, voices: Sequence[Voice], wishes: Mapping[str, str]
) -> tuple[Speaker, ...]:
    """The speakers with a voice for ``language``: a voice id, or a wish (``female``, ``male``, ``auto``) where none fits better.

    A voice already cast stays. Wishes are by speaker id or name, ``*`` for everybody. Whoever speaks first chooses first.
    """
    taken = {each.voices[language] for each in speakers if language in each.voices}
    found: list[Speaker] = []
    for each in speakers:
        wish = wishes.get(each.id) or (wishes.get(each.name) if each.name else None) or wishes.get("*")
        if wish:
            voice = wish
        elif language in each.voices:
            voice = each.voices[language]
        else:
            voice = _fitting(each, voices, taken)
        taken.add(voice)
        found.append(replace(each, voices={**each.voices, language: voice}))
    return tuple(found)


def _fitting(speaker: Speaker, voices: Sequence[Voice], taken: set[str]) -> str:
    gender = gender_of(speaker)
    free = [voice for voice in voices if voice.id not in taken] or list(voices)
    if not free:
        return gender if gender != "neutral" else "auto"
    own = [voice for voice in free if voice.gender == gender] if gender != "neutral" else []
    return (own or free)[0].id
