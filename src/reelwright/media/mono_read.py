"""Any file's sound as one channel at a low rate, as recognisers hear it; kept on disk, for it may be hours long."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from reelwright.errors import MediaUnusable
from reelwright.media.audio_read import AudioReader, Samples
from reelwright.media.probe import probe
from reelwright.media.video_write import writing
from reelwright.units.time import SAMPLE_RATE

HEARING_RATE = 16_000
"""Hz: all that recognisers use of speech."""
_BLOCK_SECONDS = 10


@dataclass(frozen=True, slots=True)
class MonoSound:
    """16-bit ``samples``, shape (samples,), at ``rate`` Hz; sample 0 is the file's zero (see ``media.opening.zero_seconds``)."""

    samples: npt.NDArray[np.int16]
    rate: int

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate

    def part(self, start: float, end: float) -> MonoSound:
        """From ``start`` up to ``end`` seconds; nothing is copied."""
        return MonoSound(self.samples[round(start * self.rate) : round(end * self.rate)], self.rate)

    def floats(self) -> npt.NDArray[np.float32]:
        """In -1 to 1."""
        return self.samples.astype(np.float32) / np.float32(32768)


@contextmanager
def mono_sound(path: Path, rate: int = HEARING_RATE) -> Iterator[MonoSound]:
    """The sound of a file while the context is open. Memory does not grow with its length.

    Raises ``MediaUnusable`` for a file without sound, or one nobody can read.
    """
    info = probe(path)
    if info.audio is None:
        raise MediaUnusable(f"there is no sound in {path.name}", hint="give a recording, or a video with sound")
    total = round((info.duration or Fraction(0)) * SAMPLE_RATE)
    with tempfile.TemporaryDirectory(prefix="reel-sound-") as folder:
        raw = Path(folder) / "mono.raw"
        reader = AudioReader(path)
        try:
            with writing(raw), raw.open("wb") as file:
                for block in _resampled(_blocks(reader, total), rate):
                    file.write(block.tobytes())
        finally:
            reader.close()
        if raw.stat().st_size == 0:
            raise MediaUnusable(f"the sound of {path.name} is empty")
        samples = np.memmap(raw, np.int16, "r")
        yield MonoSound(samples, rate)
        del samples


def _blocks(reader: AudioReader, total: int) -> Iterator[Samples]:
    size = _BLOCK_SECONDS * SAMPLE_RATE
    for start in range(0, total, size):
        yield reader.read(start, min(size, total - start))


def _resampled(blocks: Iterator[Samples], rate: int) -> Iterator[npt.NDArray[np.int16]]:
    """Both channels' mean at another rate."""
    resampler: Any = av.AudioResampler(format="s16", layout="mono", rate=rate)
    for block in blocks:
        mono = np.ascontiguousarray(block.mean(axis=1, dtype=np.float32).reshape(1, -1))
        frame = av.AudioFrame.from_ndarray(mono, "flt", "mono")
        frame.sample_rate = SAMPLE_RATE
        for ready in resampler.resample(frame):
            yield ready.to_ndarray().reshape(-1)
    for ready in resampler.resample(None):
        yield ready.to_ndarray().reshape(-1)
