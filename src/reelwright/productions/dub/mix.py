"""Mixing a dub: the source's own sound, its voices taken down where somebody speaks another language, and the new voices over it.

Outside of dubbed speech the source's sound is not touched. Everything is placed by whole samples from the source's times.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reelwright.media.audio_read import AudioReader, Samples
from reelwright.media.filtering import filtered
from reelwright.media.loudness import measure
from reelwright.media.probe import probe
from reelwright.media.time_stretch import stretched
from reelwright.productions.dub.fit.placing import Placement
from reelwright.productions.dub.fit.slots import Slot
from reelwright.units.time import SAMPLE_RATE

_BLOCK = SAMPLE_RATE
_FADE_MS = 60
"""Over which the source's voice goes and comes back around dubbed speech."""
_EDGE = SAMPLE_RATE // 200
"""Of silence-to-speech ramp at a take's ends: 5 ms, so that no click is heard."""
_QUIETEST, _LOUDEST = -36.0, -12.0
"""LUFS between which a speaker's level is kept; beyond, the recording's fault would become ours."""
_MOST_GAIN_DB = 24.0
_SHORTEST = 0.5
"""Seconds below which BS.1770's gated blocks of 400 ms tell too little: the speaker's level counts instead."""
_PEAK = 10 ** (-1.2 / 20)
"""Of the limiter: true peaks stay below -1 dBTP."""
DUCK_DB = -18.0
"""Of the source below the new voice where its voices could not be taken out: heard, and not in the way."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A take at its place: ``sound`` is a mono or stereo file, ``speaker`` whose level it is brought to."""

    sound: Path
    speaker: str
    placement: Placement
    slot: Slot


@dataclass(frozen=True, slots=True)
class Bed:
    """``source`` is the video or its sound (``None``: it has none). ``background`` is the source without its voices;
    ``voice`` those voices alone, for their level. Without them the source is ducked by ``duck_db`` under dubbed speech."""

    source: Path | None
    background: Path | None = None
    voice: Path | None = None
    duck_db: float = DUCK_DB


@dataclass(frozen=True, slots=True)
class SegmentLevel:
    """Loudness in LUFS of a segment in the source (as far as it can be told) and in the dub, and the gain that was given."""

    id: str
    source_lufs: float
    dub_lufs: float
    gain_db: float


def segment_levels(voices: Sequence[Voice], bed: Bed) -> dict[str, SegmentLevel]:
    """The gain of each take: the segment's own level in the source where it is long enough to tell, else its speaker's."""
    listened = bed.voice or bed.source
    reader = AudioReader(listened) if listened else None
    own: dict[str, float | None] = {}
    for each in voices:
        own[each.placement.id] = _source_level(reader, each.slot) if reader else None
    if reader:
        reader.close()
    speakers = {each.speaker for each in voices}
    usual = {name: _usual([own[each.placement.id] for each in voices if each.speaker == name]) for name in speakers}
    levels: dict[str, SegmentLevel] = {}
    for each in voices:
        level = own[each.placement.id]
        aim = min(max(usual[each.speaker] if level is None else level, _QUIETEST), _LOUDEST)
        found = _loudness(_read_mono(each.sound))
        gain = min(max(aim - found, -_MOST_GAIN_DB), _MOST_GAIN_DB)
        levels[each.placement.id] = SegmentLevel(each.placement.id, aim, round(found + gain, 2), round(gain, 2))
    return levels


def mixed(voices: Sequence[Voice], bed: Bed, duration_ms: int, levels: Mapping[str, SegmentLevel]) -> Iterator[Samples]:
    """The whole sound in stereo blocks at 48 kHz, exactly ``duration_ms`` long. Memory does not grow with the length."""
    total = duration_ms * SAMPLE_RATE // 1000
    return _limited(_mixed_blocks(voices, bed, total, levels), total)


def _mixed_blocks(
    voices: Sequence[Voice], bed: Bed, total: int, levels: Mapping[str, SegmentLevel]
) -> Iterator[Samples]:
    ordered = sorted(voices, key=lambda each: each.placement.start_ms)
    source = AudioReader(bed.source) if bed.source else None
    background = AudioReader(bed.background) if bed.background else None
    ducked = 10 ** (bed.duck_db / 20)
    live: list[tuple[int, npt.NDArray[np.float32]]] = []
    coming = 0
    try:
        for start in range(0, total, _BLOCK):
            count = min(_BLOCK, total - start)
            block: Samples = source.read(start, count) if source else np.zeros((count, 2), np.float32)
            away = _envelope(ordered, start, count)
            if away.any():
                behind = background.read(start, count) if background else block * np.float32(ducked)
                block = np.asarray(block * (1 - away)[:, None] + behind * away[:, None], np.float32)
            while coming < len(ordered) and _sample(ordered[coming].placement.start_ms) < start + count:
                each = ordered[coming]
                live.append((_sample(each.placement.start_ms), _placed_voice(each, levels[each.placement.id].gain_db)))
                coming += 1
            for at, sound in live:
                left, right = max(start, at), min(start + count, at + len(sound))
                if right > left:
                    block[left - start : right - start] += sound[left - at : right - at, None]
            live = [(at, sound) for at, sound in live if at + len(sound) > start + count]
            yield block
    finally:
        for reader in (source, background):
            if reader:
                reader.close()


def _envelope(voices: Sequence[Voice], start: int, count: int) -> npt.NDArray[np.float32]:
    """How far the source's voice is taken away (0 to 1) at each sample: over its own speech and the new one, whichever is longer."""
    fade = _sample(_FADE_MS)
    away = np.zeros(count, np.float32)
    for each in voices:
        left = _sample(min(each.slot.start_ms, each.placement.start_ms)) - fade
        right = _sample(max(each.slot.end_ms, each.placement.end_ms)) + fade
        if right <= start or left >= start + count:
            continue
        at = np.arange(max(left, start), min(right, start + count))
        ramp = np.minimum(np.minimum((at - left) / fade, (right - at) / fade), 1.0)
        part = slice(at[0] - start, at[-1] + 1 - start)
        away[part] = np.maximum(away[part], ramp.astype(np.float32))
    return away


def _placed_voice(each: Voice, gain_db: float) -> npt.NDArray[np.float32]:
    sound = stretched(_read_mono(each.sound), each.placement.stretch)
    wanted = _sample(each.placement.end_ms) - _sample(each.placement.start_ms)
    result = np.zeros(max(wanted, len(sound)), np.float32)
    result[: len(sound)] = sound * np.float32(10 ** (gain_db / 20))
    edge = min(_EDGE, len(sound) // 2)
    if edge:
        ramp = np.linspace(0, 1, edge, dtype=np.float32)
        result[:edge] *= ramp
        result[len(sound) - edge : len(sound)] *= ramp[::-1]
    return result


def _read_mono(path: Path) -> npt.NDArray[np.float32]:
    """A take, whole: at most some tens of seconds."""
    count = ceil((probe(path).duration or 0) * SAMPLE_RATE)
    reader = AudioReader(path)
    try:
        return np.ascontiguousarray(reader.read(0, count).mean(axis=1, dtype=np.float32))
    finally:
        reader.close()


def _source_level(reader: AudioReader, slot: Slot) -> float | None:
    if slot.speech_ms < _SHORTEST * 1000:
        return None
    start = _sample(slot.start_ms)
    found = measure([reader.read(start, _sample(slot.end_ms) - start)])
    return None if found.is_silent else found.integrated


def _usual(levels: Sequence[float | None]) -> float:
    """A speaker's level: the median of what could be told; -20 LUFS when nothing could."""
    known = sorted(level for level in levels if level is not None)
    return known[len(known) // 2] if known else -20.0


def _loudness(sound: npt.NDArray[np.float32]) -> float:
    """Of a take; short ones are repeated until BS.1770's blocks have enough."""
    least = round(_SHORTEST * SAMPLE_RATE)
    if 0 < len(sound) < least:
        sound = np.tile(sound, -(-least // len(sound)))
    found = measure([np.repeat(sound[:, None], 2, axis=1)])
    return found.integrated


def _limited(blocks: Iterator[Samples], total: int) -> Iterator[Samples]:
    """Peaks held below -1 dBTP; quiet programmes pass unchanged. Exactly ``total`` samples."""
    left = total
    for block in filtered(blocks, [("alimiter", f"limit={_PEAK:.6f}:attack=4:release=60:level=0:latency=1")]):
        part = block[:left]
        left -= len(part)
        if len(part):
            yield part
    if left > 0:
        yield np.zeros((left, 2), np.float32)


def _sample(ms: int) -> int:
    return ms * SAMPLE_RATE // 1000
