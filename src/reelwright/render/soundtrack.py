"""The sound of a render: mixed once, mastered once, encoded once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reelwright.media.audio_write import write_aac
from reelwright.media.video_write import writing
from reelwright.render.sound.mastering import keep, master
from reelwright.render.sound.mix import mix
from reelwright.timeline.resolved import ResolvedTimeline
from reelwright.units.time import sample_of


@dataclass(frozen=True)
class Soundtrack:
    """The encoded sound, and the measured loudness (LUFS) and true peak (dBTP) of the whole; all ``None`` without sound."""

    path: Path | None = None
    loudness: float | None = None
    true_peak: float | None = None


def render_sound(
    timeline: ResolvedTimeline, path_of: Callable[[str], Path], part: tuple[int, int], folder: Path
) -> Soundtrack:
    """Mix and encode the frames ``part`` (first, last) of a timeline. The level is that of the whole, so parts match it."""
    if not timeline.sounds:
        return Soundtrack()
    total = sample_of(timeline.frames, timeline.fps)
    first, last = (sample_of(frame, timeline.fps) for frame in part)
    mixed, encoded = folder / "mix.f32", folder / "sound.mp4"
    with writing(mixed):
        keep(mix(timeline.sounds, timeline.fps, total, path_of), mixed)
        finished = master(mixed, total, timeline.output.loudness, folder)
    write_aac(finished.blocks(first, last), encoded, timeline.output.audio.bitrate)
    return Soundtrack(encoded, finished.loudness.integrated, finished.loudness.true_peak)
