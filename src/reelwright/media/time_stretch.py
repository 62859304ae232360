"""Speech made faster or slower with its pitch kept, to an exact number of samples."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reelwright.media.filtering import filtered, tempo_filters
from reelwright.units.time import SAMPLE_RATE

_SEED = 1


def stretched(samples: npt.NDArray[np.float32], speed: float) -> npt.NDArray[np.float32]:
    """Mono samples at 48 kHz played ``speed`` times as fast: ``round(count / speed)`` of them; equal input gives equal output.

    By Signalsmith Stretch, which among measured stretchers is nearest to speech; where its wheel is missing, by libav's atempo.
    """
    count = round(len(samples) / speed)
    if abs(speed - 1) < 1e-4 or not len(samples):
        return _fitted(samples, count)
    try:
        from python_stretch import Signalsmith  # noqa: PLC0415  a compiled library without wheels for every machine
    except ImportError:
        stereo = np.repeat(samples[:, None], 2, axis=1)
        return _fitted(np.concatenate([*filtered([stereo], tempo_filters(speed))])[:, 0], count)
    stretch = Signalsmith.Stretch(_SEED)
    stretch.preset(1, SAMPLE_RATE)
    stretch.setTimeFactor(len(samples) / count)
    return _fitted(np.asarray(stretch.process(samples[None, :]), np.float32)[0], count)


def _fitted(samples: npt.NDArray[np.float32], count: int) -> npt.NDArray[np.float32]:
    result = np.zeros(count, np.float32)
    result[: min(count, len(samples))] = samples[:count]
    return result
