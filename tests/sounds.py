"""Sounds made for tests."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

RATE = 48_000


def blip(at: float, seconds: float, rate: int = RATE) -> np.ndarray:
    """(samples, 2): silence with 50 ms of 1 kHz that starts at full level at ``at``."""
    samples = np.zeros((round(seconds * rate), 2), np.float32)
    first, count = round(at * rate), rate // 20
    samples[first : first + count] = 0.8 * np.cos(2 * np.pi * 1000 * np.arange(count) / rate)[:, None]
    return samples


def tone(seconds: float, level: float = 0.1, hertz: float = 440.0, rate: int = RATE) -> np.ndarray:
    return np.repeat(
        (level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate))[:, None], 2, axis=1
    ).astype(np.float32)


def write_wav(path: Path, samples: np.ndarray, rate: int = RATE) -> Path:
    data = np.asarray(np.clip(np.round(samples * 32767), -32768, 32767), "<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1 if data.ndim == 1 else data.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(data.tobytes())
    return path
