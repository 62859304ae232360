"""A room for dry samples: a soft, seeded reverberation, and the final level."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Stereo = npt.NDArray[np.float32]
"""(count, 2)."""

_DECAY_SECONDS = 1.6
_WET = 0.16
_VOICE_HZ = 1200
_LEVEL = 10 ** (-20 / 20)
"""Root mean square of the finished music."""
_PEAK = 10 ** (-3 / 20)


def reverberated(dry: Stereo, rate: int) -> Stereo:
    """The sound with a decaying, slightly dark echo of noise, different on each side (which makes it wide)."""
    length = int(_DECAY_SECONDS * rate)
    random = np.random.default_rng(7)
    noise = random.standard_normal((length, 2)) * np.exp(-6.9 * np.arange(length) / length)[:, None]
    soft = np.cumsum(noise, axis=0)
    smooth = (soft[8:] - soft[:-8]) / 8  # a moving average takes the hiss out
    smooth[: int(0.012 * rate)] = 0
    smooth /= np.sqrt((smooth**2).sum(axis=0))
    return np.asarray(dry + _WET * _convolved(dry, smooth.astype(np.float32)), np.float32)


def leaving_room_for_a_voice(sound: Stereo, rate: int) -> Stereo:
    """Highs lowered by about 9 dB above 1.2 kHz, where consonants live: music below speech should not cover them."""
    taps = np.arange(-255, 256) * (2 * _VOICE_HZ / rate)
    low_pass = np.sinc(taps) * np.hamming(511)
    low_pass /= low_pass.sum()
    shaped = 0.65 * low_pass
    shaped[255] += 0.35
    padded = np.pad(sound, ((0, 255), (0, 0)))
    return _convolved(padded, np.repeat(shaped[:, None], 2, axis=1).astype(np.float32))[255:]


def _convolved(sound: Stereo, echo: Stereo) -> Stereo:
    """Overlap-add convolution, cut to the sound's length; memory does not depend on it."""
    block = 1 << 17
    size = 1 << (block + len(echo) - 1).bit_length()
    spectrum = np.fft.rfft(echo, size, axis=0)
    result = np.zeros((len(sound) + size, 2), np.float32)
    for start in range(0, len(sound), block):
        piece = np.fft.irfft(np.fft.rfft(sound[start : start + block], size, axis=0) * spectrum, size, axis=0)
        result[start : start + size] += piece.astype(np.float32)
    return result[: len(sound)]


def levelled(sound: Stereo, rate: int) -> Stereo:
    """To the usual level, without an offset, peaks below -3 dB, faded at both ends."""
    sound = sound - sound.mean(axis=0, dtype=np.float64).astype(np.float32)
    loudness = float(np.sqrt(np.mean(sound**2)))
    sound = sound * np.float32(_LEVEL / loudness if loudness > 1e-6 else 0.0)
    over = float(np.abs(sound).max(initial=0.0)) / _PEAK
    if over > 1:  # a soft knee for the few peaks, rather than less of everything
        sound = np.asarray(np.tanh(sound / _PEAK * 0.9) / np.tanh(0.9 * over) * _PEAK, np.float32)
    rise, fall = min(len(sound), int(0.02 * rate)), min(len(sound), int(1.8 * rate), len(sound) // 3 + 1)
    sound[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)[:, None]
    sound[len(sound) - fall :] *= np.cos(np.linspace(0, np.pi / 2, fall, dtype=np.float32))[:, None]
    return np.asarray(sound, np.float32)


def wrapped(sound: Stereo, count: int) -> Stereo:
    """``count`` samples of a sound that goes on from its end at its beginning: what rings beyond the end is added to the beginning."""
    looped = np.array(sound[:count], np.float32)
    for start in range(count, len(sound), count):
        tail = sound[start : start + count]
        looped[: len(tail)] += tail
    return looped


def evenly_levelled(sound: Stereo) -> Stereo:
    """To the usual level with peaks below -3 dB, without any fade."""
    loudness = float(np.sqrt(np.mean(sound**2)))
    over = float(np.abs(sound).max(initial=0.0))
    gain = min(_LEVEL / loudness, _PEAK / over) if loudness > 1e-6 else 0.0
    return np.asarray(sound * np.float32(gain), np.float32)
