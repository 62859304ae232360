"""Who plays which notes: the form turned into notes for every part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from reelwright.vendors.local_music.form import BEATS, Bar, Form
from reelwright.vendors.local_music.harmony import Key, triad, voiced
from reelwright.vendors.local_music.moods import Part

_KICK, _RIM, _SHAKER, _HAT, _LOW_TOM, _MID_TOM = 36, 37, 70, 42, 41, 45


@dataclass(frozen=True, slots=True)
class Note:
    """Times in beats from the piece's start."""

    start: float
    length: float
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class _Place:
    """What a pattern needs to know of a bar."""

    part: Part
    key: Key
    bar: Bar
    number: int
    chord: tuple[int, ...]
    motif: tuple[int, ...]
    random: Random

    @property
    def beat(self) -> float:
        return self.number * BEATS


def notes_of(part: Part, form: Form, random: Random) -> list[Note]:
    """All notes of a part. It enters with its section, rests in an ending that thins out, and joins the last chord."""
    notes: list[Note] = []
    chord: tuple[int, ...] = ()
    motif = tuple(random.choice((0, 1, 2, 4)) for _ in range(4))
    for number, bar in enumerate(form.bars):
        low = 12 * (part.octave + 1) - 5
        chord = voiced(triad(form.key, bar.degree, with_ninth=part.program == 89), chord, low, low + 24)
        place = _Place(part, form.key, bar, number, chord, motif, random)
        if bar.is_last:
            notes += _last(place)
        elif bar.section >= part.enters if bar.section < 3 else part.enters <= 1:
            notes += _PATTERNS[part.pattern](place)
    return notes


def _last(place: _Place) -> list[Note]:
    """The tonic, held; drums and melodies leave it alone."""
    if place.part.pattern in ("kit-light", "kit-deep", "melody", "offbeat", "ostinato", "pulse"):
        return []
    if place.part.pattern in ("bass", "bass-walk", "hits"):
        return [Note(place.beat, 8, place.key.pitch(0, place.part.octave), place.part.velocity)]
    return [Note(place.beat + 0.03 * i, 8, pitch, place.part.velocity) for i, pitch in enumerate(place.chord)]


def _human(place: _Place, velocity: float) -> int:
    return max(1, min(127, round(velocity + place.random.uniform(-4, 4))))


def _hold(place: _Place) -> list[Note]:
    return [Note(place.beat, BEATS + 0.15, pitch, _human(place, place.part.velocity)) for pitch in place.chord]


def _broken(place: _Place) -> list[Note]:
    """Chord notes one after the other in eighths, up and down; every other bar leaves the last ones out to breathe."""
    notes = [*place.chord, place.chord[0] + 12]
    order = (0, 1, 2, 3, 2, 1, 2, 1)
    count = 6 if place.number % 2 else 8
    return [
        Note(place.beat + i * 0.5, 0.9, notes[order[i] % len(notes)], _human(place, place.part.velocity + (6 if i == 0 else -4 if i % 2 else 0)))
        for i in range(count)
    ]  # fmt: skip


def _pulse(place: _Place) -> list[Note]:
    return [
        Note(place.beat + i, 0.8, place.chord[0], _human(place, place.part.velocity - 3 * (i % 2)))
        for i in range(BEATS)
    ]


def _offbeat(place: _Place) -> list[Note]:
    return [
        Note(place.beat + i + 0.5, 0.35, pitch, _human(place, place.part.velocity))
        for i in range(BEATS)
        for pitch in place.chord[1:]
    ]


def _bass(place: _Place) -> list[Note]:
    root = place.key.pitch(place.bar.degree, place.part.octave)
    root -= 12 if root > 12 * (place.part.octave + 1) + 9 else 0
    return [Note(place.beat, 3.6, root, _human(place, place.part.velocity))]


def _bass_walk(place: _Place) -> list[Note]:
    root = _bass(place)[0].pitch
    way = ((0, 1.4, 0), (1.5, 0.4, 0), (2, 1.3, 7), (3.5, 0.4, 12))
    return [Note(place.beat + at, length, root + up, _human(place, place.part.velocity)) for at, length, up in way]


def _ostinato(place: _Place) -> list[Note]:
    """Short low notes in eighths: root, root, fifth, root …, the heart of tension."""
    root = place.key.pitch(place.bar.degree, place.part.octave)
    ups = (0, 0, 7, 0, 3 if place.key.mode == "minor" else 4, 0, 7, 0)
    third = place.key.pitch(place.bar.degree + 2, place.part.octave) - root
    fifth = place.key.pitch(place.bar.degree + 4, place.part.octave) - root
    steps = [fifth if up == 7 else third if up in (3, 4) else 0 for up in ups]
    return [
        Note(place.beat + i * 0.5, 0.38, root + up, _human(place, place.part.velocity + (8 if i % 4 == 0 else -4)))
        for i, up in enumerate(steps)
    ]


def _hits(place: _Place) -> list[Note]:
    root = place.key.pitch(place.bar.degree, place.part.octave)
    notes = [Note(place.beat, 1.5, root, _human(place, place.part.velocity))]
    if place.number % 4 == 3:
        notes += [
            Note(place.beat + at, 0.5, root, _human(place, place.part.velocity - 16 + 6 * i))
            for i, at in enumerate((3, 3.5))
        ]
    return notes


def _melody(place: _Place) -> list[Note]:
    """A motif of four bars, said, answered and varied; long notes and rests, so that it never fights a voice."""
    if place.number % 2 and place.motif[place.number % 4] == 0:
        return []
    degree = place.bar.degree + place.motif[place.number % 4]
    pitch = place.key.pitch(degree, place.part.octave)
    while pitch > 12 * (place.part.octave + 1) + 14:
        pitch -= 12
    notes = [Note(place.beat, 2.4, pitch, _human(place, place.part.velocity))]
    if place.number % 4 in (1, 3):
        up = place.key.pitch(place.bar.degree + 2, place.part.octave)
        while up > pitch + 7:
            up -= 12
        notes.append(Note(place.beat + 2.5, 1.3, up, _human(place, place.part.velocity - 8)))
    return notes


def _kit_light(place: _Place) -> list[Note]:
    hits = [(0, _KICK, 0), (2, _KICK, -10), (1, _RIM, -14), (3, _RIM, -14)]
    hits += [(i * 0.5, _SHAKER, -20 - 6 * (i % 2)) for i in range(8)]
    return [Note(place.beat + at, 0.25, drum, _human(place, place.part.velocity + louder)) for at, drum, louder in hits]


def _kit_deep(place: _Place) -> list[Note]:
    hits = [(0, _LOW_TOM, 0), (1.5, _LOW_TOM, -14), (2.5, _MID_TOM, -10)]
    if place.number % 4 == 3:
        hits += [(3, _MID_TOM, -8), (3.5, _LOW_TOM, -2)]
    return [Note(place.beat + at, 0.5, drum, _human(place, place.part.velocity + louder)) for at, drum, louder in hits]


_PATTERNS: dict[str, Callable[[_Place], list[Note]]] = {
    "hold": _hold, "broken": _broken, "pulse": _pulse, "offbeat": _offbeat, "melody": _melody, "bass": _bass, "bass-walk": _bass_walk,
    "ostinato": _ostinato, "hits": _hits, "kit-light": _kit_light, "kit-deep": _kit_deep,
}  # fmt: skip
