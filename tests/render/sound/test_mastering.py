"""Mastering: to the loudness asked for, peaks below the ceiling, silence left alone."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from reelwright.media.audio_read import AudioReader
from reelwright.media.loudness import measure
from reelwright.render.sound.mastering import keep, master
from tests.rendering import render
from tests.sounds import RATE, tone

MEDIA = Path(__file__).parents[2] / "media_files"


def mastered(samples: np.ndarray, target: float | None, folder: Path) -> np.ndarray:
    count = keep(iter([samples]), folder / "mix.f32")
    return np.concatenate(list(master(folder / "mix.f32", count, target, folder).blocks()))


@pytest.mark.parametrize("level", [0.1, 0.9, 4.0])
@pytest.mark.parametrize("target", [-14.0, -23.0])
def test_speech_comes_to_its_target_whatever_its_level(level: float, target: float, tmp_path: Path) -> None:
    speech = AudioReader(MEDIA / "speech.flac").read(0, 5 * RATE)
    out = mastered(speech * level, target, tmp_path)
    found = measure([out])
    assert found.integrated == pytest.approx(target, abs=0.3)
    assert found.true_peak <= -1.0
    assert len(out) == 5 * RATE


def test_silence_stays_silence(tmp_path: Path) -> None:
    assert np.abs(mastered(np.zeros((RATE, 2), np.float32), -14, tmp_path)).max() == 0


def test_peaks_above_full_scale_are_limited_even_without_a_target(tmp_path: Path) -> None:
    out = mastered(tone(3.0, 1.8, 997), None, tmp_path)
    assert measure([out]).true_peak <= -1.0


def test_a_tone_measures_what_the_standard_says() -> None:
    """EBU Tech 3341: a 1 kHz stereo sine at -23 dBFS measures -23 LUFS, and its true peak is -23 dBTP."""
    found = measure([tone(10.0, 10 ** (-23 / 20), 1000)])
    assert found.integrated == pytest.approx(-23, abs=0.1)
    assert found.true_peak == pytest.approx(-23, abs=0.2)


def test_the_encoded_file_has_the_loudness_of_the_document(tmp_path: Path) -> None:
    shutil.copy(MEDIA / "speech.flac", tmp_path)
    clips = [{"type": "audio", "src": "speech.flac"}]
    tree = {"canvas": {"width": 64, "height": 64}, "tracks": [{"clips": clips}], "output": {"loudness": -14}}
    report = render(tree, tmp_path)
    found = measure([AudioReader(report.output).read(0, 6 * RATE)])
    assert found.integrated == pytest.approx(-14, abs=0.5)
    assert found.true_peak <= -1.0
    assert report.loudness == pytest.approx(found.integrated, abs=0.3)


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed (Debian: apt install ffmpeg)")
def test_an_independent_program_measures_the_same(tmp_path: Path) -> None:
    shutil.copy(MEDIA / "speech.flac", tmp_path)
    tree = {
        "canvas": {"width": 64, "height": 64},
        "tracks": [{"clips": [{"type": "audio", "src": "speech.flac"}]}],
        "output": {"loudness": -14},
    }
    output = render(tree, tmp_path).output
    command = [
        "ffmpeg",
        "-hide_banner",
        "-nostats",
        "-i",
        str(output),
        "-af",
        "ebur128=peak=true:framelog=verbose",
        "-f",
        "null",
        "-",
    ]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    integrated, peak = (
        float(re.findall(pattern, printed)[-1]) for pattern in (r"I:\s+(-?[\d.]+) LUFS", r"Peak:\s+(-?[\d.]+) dBFS")
    )
    assert integrated == pytest.approx(-14, abs=0.5)
    assert peak <= -1.0


def test_very_quiet_sound_is_raised_by_thirty_decibels_at_most(tmp_path: Path) -> None:
    quiet = tone(4.0, 10 ** (-60 / 20), 1000)
    assert measure([mastered(quiet, -14, tmp_path)]).integrated == pytest.approx(-30, abs=0.3)
