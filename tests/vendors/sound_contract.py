"""Sound as vendors send it, and recordings to send them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from reelwright.media.audio_write import write_sound
from reelwright.timeline.resolved import AudioSettings
from tests.sounds import tone


def mp3(folder: Path, seconds: float, hertz: float = 330.0) -> bytes:
    path = folder / f"vendor-{seconds}.mp3"
    write_sound([tone(seconds, 0.2, hertz)], path, AudioSettings("mp3", 128_000, None), alone=True)
    return path.read_bytes()


def flac(folder: Path, seconds: float) -> bytes:
    path = folder / f"vendor-{seconds}.flac"
    write_sound([tone(seconds, 0.2)], path, AudioSettings("flac", None, 16), alone=True)
    return path.read_bytes()


def noisy_voice(seconds: float) -> np.ndarray:
    """A tone in bursts of half a second, in hiss."""
    count = round(seconds * 48_000)
    hiss = np.random.default_rng(3).standard_normal((count, 2)) * 0.01
    bursts = (np.arange(count) // 24_000 % 2)[:, None]
    return np.asarray(tone(seconds, 0.3) * bursts + hiss, np.float32)
