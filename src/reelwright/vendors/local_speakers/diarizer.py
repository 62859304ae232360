"""Who speaks when: regions of speech, a voice print for every 0.8 seconds of them, and those that are alike joined."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reelwright.errors import InvalidInput, MediaUnusable
from reelwright.media.audio_read import AudioReader
from reelwright.media.probe import probe
from reelwright.providers.access import Access
from reelwright.providers.speakers import Turn
from reelwright.units.time import SAMPLE_RATE
from reelwright.vendors.local_speakers.clustering import MOST_SPEAKERS, clustered
from reelwright.vendors.local_speakers.encoder import SIZE, WINDOW_FRAMES, embedded
from reelwright.vendors.local_speakers.mel import HOP, RATE, mel_frames
from reelwright.vendors.local_speakers.speech_regions import FRAME_S, speech_regions
from reelwright.vendors.local_speakers.turns import Heard, turns_of

_PART_S = 60.0
"""Seconds looked at together."""
_SEARCH_S = 8.0
"""Before a part's end, within which it is cut where it is quietest."""
_STEP = 80
"""Frames from one window to the next."""
_CLEAR = 80
"""Frames of speech from which a window tells who speaks; shorter ones are only compared."""
_LEVEL = 10 ** (-30 / 10)
"""Mean power to which the encoder wants speech brought."""


class LocalSpeakers:
    """The same recording gives the same turns. What is kept of it are 256 numbers for each 0.8 seconds of speech."""

    name = "voices-apart"
    version = "1"

    def turns(self, sound: Path, speakers: int = -1) -> tuple[Turn, ...]:
        """See ``providers.speakers.SpeakerDiarization``. Raises ``InvalidInput`` for more speakers than can be told apart."""
        if speakers == 0 or speakers > MOST_SPEAKERS:
            raise InvalidInput(f"{speakers} speakers cannot be looked for", hint=f"1 to {MOST_SPEAKERS}, or -1")
        regions: list[tuple[int, int]] = []
        windows: list[tuple[int, int, int]] = []
        prints: list[NDArray[np.float16]] = []
        for at, part in _parts(sound):
            mels = mel_frames(part)
            inputs: list[NDArray[np.float32]] = []
            for start, end in speech_regions(mels):
                louder = np.float32(_LEVEL / max(float(np.mean(part[start * HOP : end * HOP] ** 2)), 1e-12))
                for first, last in _places(start, end):
                    windows.append((len(regions), at + first, at + last))
                    inputs.append(_filled(mels[first:last]) * louder)
                regions.append((at + start, at + end))
            prints.append(embedded(inputs).astype(np.float16))
        if not windows:
            return ()
        voices = np.concatenate(prints).astype(np.float32)
        clear = np.array([end - start >= _CLEAR for _, start, end in windows])
        if clear.sum() < 2:
            clear[:] = True
        labels = clustered(voices[clear], speakers)
        centres = np.zeros((int(labels.max()) + 1, SIZE), np.float32)
        np.add.at(centres, labels, voices[clear])
        centres /= np.linalg.norm(centres, axis=1, keepdims=True)
        heard = [Heard(*window, row) for window, row in zip(windows, voices @ centres.T, strict=True)]
        return turns_of(regions, heard, FRAME_S)


def connect(access: Access) -> LocalSpeakers:
    """See ``providers.manifest.Offer``."""
    del access
    return LocalSpeakers()


def _places(start: int, end: int) -> list[tuple[int, int]]:
    """Windows of 1.6 s that cover a region; a shorter region is one window."""
    spare = end - start - WINDOW_FRAMES
    if spare <= 0:
        return [(start, end)]
    steps = -(-spare // _STEP)
    return [
        (start + round(spare * step / steps), start + round(spare * step / steps) + WINDOW_FRAMES)
        for step in range(steps + 1)
    ]


def _filled(mels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Repeated until it is a window."""
    return np.tile(mels, (-(-WINDOW_FRAMES // len(mels)), 1))[:WINDOW_FRAMES]


def _parts(path: Path) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """``(frame, samples)``: the recording in mono at 16 kHz, in parts of at most a minute that end where it is quiet."""
    info = probe(path)
    if info.audio is None:
        raise MediaUnusable(f"{path} has no sound, so nobody speaks in it")
    total = int(float(info.duration or 0) * RATE)
    reader = AudioReader(path)
    try:
        at = 0
        while at < total:
            count = min(round(_PART_S * RATE), total - at)
            samples = _lowered(reader, at, count)
            if at + count < total:
                samples = samples[: _quietest(samples) * HOP]
            yield at // HOP, samples
            at += len(samples)
    finally:
        reader.close()


def _quietest(samples: NDArray[np.float32]) -> int:
    """The frame, within the last seconds, around which a quarter of a second is quietest."""
    frames = len(samples) // HOP
    power = (samples[: frames * HOP].reshape(frames, HOP) ** 2).mean(axis=1)
    smooth = np.convolve(power, np.ones(25), "same")
    first = frames - round(_SEARCH_S * RATE / HOP)
    return max(1, first) + int(np.argmin(smooth[max(1, first) : frames - 12]))


def _lowered(reader: AudioReader, at: int, count: int) -> NDArray[np.float32]:
    """Mono samples at 16 kHz from those at 48 kHz, low-passed before every third is taken."""
    taps = len(_LOW_PASS)
    wide = reader.read(at * _FACTOR - taps // 2, count * _FACTOR + taps - 1).mean(axis=1)
    return np.convolve(wide, _LOW_PASS, "valid")[::_FACTOR].astype(np.float32)


def _low_pass() -> NDArray[np.float64]:
    """A windowed sinc that ends below 8 kHz."""
    at = np.arange(-48, 49)
    taps = np.sinc(at * 2 * 7400 / SAMPLE_RATE) * np.hamming(len(at))
    return taps / taps.sum()


_FACTOR = SAMPLE_RATE // RATE
_LOW_PASS = _low_pass()
