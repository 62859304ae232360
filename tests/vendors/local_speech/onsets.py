"""An independent ear: where sound begins after silence, from the waveform alone."""

from __future__ import annotations

import numpy as np

from reelwright.providers.speech import Speech


def onsets_after_pauses(speech: Speech, pause_s: float = 0.12, step_s: float = 0.002) -> list[float]:
    """Seconds at which the level passes 1 % of the loudest after a pause; the first is that of the whole."""
    samples = np.abs(speech.samples())
    step = round(step_s * speech.rate)
    peaks = samples[: len(samples) // step * step].reshape(-1, step).max(axis=1)
    loud = np.flatnonzero(peaks > 0.01 * peaks.max()) * step / speech.rate
    gaps = np.diff(loud, prepend=-1.0)
    return [float(t) for t in loud[gaps > pause_s]]
