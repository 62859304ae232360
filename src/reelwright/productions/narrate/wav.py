"""Writing speech as a WAV file people can listen to."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt


def write_wav(path: Path, samples: npt.NDArray[np.float32], rate: int) -> None:
    """Float samples, (count,) or (count, channels), as 16-bit sound. Raises ``OSError``."""
    data = np.asarray(np.clip(np.round(samples * 32767.0), -32768, 32767), "<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(data.tobytes())
