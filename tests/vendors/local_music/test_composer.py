"""Composed music: repeatable, exactly as long as asked, in its key, and with room for a voice."""

from __future__ import annotations

from random import Random
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.errors import InvalidInput, ProviderFailed
from reelwright.providers.music import Mood, MusicRequest, Style
from reelwright.vendors.local_music.arrangement import notes_of
from reelwright.vendors.local_music.composer import LocalComposer
from reelwright.vendors.local_music.drone import chant, drone
from reelwright.vendors.local_music.form import form_of
from reelwright.vendors.local_music.harmony import Key, key_named, triad, voiced
from reelwright.vendors.local_music.moods import MOODS

COMPOSER = LocalComposer()
_RATE = 48_000
NAMES: tuple[Mood, ...] = get_args(Mood)


@pytest.mark.parametrize("mood", NAMES)
def test_a_seed_gives_the_same_music_and_another_seed_another(mood: Mood) -> None:
    first, again, other = (COMPOSER.compose(MusicRequest(mood, 8, seed)).samples for seed in (3, 3, 4))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@given(st.sampled_from(NAMES), st.floats(1, 20), st.integers(0, 10**6))
@settings(max_examples=12, deadline=None)
def test_music_is_as_long_as_asked_and_never_clips(mood: Mood, seconds: float, seed: int) -> None:
    music = COMPOSER.compose(MusicRequest(mood, seconds, seed))
    assert music.samples.shape == (round(seconds * 48_000), 2)
    assert np.abs(music.samples).max() <= 10 ** (-2.9 / 20)
    assert np.abs(music.samples[-48:]).max() < 0.01
    assert abs(float(music.samples.mean())) < 0.01


@pytest.mark.parametrize("mood", NAMES)
@pytest.mark.parametrize("seed", range(5))
def test_every_note_belongs_to_the_key(mood: Mood, seed: int) -> None:
    plan, random = MOODS[mood], Random(seed)
    form = form_of(plan, 60, random)
    for part in plan.parts:
        if part.program is not None:
            assert {note.pitch % 12 for note in notes_of(part, form, random)} <= form.key.pitch_classes


@pytest.mark.parametrize("mood", NAMES)
def test_moods_keep_their_tempo_and_mode(mood: Mood) -> None:
    plan = MOODS[mood]
    for seed in range(8):
        form = form_of(plan, 45, Random(seed))
        assert plan.tempo[0] <= form.tempo <= plan.tempo[1]
        assert form.key.mode == plan.mode
        assert form.bars[-1].degree == 0
        assert form.bars[-2].degree == 4


@given(st.integers(0, 11), st.sampled_from(["major", "minor"]), st.lists(st.integers(0, 6), min_size=2, max_size=8))
def test_voices_move_by_small_steps(tonic: int, mode: str, degrees: list[int]) -> None:
    key = Key(tonic, mode)  # type: ignore[arg-type]
    chord = voiced(triad(key, degrees[0]), (), 55, 79)
    for degree in degrees[1:]:
        following = voiced(triad(key, degree), chord, 55, 79)
        assert {note % 12 for note in following} == set(triad(key, degree))
        assert max(min(abs(note - old) for old in chord) for note in following) <= 6
        chord = following


@pytest.mark.parametrize("mood", NAMES)
def test_consonants_have_room(mood: Mood) -> None:
    samples = COMPOSER.compose(MusicRequest(mood, 30, 1)).samples[:, 0]
    power, hertz = np.abs(np.fft.rfft(samples)) ** 2, np.fft.rfftfreq(len(samples), 1 / 48_000)
    assert power[(hertz > 1000) & (hertz < 4000)].sum() < 0.4 * power.sum()


def test_a_chord_sounds_at_its_own_pitches() -> None:
    """The last chord of a calm piece: its tonic is among the strongest frequencies of the last seconds."""
    music = COMPOSER.compose(MusicRequest("calm", 20, 2))
    tail = music.samples[-int(2.2 * 48_000) : -int(0.8 * 48_000), 0]
    power, hertz = np.abs(np.fft.rfft(tail)) ** 2, np.fft.rfftfreq(len(tail), 1 / 48_000)
    strongest = hertz[np.argsort(power)[-40:]]
    names = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
    classes = {round(69 + 12 * np.log2(f / 440)) % 12 for f in strongest if f > 30}
    assert names.index(music.key.split()[0]) in classes


@pytest.mark.parametrize("seconds", [0, 0.5, 4000])
def test_impossible_lengths_are_refused(seconds: float) -> None:
    with pytest.raises(ProviderFailed, match="cannot be composed"):
        COMPOSER.compose(MusicRequest("calm", seconds, 1))


@pytest.mark.parametrize("style", get_args(Style))
def test_every_style_is_of_the_key_and_length_asked_for(style: Style) -> None:
    music = COMPOSER.compose(MusicRequest("calm", 9, 1, style=style, key="D minor", tempo=60))
    assert music.samples.shape == (9 * 48_000, 2)
    assert music.key == "D minor"
    assert np.abs(music.samples).max() <= 10 ** (-2.9 / 20)
    assert not np.array_equal(music.samples, COMPOSER.compose(MusicRequest("calm", 9, 1)).samples[: 9 * 48_000])


def test_a_drone_sounds_its_tonic_and_fifth() -> None:
    """The strongest partials below 500 Hz are those of D, and of A below it."""
    sound = COMPOSER.compose(MusicRequest("calm", 20, 1, style="drone", key="D")).samples.mean(axis=1)
    power = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / 48_000)
    classes = np.zeros(12)
    low = (hertz > 60) & (hertz < 500)
    np.add.at(classes, np.round(69 + 12 * np.log2(hertz[low] / 440)).astype(int) % 12, power[low])
    assert (classes[2] + classes[9]) / classes.sum() > 0.85


def test_the_drones_strings_are_plucked_in_turn_on_the_beat() -> None:
    """Fifth below, tonic, tonic, octave below: each beat begins a note of that fundamental."""
    tempo, key = 24.0, Key(2, "major")
    sound = drone(key, tempo, 20 * _RATE, _RATE, Random(1)).mean(axis=1)
    step = round(60 / tempo * _RATE)
    tonic = 440.0 * 2 ** ((50 - 69) / 12)
    for beat in range(1, 8):
        before, after = (
            sound[beat * step - _RATE // 2 : beat * step],
            sound[beat * step + 1000 : beat * step + 1000 + _RATE // 2],
        )
        up = (-5, 0, 0, -12)[beat % 4]
        hertz = tonic * 2 ** (up / 12)
        assert _strength(after, hertz) > 1.15 * _strength(before, hertz), (beat, hertz)


def test_a_chant_keeps_its_metre_and_breathes_after_each_verse() -> None:
    """Notes of four beats; the last of every four ends before its time is over, and begins and ends the verse near the tonic."""
    tempo, key = 48.0, Key(2, "major")
    sound = chant(key, tempo, 80 * _RATE, _RATE, Random(1)).mean(axis=1)
    step = 4 * 60 / tempo
    levels = [
        [
            float(np.sqrt((_between(sound, (note + a) * step, (note + b) * step) ** 2).mean()))
            for a, b in ((0.2, 0.6), (0.78, 0.98))
        ]
        for note in range(16)
    ]
    sung = np.median([level for level, _ in levels])
    for note, (middle, late) in enumerate(levels):
        assert middle > 0.4 * sung
        assert (late < 0.05 * middle) == (note % 4 == 3), note
    tonic = 440.0 * 2 ** ((50 - 69) / 12)
    first = _between(sound, 0.2 * step, 0.8 * step)
    assert _strength(first, tonic) > 8 * max(_strength(first, tonic * 2 ** (off / 12)) for off in (-3, -2, 2, 3))


def _between(sound: np.ndarray, start: float, end: float) -> np.ndarray:
    return sound[round(start * _RATE) : round(end * _RATE)]


def _strength(sound: np.ndarray, hertz: float) -> float:
    """Of one partial, in a window."""
    at = np.arange(len(sound)) / _RATE
    return float(abs((sound * np.hanning(len(sound)) * np.exp(-2j * np.pi * hertz * at)).sum()) / len(sound))


@pytest.mark.parametrize(("style", "seconds"), [(None, 12.0), ("piano", 10.3), ("drone", 18.0), ("chant", 34.3)])
def test_a_loop_goes_on_without_a_gap(style: Style | None, seconds: float) -> None:
    """Over the seam the sound steps no further than it does elsewhere, and neither end fades."""
    sound = COMPOSER.compose(MusicRequest("calm", seconds, 2, style=style, loopable=True)).samples
    assert len(sound) == round(seconds * 48_000)
    inside = np.abs(np.diff(sound, axis=0)).max()
    assert np.abs(sound[0] - sound[-1]).max() <= inside
    loud = np.sqrt((sound**2).mean())
    assert np.sqrt((sound[-24_000:] ** 2).mean()) > 0.25 * loud
    assert np.sqrt((sound[:24_000] ** 2).mean()) > 0.25 * loud


@pytest.mark.parametrize(
    ("written", "name"), [("Am", "A minor"), ("Eb", "Eb major"), ("d# minor", "Eb minor"), ("F#", "F# major"), ("B♭ major", "Bb major")]
)  # fmt: skip
def test_keys_are_read_as_people_write_them(written: str, name: str) -> None:
    assert key_named(written).name == name


def test_a_key_nobody_knows_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no key 'H'"):
        COMPOSER.compose(MusicRequest("calm", 5, 1, key="H"))
