"""A voice made quicker or slower, higher or lower, where whoever spoke cannot do it."""

from __future__ import annotations

import av
import numpy as np
import numpy.typing as npt

from reelwright.media.filtering import Filters, filtered, tempo_filters
from reelwright.units.time import SAMPLE_RATE

Sound = npt.NDArray[np.float32]


def changed_voice(samples: Sound, rate: int, speed: float, semitones: float) -> Sound:
    """Mono samples at ``rate``, ``speed`` times as fast and ``semitones`` higher; its length is divided by ``speed``.

    Pitch is moved by playing faster and stretching back, which moves the voice's colour with it: fit for a few semitones.
    """
    ratio = 2 ** (semitones / 12)
    if abs(speed - 1) < 1e-6 and abs(semitones) < 1e-6:
        return samples
    shift: Filters = (
        [("asetrate", str(round(SAMPLE_RATE * ratio))), ("aresample", str(SAMPLE_RATE))] if semitones else []
    )
    tempo = speed / ratio
    filters = shift + (tempo_filters(tempo) if abs(tempo - 1) > 1e-9 else [])
    upsampled = _resampled(samples, rate, SAMPLE_RATE)
    stereo = np.repeat(upsampled[:, None], 2, axis=1)
    blocks = list(filtered([stereo], filters))
    out = np.concatenate(blocks)[:, 0] if blocks else upsampled
    wanted = max(1, round(len(samples) / speed))
    back = _resampled(np.ascontiguousarray(out), SAMPLE_RATE, rate)
    return np.pad(back[:wanted], (0, max(0, wanted - len(back)))).astype(np.float32)


def _resampled(samples: Sound, rate: int, wanted: int) -> Sound:
    if rate == wanted:
        return samples
    resampler = av.AudioResampler(format="flt", layout="mono", rate=wanted)
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.reshape(1, -1), np.float32), "flt", "mono")
    frame.sample_rate = rate
    ready = [*resampler.resample(frame), *resampler.resample(None)]
    parts = [each.to_ndarray().reshape(-1).astype(np.float32, copy=False) for each in ready]
    return np.concatenate(parts) if parts else samples[:0]
