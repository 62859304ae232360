"""From an engine's raw sound and rough times to finished speech: silence off the ends, words on the sound."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reelwright.errors import ProviderFailed
from reelwright.providers.speech import Speech
from reelwright.transcript import Word
from reelwright.transcript.sound_activity import fit_to_sound, sounding_span

_LEAD_S = 0.01
_TAIL_S = 0.03
_FADE_S = 0.005
_WORDLESS_S = 0.2


def finished(pcm: bytes, rate: int, words: Sequence[Word], engine: str, *, exact_times: bool = True) -> Speech:
    """Trim to the sound (10 ms before, 30 ms after, faded over 5 ms), shift the words with it and fit them to it.

    Raises ``ProviderFailed`` when there is no sound.
    """
    samples = np.frombuffer(pcm[: len(pcm) // 2 * 2], dtype="<i2").astype(np.float32) * np.float32(1 / 32768)
    first, last = sounding_span(samples, rate)
    if last == 0:
        raise ProviderFailed(f"{engine} made no sound for this text", hint="reword it or choose another voice")
    start = max(0, first - round(_LEAD_S * rate))
    stop = min(len(samples), last + round(_TAIL_S * rate))
    kept = samples[start:stop].copy()
    fade = min(round(_FADE_S * rate), len(kept) // 2)
    ramp = np.linspace(0, 1, fade, endpoint=False, dtype=np.float32)
    kept[:fade] *= ramp
    kept[len(kept) - fade :] *= ramp[::-1]
    end = len(kept) / rate
    shifted = [Word(w.text, _within(w.start - start / rate, end), _within(w.end - start / rate, end)) for w in words]
    return Speech(
        np.rint(kept * 32767).astype("<i2").tobytes(), rate, tuple(fit_to_sound(shifted, kept, rate)), exact_times
    )


def wordless(units: Sequence[str], rate: int) -> Speech:
    """A short silence for a text without anything to say (``—``, ``***``); its marks have no length."""
    words = tuple(Word(unit, 0.0, 0.0) for unit in units)
    return Speech(bytes(2 * round(_WORDLESS_S * rate)), rate, words, exact_times=True)


def _within(seconds: float, end: float) -> float:
    return min(max(0.0, seconds), end)
