"""Keys, chords and how one chord moves to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reelwright.errors import InvalidInput

_STEPS = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}
_NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")


@dataclass(frozen=True, slots=True)
class Key:
    """``tonic`` is a pitch class, 0 for C."""

    tonic: int
    mode: Literal["major", "minor"]

    @property
    def name(self) -> str:
        return f"{_NAMES[self.tonic]} {self.mode}"

    def pitch(self, degree: int, octave: int) -> int:
        """MIDI number of a scale degree (0 is the tonic, 7 the one above) counted from the tonic of an octave (4 holds middle C)."""
        turn, step = divmod(degree, 7)
        return 12 * (octave + 1 + turn) + self.tonic + _STEPS[self.mode][step]

    @property
    def pitch_classes(self) -> frozenset[int]:
        return frozenset((self.tonic + step) % 12 for step in _STEPS[self.mode])


_OTHER_NAMES = {"DB": "C#", "D#": "EB", "GB": "F#", "G#": "AB", "A#": "BB", "CB": "B", "B#": "C", "FB": "E", "E#": "F"}


def key_named(name: str) -> Key:
    """A key from ``A minor``, ``Eb``, ``F# major`` or ``Am``. Raises ``InvalidInput``."""
    words = name.replace("♯", "#").replace("♭", "b").split()
    tonic = words[0] if words else ""
    mode = " ".join(words[1:]).lower()
    if len(words) == 1 and tonic.endswith("m"):
        tonic, mode = tonic[:-1], "minor"
    tonic = _OTHER_NAMES.get(tonic.upper(), tonic.upper())
    names = [each.upper() for each in _NAMES]
    if tonic not in names or mode not in ("", "major", "minor"):
        raise InvalidInput(f"there is no key {name!r}", hint="write for example A minor, Eb major or F#")
    return Key(names.index(tonic), "minor" if mode == "minor" else "major")


def triad(key: Key, degree: int, *, with_ninth: bool = False) -> tuple[int, ...]:
    """Pitch classes of the chord on a degree of the scale, root first."""
    degrees = (degree, degree + 2, degree + 4, degree + 8) if with_ninth else (degree, degree + 2, degree + 4)
    return tuple(key.pitch(d, 4) % 12 for d in degrees)


def voiced(classes: Sequence[int], previous: Sequence[int], low: int, high: int) -> tuple[int, ...]:
    """The chord's notes between ``low`` and ``high``, each as near as can be to the chord before: voices move little."""
    centre = sum(previous) / len(previous) if previous else (low + high) / 2
    best: tuple[float, tuple[int, ...]] | None = None
    for start in range(low, low + 12):
        notes: list[int] = []
        for pitch in range(start, high + 1):
            if pitch % 12 in classes and pitch % 12 not in [note % 12 for note in notes]:
                notes.append(pitch)
        if len(notes) == len(set(classes)):
            moves = sum(min(abs(note - old) for old in previous) for note in notes) if previous else 0.0
            cost = moves + abs(sum(notes) / len(notes) - centre) * 0.5
            if best is None or cost < best[0]:
                best = (cost, tuple(notes))
    return best[1] if best else tuple(low + (c - low) % 12 for c in classes)
