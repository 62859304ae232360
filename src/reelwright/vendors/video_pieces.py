"""The parts of a video that somebody speaks in, each short enough to be sent to a vendor, as files of their own."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from reelwright.errors import ProviderFailed
from reelwright.media.audio_read import AudioReader, Samples
from reelwright.media.audio_write import write_sound
from reelwright.media.chunk_join import Tags, join
from reelwright.media.encoding import encoding_of
from reelwright.media.even_rate import pictures_at
from reelwright.media.video_write import ChunkEncoder
from reelwright.providers.lip_sync import LipSyncRequest, SpokenSpan
from reelwright.timeline.resolved import AudioSettings, VideoSettings
from reelwright.units.time import SAMPLE_RATE

_AROUND_SECONDS = 0.3
"""Sent before and after speech: the fades lie in it."""
_TOGETHER_SECONDS = 1.0
"""Speech with shorter pauses is sent together."""
_QUALITIES = (16.0, 20.0, 24.0, 28.0)
"""x264's rate factors; the next is taken where a file would be too large."""


@dataclass(frozen=True, slots=True)
class VideoPiece:
    """Pictures ``first`` up to ``last``."""

    first: int
    last: int


def pieces_of(spans: Sequence[SpokenSpan], rate: Fraction, count: int, most_seconds: float) -> list[VideoPiece]:
    """All speech in pieces in order, none longer than ``most_seconds``, cut in pauses where there are any."""
    most = max(1, int(most_seconds * rate))
    groups: list[list[float]] = []
    for span in sorted(spans, key=lambda span: span.start):
        start, end = span.start - _AROUND_SECONDS, span.end + _AROUND_SECONDS
        together = groups and start - groups[-1][1] <= _TOGETHER_SECONDS - 2 * _AROUND_SECONDS
        if together and _pictures(groups[-1][0], max(end, groups[-1][1]), rate) <= most:
            groups[-1][1] = max(end, groups[-1][1])
        else:
            groups.append([max(start, groups[-1][1]) if groups else start, end])
    pieces: list[VideoPiece] = []
    for start, end in groups:
        first = max(0, int(start * rate), pieces[-1].last if pieces else 0)
        last = min(count, int(end * rate) + 1)
        parts = -(-(last - first) // most)
        edges = [first + (last - first) * part // max(1, parts) for part in range(parts + 1)]
        pieces += [VideoPiece(one, two) for one, two in pairwise(edges) if two > one]
    return pieces


def _pictures(start: float, end: float, rate: Fraction) -> int:
    """How many pictures are shown from ``start`` to ``end``, begun ones too."""
    return int(end * rate) + 1 - int(start * rate)


def piece_sound(request: LipSyncRequest, piece: VideoPiece) -> str:
    """SHA-256 of the sound that is sent with a piece: what decides, besides the pictures, what comes back."""
    digest = hashlib.sha256()
    for block in _blocks(request, piece):
        digest.update((block * 32767).round().astype("<i2").tobytes())
    return digest.hexdigest()


def piece_files(request: LipSyncRequest, piece: VideoPiece, name: str, most_bytes: int) -> tuple[Path, Path]:
    """The pictures (mp4, without sound) and the sound (WAV) of a piece, in the request's folder under ``name``.

    Made once, and byte for byte the same each time. Raises ``ProviderFailed`` where they cannot be made small enough.
    """
    request.folder.mkdir(parents=True, exist_ok=True)
    sound, video = request.folder / f"{name}.wav", request.folder / f"{name}.mp4"
    if not sound.is_file():
        part = _part(sound)
        write_sound(_blocks(request, piece), part, AudioSettings("pcm", None, 16), alone=True)
        part.replace(sound)
    if not video.is_file():
        part = _part(video)
        for quality in _QUALITIES:
            _encode(request, piece, part, quality)
            if part.stat().st_size <= most_bytes:
                break
        part.replace(video)
    if max(video.stat().st_size, sound.stat().st_size) > most_bytes:
        raise ProviderFailed(
            f"a part of {(piece.last - piece.first) / request.rate:.0f} s is too large to be sent",
            hint="ask for shorter parts, or make the video smaller",
        )
    return video, sound


def _encode(request: LipSyncRequest, piece: VideoPiece, target: Path, quality: float) -> None:
    chunk = target.with_suffix(".nut")
    encoder = ChunkEncoder(chunk, encoding_of(VideoSettings(crf=quality), request.size), request.rate)
    try:
        for picture in pictures_at(request.video, request.rate, piece.first, piece.last, request.size):
            encoder.encode(picture)
        encoder.close()
        join([(chunk, 0)], None, target, request.rate, Tags())
    finally:
        with suppress(OSError):
            chunk.unlink()


def _blocks(request: LipSyncRequest, piece: VideoPiece) -> Iterator[Samples]:
    first, last = (int(number * SAMPLE_RATE / request.rate) for number in (piece.first, piece.last))
    with closing(AudioReader(request.sound)) as reader:
        for start in range(first, last, SAMPLE_RATE):
            yield reader.read(start, min(SAMPLE_RATE, last - start))


def _part(path: Path) -> Path:
    return path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
