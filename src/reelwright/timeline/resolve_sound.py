"""A clip that is heard → the sound that is mixed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from reelwright.errors import InvalidDocument
from reelwright.timeline.clips import AudioClip, Sounding, VideoClip
from reelwright.timeline.curve import Curve
from reelwright.timeline.document import Document
from reelwright.timeline.keyed import Keyed, gain, within
from reelwright.timeline.resolved import Duck, FactsOf, ResolvedSound
from reelwright.timeline.schedule import Placed, Schedule
from reelwright.units.level import parse_gain
from reelwright.units.time import SAMPLE_RATE, exact, frame_at, half_up, sample_of


@dataclass(frozen=True)
class Sounds:
    """What sounds are made with. ``names`` are the clips' names in the schedule's order."""

    document: Document
    plan: Schedule
    names: list[str]
    fps: Fraction
    total: int
    """Samples of the document."""
    facts_of: FactsOf

    def sound(self, placed: Placed, clip: AudioClip | VideoClip, name: str) -> ResolvedSound | None:
        """The clip's sound, or ``None`` when it has none to hear."""
        if placed.window is None or placed.window.frozen or not self.facts_of(clip.src).has_audio:
            return None
        if isinstance(clip, VideoClip):  # picture and sound of one clip start on the same edge
            first, last = (sample_of(frame_at(edge, self.fps), self.fps) for edge in (placed.start, placed.end))
        else:
            first, last = half_up(placed.start * SAMPLE_RATE), half_up(placed.end * SAMPLE_RATE)
        last = min(last, self.total)
        canvas = (self.document.canvas.width, self.document.canvas.height)
        keyed = Keyed(clip.animate, placed.end - placed.start, self.fps, placed.pointer, canvas)
        volume = keyed.curve("volume", parse_gain(clip.volume), gain)
        if last <= first or volume.bounds()[1] <= 0:
            return None
        fade_in, fade_out = (half_up(exact(seconds) * SAMPLE_RATE) for seconds in (clip.fade_in, clip.fade_out))
        pan: Curve | None = keyed.curve("pan", clip.pan, within(-1, 1))
        return ResolvedSound(
            name, placed.pointer, clip.src, first, last, placed.window, volume, fade_in, fade_out,
            self._duck(clip, placed), None if pan.is_constant and pan.at(0) == 0 else pan, clip.loudness,
        )  # fmt: skip

    def _duck(self, clip: Sounding, placed: Placed) -> Duck | None:
        if clip.duck is None:
            return None
        wanted = (clip.duck.under,) if isinstance(clip.duck.under, str) else clip.duck.under
        track_names = {track.name: index for index, track in enumerate(self.document.tracks) if track.name}
        under: list[str] = []
        for name in wanted:
            if name in self.plan.edges:
                under.append(name)
            elif name in track_names:
                under += [
                    self.names[i]
                    for i, other in enumerate(self.plan.clips)
                    if other.track == track_names[name] and other.clip is not placed.clip
                ]
            else:
                known = sorted([*self.plan.edges, *track_names])
                raise InvalidDocument(
                    f"there is no clip or track {name!r} to duck under; known: {', '.join(known) or 'none'}",
                    pointer=f"{placed.pointer}/duck/under",
                )
        decibels = float(clip.duck.by.rstrip("dDbB "))
        return Duck(tuple(dict.fromkeys(under)), decibels, clip.duck.attack, clip.duck.release)
