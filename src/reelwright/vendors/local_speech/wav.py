"""Reading the WAV files synthesizers write."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reelwright.errors import ProviderFailed


def read_wav(path: Path) -> tuple[npt.NDArray[np.float32], int]:
    """Mono float samples and their rate from a 16-bit file. Raises ``ProviderFailed`` when it is none."""
    try:
        with wave.open(str(path), "rb") as file:
            if file.getsampwidth() != 2:
                raise ProviderFailed(f"{path.name} is not 16-bit sound")
            data = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768
            return data.reshape(-1, file.getnchannels()).mean(axis=1, dtype=np.float32), file.getframerate()
    except (OSError, EOFError, wave.Error):
        raise ProviderFailed(f"no sound came out ({path.name})", hint="`reel doctor` checks the speech providers") from None
