"""The sound of a render: mixed once, mastered once, encoded once for each codec."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

from reelwright.media.audio_read import Samples
from reelwright.media.audio_write import write_sound
from reelwright.media.video_write import writing
from reelwright.render.sound.mastering import Master, keep, master
from reelwright.render.sound.mix import mix
from reelwright.timeline.resolved import AudioSettings, ResolvedTimeline
from reelwright.units.time import sample_of


@dataclass(frozen=True)
class Soundtrack:
    """The encoded sounds, and the measured loudness (LUFS) and true peak (dBTP) of the whole; ``None`` without sound."""

    encoded: Mapping[AudioSettings, Path] = field(default_factory=dict[AudioSettings, Path])
    loudness: float | None = None
    true_peak: float | None = None
    finished: Master | None = None
    samples: tuple[int, int] = (0, 0)

    def blocks(self) -> Iterator[Samples]:
        """The finished samples themselves, in blocks of a second."""
        if self.finished is not None:
            yield from self.finished.blocks(*self.samples)


def render_sound(
    timeline: ResolvedTimeline,
    path_of: Callable[[str], Path],
    part: tuple[int, int],
    folder: Path,
    wanted: Set[AudioSettings],
) -> Soundtrack:
    """Mix the frames ``part`` (first, last) of a timeline and encode them in each way that is ``wanted`` beside pictures.

    The level is that of the whole, so parts match it.
    """
    if not timeline.sounds:
        return Soundtrack()
    total = sample_of(timeline.frames, timeline.fps)
    first, last = (sample_of(frame, timeline.fps) for frame in part)
    mixed = folder / "mix.f32"
    with writing(mixed):
        keep(mix(timeline.sounds, timeline.fps, total, path_of), mixed)
        finished = master(mixed, total, timeline.output.loudness, folder)
    encoded: dict[AudioSettings, Path] = {}
    for number, settings in enumerate(sorted(wanted, key=repr)):
        encoded[settings] = folder / f"sound-{number}"
        write_sound(finished.blocks(first, last), encoded[settings], settings)
    return Soundtrack(encoded, finished.loudness.integrated, finished.loudness.true_peak, finished, (first, last))
