"""Sound as recognisers hear it: one channel, low rate, whole, in time."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from reelwright.errors import MediaUnusable, OutputUnwritable
from reelwright.media.mono_read import MonoSound, mono_sound
from reelwright.media.mono_write import Coding, write_mono
from reelwright.media.speech_pieces import speech_pieces
from tests.sounds import blip, tone, write_wav


def test_both_channels_are_mixed_at_their_time(tmp_path: Path) -> None:
    sound = blip(12.345, 25.0)  # across the borders of blocks
    sound[:, 1] = 0
    with mono_sound(write_wav(tmp_path / "a.wav", sound)) as mono:
        assert mono.seconds == pytest.approx(25.0, abs=0.001)
        loud = np.flatnonzero(np.abs(mono.floats()) > 0.2)
        assert loud[0] / mono.rate == pytest.approx(12.345, abs=0.001)
        assert np.abs(mono.floats()).max() == pytest.approx(0.4, abs=0.03)


def test_what_has_no_sound_is_told(tmp_path: Path) -> None:
    for name, content in (("none.wav", None), ("empty.wav", b""), ("bad.mp4", b"x" * 100)):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(MediaUnusable), mono_sound(tmp_path / name):
            pass


@pytest.mark.parametrize(
    ("coding", "name", "loss"), [("opus", "a.ogg", 0.2), ("flac", "a.flac", 0), ("wav", "a.wav", 0)]
)
def test_it_is_written_as_long_as_it_is(coding: Coding, name: str, loss: float, tmp_path: Path) -> None:
    mono = MonoSound((tone(3.3, 0.5, rate=16_000)[:, 0] * 32767).astype(np.int16), 16_000)
    write_mono(mono, tmp_path / name, coding)
    with av.open(str(tmp_path / name)) as file:
        assert file.streams.audio[0].codec_context.channels == 1
    with mono_sound(tmp_path / name) as again:
        assert again.seconds == pytest.approx(3.3, abs=0.03)
        middle = slice(16_000, 32_000)
        assert np.abs(again.floats()[middle]).max() == pytest.approx(0.5, abs=0.01 + loss)
    write_mono(mono, tmp_path / f"b{name}", coding)
    assert (tmp_path / f"b{name}").read_bytes() == (tmp_path / name).read_bytes()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputUnwritable):
        write_mono(MonoSound(np.zeros(10, np.int16), 16_000), tmp_path / "no" / "a.wav", "wav")


@pytest.mark.parametrize(("seconds", "longest"), [(0.01, 4), (4.0, 4), (4.01, 4), (30, 4), (31.7, 7.5), (60, 59)])
def test_pieces_are_the_whole_and_never_too_long(seconds: float, longest: float) -> None:
    noise = np.random.default_rng(1).integers(-3000, 3000, round(seconds * 16_000)).astype(np.int16)
    pieces = speech_pieces(MonoSound(noise, 16_000), longest)
    assert (pieces[0][0], pieces[-1][1]) == (0.0, pytest.approx(seconds, abs=1e-4))
    assert all(first[1] == second[0] for first, second in pairwise(pieces))
    assert all(0 < end - start <= longest + 1e-9 for start, end in pieces)
    assert len(pieces) == max(1, int(np.ceil(len(noise) / 16_000 / longest)))


def test_cuts_lie_in_pauses() -> None:
    samples = np.random.default_rng(1).integers(-3000, 3000, 20 * 16_000).astype(np.int16)
    for pause in (6.0, 12.7):
        samples[round(pause * 16_000) : round((pause + 0.4) * 16_000)] = 0
    cuts = [end for _, end in speech_pieces(MonoSound(samples, 16_000), 8.0)[:-1]]
    assert cuts == [pytest.approx(6.2, abs=0.1), pytest.approx(12.9, abs=0.1)]
