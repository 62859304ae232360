"""Composing and playing: a mood, a length and a seed become sound."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import as_file, files
from random import Random
from typing import Any

import numpy as np

from reelwright.errors import ProviderFailed
from reelwright.providers.access import Access
from reelwright.providers.music import Music, MusicRequest
from reelwright.vendors.local_music.arrangement import notes_of
from reelwright.vendors.local_music.drone import chant, drone
from reelwright.vendors.local_music.form import Form, form_of, looped_form
from reelwright.vendors.local_music.harmony import Key, key_named
from reelwright.vendors.local_music.moods import Part
from reelwright.vendors.local_music.room import (
    evenly_levelled,
    leaving_room_for_a_voice,
    levelled,
    reverberated,
    wrapped,
)
from reelwright.vendors.local_music.styles import SUSTAINED, plan_of

_RATE = 48_000
_TICKS = 480
_MOST_SECONDS = 3600
_DRONE_TEMPO = 56.0
_EDGE = 1024


class LocalComposer:
    """The same request gives the same music, byte for byte, on every machine with the same synthesizer."""

    name = "composer"
    version = "local-composer-1"

    def compose(self, request: MusicRequest) -> Music:
        """Raises ``ProviderFailed`` for lengths outside 1 s to an hour."""
        if not 1 <= request.seconds <= _MOST_SECONDS:
            raise ProviderFailed(
                f"music of {request.seconds:g} s cannot be composed", hint="choose 1 second to an hour"
            )
        told = f"{request.mood}/{request.seed}" + (f"/{request.style}" if request.style else "")
        random = Random(told)  # noqa: S311  (a composition, not a secret)
        count = round(request.seconds * _RATE)
        if request.style in SUSTAINED:
            samples, form = _sustained(request, count, random)
        else:
            plan = plan_of(request)
            form = (looped_form if request.loopable else form_of)(plan, request.seconds, random)
            if request.key is not None:
                form = replace(form, key=key_named(request.key))
            samples = _played(plan.parts, form, random)
        if request.loopable:
            whole = reverberated(np.pad(samples, ((_EDGE, _RATE * 4), (0, 0))), _RATE)
            shaped = leaving_room_for_a_voice(whole, _RATE)[
                _EDGE:
            ]  # what filters do to an edge lies in the silence before it
            return Music(evenly_levelled(wrapped(shaped, count)), _RATE, round(form.tempo, 2), form.key.name)
        fitted = np.zeros((count, 2), np.float32)
        fitted[: min(count, len(samples))] = samples[:count]
        shaped = leaving_room_for_a_voice(reverberated(fitted, _RATE), _RATE)
        return Music(levelled(shaped, _RATE), _RATE, round(form.tempo, 2), form.key.name)


def _sustained(request: MusicRequest, count: int, random: Random) -> tuple[np.ndarray, Form]:
    """A drone, with a chant where it is asked for. One that loops has whole rounds of its four strings."""
    mode = "major" if request.mood in ("calm", "bright") else "minor"
    key = key_named(request.key) if request.key is not None else Key(random.choice((0, 1, 2, 11)), mode)
    tempo = request.tempo or _DRONE_TEMPO
    if request.loopable:
        rounds = max(1, round(request.seconds * tempo / 60 / 16))
        tempo = rounds * 16 * 60 / request.seconds
    sound = drone(key, tempo, count, _RATE, random)
    if request.style == "chant":
        sung = chant(key, tempo, count, _RATE, random)
        sound[:count] += np.float32(0.9) * sung
    return sound, Form(key, tempo, ())


def connect(access: Access) -> LocalComposer:
    """See ``providers.manifest.Offer``."""
    del access
    return LocalComposer()


def _played(parts: tuple[Part, ...], form: Form, random: Random) -> np.ndarray:
    """(count, 2) float32: every part by the synthesizer, with the font that lies beside this file."""
    import symusic as library  # noqa: PLC0415  (a compiled library, wanted only when there is music to make)

    symusic: Any = library  # its stubs know nothing of plain ticks

    score = symusic.Score(_TICKS)
    score.tempos.append(symusic.Tempo(0, form.tempo))
    for part in parts:
        track = symusic.Track(name=part.pattern, program=part.program or 0, is_drum=part.program is None)
        track.controls.append(symusic.ControlChange(0, 10, part.pan))
        for note in notes_of(part, form, random):
            track.notes.append(
                symusic.Note(round(note.start * _TICKS), max(1, round(note.length * _TICKS)), note.pitch, note.velocity)
            )
        score.tracks.append(track)
    with as_file(files("reelwright.vendors.local_music").joinpath("soundfont.sf3")) as font:
        sound = symusic.Synthesizer(sf_path=str(font), sample_rate=_RATE).render(score, stereo=True)
    return np.ascontiguousarray(np.asarray(sound, np.float32).T)
