"""The resolved timeline: the document with every question answered, in whole frames and samples.

It is what the renderer draws. It holds no placeholders, no relative times, no lengths in percent: frames, samples,
pixels and curves only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from reelwright.timeline.curve import Curve


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What ``media.probe`` found out about a file and resolving needs.

    ``duration`` in seconds (``None`` for a still picture), ``width`` and ``height`` in pixels as shown (after
    rotation), 0 without a picture.
    """

    duration: Fraction | None
    width: int = 0
    height: int = 0
    has_video: bool = False
    has_audio: bool = False


FactsOf = Callable[[str], MediaFacts]
"""Facts of a source named in a document. Raises ``MediaUnusable``."""


@dataclass(frozen=True, slots=True)
class SourceWindow:
    """Which part of a medium plays, and how fast. Exact seconds of the medium; ``end`` is ``None`` for its own end."""

    start: Fraction = Fraction(0)
    end: Fraction | None = None
    speed: Fraction = Fraction(1)
    loop: bool = False

    def source_time(self, clip_time: Fraction) -> Fraction:
        """Medium time shown at a time since the clip's start. Needs ``end`` when looping."""
        advance = clip_time * self.speed
        if self.loop and self.end is not None and self.end > self.start:
            advance %= self.end - self.start
        return self.start + advance


@dataclass(frozen=True, slots=True)
class Duck:
    """Lower this sound by ``gain_db`` (negative) while any sound in ``under`` (clip ids) is heard."""

    under: tuple[str, ...]
    gain_db: float
    attack: float = 0.15
    release: float = 0.6


@dataclass(frozen=True, slots=True)
class ResolvedSound:
    """One sound on the mix. Samples count at 48 kHz from the document's start; ``volume`` is linear gain over local frames."""

    id: str
    pointer: str
    source: str
    start_sample: int
    end_sample: int
    window: SourceWindow
    volume: Curve
    fade_in: int = 0
    fade_out: int = 0
    duck: Duck | None = None


@dataclass(frozen=True, slots=True)
class VideoSettings:
    codec: str = "h264"
    crf: float = 23
    preset: str = "veryfast"


@dataclass(frozen=True, slots=True)
class AudioSettings:
    codec: str = "aac"
    bitrate: int = 128_000


@dataclass(frozen=True, slots=True)
class ResolvedOutput:
    format: str = "mp4"
    video: VideoSettings = field(default_factory=VideoSettings)
    audio: AudioSettings = field(default_factory=AudioSettings)
    loudness: float | None = None
    """Integrated loudness of the whole mix in LUFS (EBU R128), or ``None`` to leave the level alone."""
