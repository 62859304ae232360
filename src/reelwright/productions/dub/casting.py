"""Who speaks for whom: a voice for each speaker, by what a person asked for, then gender, pitch and being told apart."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from reelwright.productions.dub.document import Speaker
from reelwright.providers.speech import Voice

_BORDER_HZ = 165.0
"""Between the usual fundamental frequencies of men (85 to 155 Hz) and women (165 to 255 Hz), Titze, "Principles of Voice
Production" (1994)."""

PitchOf = Callable[[Voice], float]
"""The median fundamental frequency of a voice in Hz; 0 when it is not known."""
_MOST_SHIFT = 4.0
"""Semitones: beyond, a voice sounds like another creature."""
_LEAST_SHIFT = 1.0
"""Less is not heard as another speaker."""
_FARTHEST = 9.0
"""From further away a voice is not brought nearer: it was chosen in spite of its pitch."""


def gender_of(speaker: Speaker) -> str:
    """As told, else by the pitch; ``neutral`` when neither is known."""
    if speaker.gender != "neutral" or not speaker.pitch_hz:
        return speaker.gender
    return "female" if speaker.pitch_hz >= _BORDER_HZ else "male"


def cast_speakers(
    speakers: Sequence[Speaker],
    language: str,
    voices: Sequence[Voice],
    wishes: Mapping[str, str],
    pitch_of: PitchOf = lambda voice: 0.0,
) -> tuple[Speaker, ...]:
    """The speakers with a voice for ``language``: a voice id, or a wish (``female``, ``male``, ``auto``) where none fits better.

    A voice already cast stays. Wishes are by speaker id or name, ``*`` for everybody. Whoever speaks first chooses first.
    """
    taken = {each.voices[language] for each in speakers if language in each.voices}
    found: list[Speaker] = []
    for each in speakers:
        wish = wish_for(each, wishes)
        if wish:
            voice = wish
        elif language in each.voices:
            voice = each.voices[language]
        else:
            voice = _fitting(each, voices, taken, pitch_of)
        taken.add(voice)
        found.append(replace(each, voices={**each.voices, language: voice}))
    return tuple(found)


def wish_for(speaker: Speaker, wishes: Mapping[str, str]) -> str | None:
    """What a person asked for."""
    return wishes.get(speaker.id) or (wishes.get(speaker.name) if speaker.name else None) or wishes.get("*")


def pitch_shift(speaker_hz: float, voice_hz: float) -> float:
    """Semitones, in halves, that bring a voice nearer to its speaker; 0 where that is not worth it or nothing is known."""
    if speaker_hz <= 0 or voice_hz <= 0:
        return 0.0
    apart = _semitones(speaker_hz, voice_hz)
    if not _LEAST_SHIFT <= abs(apart) <= _FARTHEST:
        return 0.0
    return round(2 * min(max(apart, -_MOST_SHIFT), _MOST_SHIFT)) / 2


def _fitting(speaker: Speaker, voices: Sequence[Voice], taken: set[str], pitch_of: PitchOf) -> str:
    """The first free voice of the speaker's gender; among its like (same provider and language) the nearest in pitch."""
    gender = gender_of(speaker)
    free = [voice for voice in voices if voice.id not in taken] or list(voices)
    if not free:
        return gender if gender != "neutral" else "auto"
    own = [voice for voice in free if voice.gender == gender] if gender != "neutral" else []
    found = own or free
    alike = [each for each in found if (each.provider, each.language) == (found[0].provider, found[0].language)]
    if not speaker.pitch_hz or len(alike) == 1:
        return found[0].id
    pitches = [(abs(_semitones(speaker.pitch_hz, hertz)), each.id) for each in alike if (hertz := pitch_of(each)) > 0]
    return min(pitches, key=lambda row: row[0])[1] if pitches else found[0].id


def _semitones(wanted_hz: float, voice_hz: float) -> float:
    return 12 * math.log2(wanted_hz / voice_hz)
