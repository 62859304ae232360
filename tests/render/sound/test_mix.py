"""The mix: every sound where, as loud and as long as the document says."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from reelwright.media.loudness import measure
from reelwright.render.sound.mix import mix
from reelwright.timeline.curve import Curve, Key
from reelwright.timeline.resolved import Duck, ResolvedSound
from reelwright.timeline.window import SourceWindow
from tests.sounds import RATE, blip, tone, write_wav

FPS = Fraction(30)


def sound(source: str, start: int, end: int, **more: object) -> ResolvedSound:
    fields = {"window": SourceWindow(), "volume": Curve.constant(1.0)} | more
    return ResolvedSound(str(fields.pop("id", source)), "", source, start, end, **fields)  # type: ignore[arg-type]


def mixed(folder: Path, sounds: list[ResolvedSound], total: int, block: int = RATE) -> np.ndarray:
    return np.concatenate(list(mix(sounds, FPS, total, lambda source: folder / source, block)))


def test_a_sound_lands_on_its_sample(tmp_path: Path) -> None:
    write_wav(tmp_path / "blip.wav", blip(0.0, 1.0))
    for start in (0, 1, 12_345, 47_999):
        out = mixed(tmp_path, [sound("blip.wav", start, start + RATE)], 3 * RATE)
        assert int(np.flatnonzero(np.abs(out[:, 0]) > 0.1)[0]) == start


@pytest.mark.parametrize("rate", [44_100, 22_050, 96_000, 16_000])
def test_other_sample_rates_land_there_too(rate: int, tmp_path: Path) -> None:
    write_wav(tmp_path / "blip.wav", blip(0.5, 1.0, rate), rate)
    out = mixed(tmp_path, [sound("blip.wav", 0, RATE)], RATE)
    assert int(np.flatnonzero(np.abs(out[:, 0]) > 0.4)[0]) == pytest.approx(RATE // 2, abs=6)


def test_one_channel_plays_on_both_sides_at_its_own_level(tmp_path: Path) -> None:
    write_wav(tmp_path / "mono.wav", tone(1.0, 0.5)[:, 0])
    out = mixed(tmp_path, [sound("mono.wav", 0, RATE)], RATE)
    assert np.abs(out).max(axis=0) == pytest.approx([0.5, 0.5], abs=0.001)


def test_the_mix_does_not_depend_on_the_block_size(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", tone(4.0, 0.3, 300))
    write_wav(tmp_path / "b.wav", tone(3.0, 0.2, 700, 44_100), 44_100)
    ramp = Curve((Key(0, 0.0), Key(60, 1.0, "ease-in-out-cubic")))
    sounds = [
        sound("a.wav", 1000, 4 * RATE, volume=ramp, fade_in=9000, fade_out=20_000),
        sound(
            "b.wav",
            0,
            5 * RATE,
            window=SourceWindow(Fraction(1, 2), Fraction(2), Fraction(1), True),
            duck=Duck(("a.wav",), -12),
        ),
        sound("a.wav", RATE, 3 * RATE, id="fast", window=SourceWindow(speed=Fraction(3, 2))),
    ]
    whole = mixed(tmp_path, sounds, 5 * RATE)
    for block in (4800, 7777, 96_000):
        assert np.abs(mixed(tmp_path, sounds, 5 * RATE, block) - whole).max() < 1e-6


def test_fades_begin_and_end_in_silence(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", np.full((2 * RATE, 2), 0.5, np.float32))
    out = mixed(tmp_path, [sound("a.wav", 0, 2 * RATE, fade_in=RATE // 2, fade_out=RATE // 2)], 2 * RATE)[:, 0]
    assert abs(out[0]) < 0.001
    assert abs(out[-1]) < 0.001
    assert out[RATE] == pytest.approx(0.5, abs=0.001)
    assert (np.diff(out[: RATE // 2]) >= -1e-6).all()


def test_speed_keeps_the_pitch_and_changes_the_length(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", tone(4.0, 0.5, 440))
    out = mixed(tmp_path, [sound("a.wav", 0, 4 * RATE, window=SourceWindow(speed=Fraction(2)))], 4 * RATE)[:, 0]
    spectrum = np.abs(np.fft.rfft(out[RATE // 2 : RATE // 2 + RATE]))
    assert int(np.argmax(spectrum)) == pytest.approx(440, abs=3)
    assert np.abs(out[: int(1.9 * RATE)]).max() > 0.4
    assert np.abs(out[int(2.1 * RATE) :]).max() < 0.05


def test_ducking_lowers_by_what_it_says_before_the_voice_and_returns_after(tmp_path: Path) -> None:
    voice = np.concatenate([np.zeros((2 * RATE, 2)), tone(2.0, 0.3, 200), np.zeros((4 * RATE, 2))]).astype(np.float32)
    write_wav(tmp_path / "voice.wav", voice)
    write_wav(tmp_path / "music.wav", np.full((8 * RATE, 2), 0.2, np.float32))
    silent = Curve.constant(1.0)
    sounds = [
        sound("voice.wav", 0, 8 * RATE, volume=silent),
        sound("music.wav", 0, 8 * RATE, duck=Duck(("voice.wav",), -10, 0.2, 0.5)),
    ]
    out = mixed(tmp_path, sounds, 8 * RATE)[:, 0] - np.asarray(voice[:, 0])
    level = {at: 20 * np.log10(abs(out[int(at * RATE)]) / 0.2) for at in (1.0, 2.01, 3.0, 3.95, 6.5)}
    assert level[1.0] == pytest.approx(0, abs=0.1)
    assert level[2.01] == pytest.approx(-10, abs=0.2)
    assert level[3.0] == pytest.approx(-10, abs=0.1)
    assert level[6.5] == pytest.approx(0, abs=0.1)


def test_short_pauses_do_not_make_the_music_pump(tmp_path: Path) -> None:
    words = [np.concatenate([tone(0.3, 0.3, 200), np.zeros((int(0.25 * RATE), 2), np.float32)]) for _ in range(8)]
    voice = np.concatenate([np.zeros((RATE, 2), np.float32), *words, np.zeros((RATE, 2), np.float32)])
    write_wav(tmp_path / "voice.wav", voice)
    write_wav(tmp_path / "music.wav", np.full((len(voice), 2), 0.2, np.float32))
    sounds = [
        sound("voice.wav", 0, len(voice)),
        sound("music.wav", 0, len(voice), duck=Duck(("voice.wav",), -10, 0.2, 0.5)),
    ]
    out = mixed(tmp_path, sounds, len(voice))[:, 0] - voice[:, 0]
    during = out[int(1.05 * RATE) : int(1 + 7 * 0.55 * RATE)]
    assert during.max() - during.min() < 0.002


def test_panning_leaves_the_nearer_side_and_silences_the_other(tmp_path: Path) -> None:
    write_wav(tmp_path / "tone.wav", tone(1.0, 0.5))
    for pan, left, right in ((-1.0, 0.5, 0.0), (0.0, 0.5, 0.5), (1.0, 0.0, 0.5)):
        out = mixed(tmp_path, [sound("tone.wav", 0, RATE, pan=Curve.constant(pan))], RATE)
        assert np.abs(out).max(axis=0) == pytest.approx([left, right], abs=0.001)


def test_panning_may_travel(tmp_path: Path) -> None:
    write_wav(tmp_path / "tone.wav", tone(1.0, 0.5))
    out = mixed(tmp_path, [sound("tone.wav", 0, RATE, pan=Curve((Key(0, -1.0), Key(30, 1.0))))], RATE)
    louder = [np.abs(out[part * 4800 : (part + 1) * 4800]).max(axis=0) for part in range(10)]
    assert louder[0][0] > 3 * louder[0][1]
    assert louder[9][1] > 3 * louder[9][0]


@pytest.mark.parametrize("level", [0.02, 0.5])
def test_a_clip_comes_to_its_own_loudness(level: float, tmp_path: Path) -> None:
    write_wav(tmp_path / "tone.wav", tone(3.0, level, 1000))
    out = mixed(tmp_path, [sound("tone.wav", 0, 3 * RATE, loudness=-20.0)], 3 * RATE)
    assert measure(iter([out])).integrated == pytest.approx(-20, abs=0.15)


def test_backwards_is_the_mirror_image_to_the_sample(tmp_path: Path) -> None:
    samples = np.random.default_rng(1).uniform(-0.5, 0.5, (RATE, 2)).astype(np.float32)
    write_wav(tmp_path / "noise.wav", samples)
    window = SourceWindow(Fraction(0), Fraction(1), reverse=True)
    out = mixed(tmp_path, [sound("noise.wav", 0, RATE, window=window)], RATE, 7001)
    assert np.abs(out - samples[::-1]).max() < 1e-4


def test_a_pitch_that_follows_rises_with_the_speed(tmp_path: Path) -> None:
    write_wav(tmp_path / "tone.wav", tone(4.0, 0.5, 400))
    window = SourceWindow(speed=Fraction(2), keep_pitch=False)
    out = mixed(tmp_path, [sound("tone.wav", 0, RATE, window=window)], RATE)
    assert int(np.abs(np.fft.rfft(out[:, 0])).argmax()) == 800


def test_a_ramp_plays_what_the_picture_shows(tmp_path: Path) -> None:
    """A blip at 2 s of the medium is heard when the ramp has played 2 s, to a millisecond."""
    write_wav(tmp_path / "blip.wav", blip(2.0, 5.0))
    ramp = ((Fraction(0), Fraction(1)), (Fraction(1), Fraction(3)))
    window = SourceWindow(ramp=ramp, keep_pitch=False)
    wanted = next(n for n in range(2 * RATE) if window.advance(Fraction(n, RATE)) >= 2)
    out = mixed(tmp_path, [sound("blip.wav", 0, 2 * RATE, window=window)], 2 * RATE)
    assert int(np.flatnonzero(np.abs(out[:, 0]) > 0.1)[0]) == pytest.approx(wanted, abs=48)
