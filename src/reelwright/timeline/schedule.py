"""When each clip plays: relative times solved to exact seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction

from reelwright.errors import InvalidDocument
from reelwright.timeline.clips import (
    AnyClip,
    AudioClip,
    CaptionsClip,
    CompositionClip,
    ImageClip,
    LottieClip,
    PresenterClip,
    Preset,
    ShapeClip,
    SpeedKey,
    SvgClip,
    Trim,
    VideoClip,
    VisualClip,
)
from reelwright.timeline.document import Document
from reelwright.timeline.resolved import FactsOf
from reelwright.timeline.values import Time, parse_time
from reelwright.timeline.window import Ramp, SourceWindow
from reelwright.units.time import exact, frame_at

DEFAULT_SECONDS = Fraction(5)
"""Length of a picture or text that names none."""
_WHOLE = Trim.model_validate({})


@dataclass(frozen=True, slots=True)
class Placed:
    """A clip and its exact seconds; ``overlap`` is what its transition shares with the clip before."""

    clip: AnyClip
    track: int
    pointer: str
    start: Fraction
    end: Fraction
    overlap: Fraction
    window: SourceWindow | None
    fps: Fraction


@dataclass(frozen=True, slots=True)
class Schedule:
    clips: tuple[Placed, ...]
    duration: Fraction
    """Seconds, before rounding to frames."""
    edges: dict[str, tuple[Fraction, Fraction | None]]


InnerSeconds = Callable[[CompositionClip, str], Fraction]
"""How long a composition is by itself; also given its pointer."""


def schedule(document: Document, fps: Fraction, facts_of: FactsOf, inner_seconds: InnerSeconds) -> Schedule:
    """Solve every start and duration. Raises ``InvalidDocument`` for cycles, unknown names and impossible times."""
    solver = _Solver(document, fps, facts_of, inner_seconds)
    try:
        for index in range(len(solver.slots)):
            solver.edges(index)
    except RecursionError:
        raise InvalidDocument("relative times refer to each other through too many clips", pointer="/tracks") from None
    return solver.finish()


@dataclass(frozen=True, slots=True)
class _Slot:
    clip: AnyClip
    track: int
    pointer: str
    before: int | None


class _Solver:
    def __init__(self, document: Document, fps: Fraction, facts_of: FactsOf, inner_seconds: InnerSeconds) -> None:
        self.document = document
        self.inner_seconds = inner_seconds
        self.fps = fps
        self.facts_of = facts_of
        self.slots: list[_Slot] = []
        self._by_id: dict[str, int] = {}
        self._edges: dict[int, tuple[Fraction, Fraction | None]] = {}
        self._overlaps: dict[int, Fraction] = {}
        self._windows: dict[int, SourceWindow] = {}
        self._solving: list[int] = []
        for track_index, track in enumerate(document.tracks):
            before = None
            for clip_index, clip in enumerate(track.clips):
                pointer = f"/tracks/{track_index}/clips/{clip_index}"
                if clip.id is not None:
                    if clip.id in self._by_id:
                        raise InvalidDocument(f"two clips have the id {clip.id!r}", pointer=f"{pointer}/id")
                    self._by_id[clip.id] = len(self.slots)
                self.slots.append(_Slot(clip, track_index, pointer, before))
                before = len(self.slots) - 1

    def edges(self, index: int) -> tuple[Fraction, Fraction | None]:
        """Start and end of a clip in seconds; the end is ``None`` when it is the document's."""
        if index in self._edges:
            return self._edges[index]
        slot = self.slots[index]
        if index in self._solving:
            ring = [self.slots[i].clip.id or self.slots[i].pointer for i in self._solving[self._solving.index(index) :]]
            raise InvalidDocument(
                "the times of these clips depend on each other: " + " → ".join([*ring, ring[0]]),
                pointer=f"{slot.pointer}/start",
            )
        self._solving.append(index)
        length = self._length(index)
        start = self._start(index, length)
        if start < 0:
            raise InvalidDocument(
                f"the clip would start at {float(start):g} s, before the document", pointer=f"{slot.pointer}/start"
            )
        self._solving.pop()
        self._edges[index] = (start, None if length is None else start + length)
        return self._edges[index]

    def _start(self, index: int, length: Fraction | None) -> Fraction:
        slot = self.slots[index]
        written = slot.clip.start
        if written == "auto":
            written = "after" if isinstance(slot.clip, (VideoClip, ImageClip, CompositionClip)) else 0
        time = parse_time(written)
        start = self._seconds(time, index, f"{slot.pointer}/start")
        transition = slot.clip.transition if isinstance(slot.clip, VisualClip) else None
        if transition is None or slot.before is None:
            return start
        overlap = self.preset_seconds(transition, length, f"{slot.pointer}/transition")
        end_before = self._neighbour(index, "end", f"{slot.pointer}/transition")
        if time.needs_neighbour:
            start -= overlap
        elif end_before - start < overlap - 1 / self.fps:
            raise InvalidDocument(
                f"the transition takes {float(overlap):g} s but the clip before ends "
                f"{float(max(end_before - start, Fraction(0))):g} s after this one starts",
                pointer=f"{slot.pointer}/transition", hint='let the clips overlap, or write "start": "after" to have the overlap made',
            )  # fmt: skip
        self._overlaps[index] = overlap
        return start

    def preset_seconds(self, preset: Preset, length: Fraction | None, pointer: str) -> Fraction:
        """How long an entrance, exit or transition takes."""
        seconds = clip_seconds(preset.duration, length, self.fps, f"{pointer}/duration")
        if seconds < 0 or (length is not None and seconds > length):
            raise InvalidDocument(f"it takes {float(seconds):g} s, longer than its clip", pointer=f"{pointer}/duration")
        return seconds

    def _seconds(self, time: Time, index: int, pointer: str) -> Fraction:
        total = Fraction(0)
        for term in time.terms:
            if term.number is not None:
                if term.unit == "%":
                    raise InvalidDocument("a percentage has no meaning here; write seconds or frames", pointer=pointer)
                value = term.number / self.fps if term.unit == "f" else term.number
            elif term.clip:
                value = self._edge_of(term.clip, term.edge, pointer)
            else:
                value = self._neighbour(index, term.edge, pointer)
            total += term.sign * value
        return total

    def _edge_of(self, name: str, edge: str, pointer: str) -> Fraction:
        if name not in self._by_id:
            close = get_close_matches(name, self._by_id, n=1)
            raise InvalidDocument(
                f"there is no clip {name!r}" + (f"; did you mean {close[0]!r}?" if close else ""), pointer=pointer
            )
        return self._known(self._by_id[name], edge, pointer)

    def _neighbour(self, index: int, edge: str, pointer: str) -> Fraction:
        before = self.slots[index].before
        return Fraction(0) if before is None else self._known(before, edge, pointer)

    def _known(self, index: int, edge: str, pointer: str) -> Fraction:
        if edge == "start":
            return self.edges(index)[0]
        end = self.edges(index)[1]
        if end is None:
            raise InvalidDocument(
                "the clip referred to lasts to the document's end, so nothing can be placed after it", pointer=pointer
            )
        return end

    def _length(self, index: int) -> Fraction | None:
        slot = self.slots[index]
        clip, written = slot.clip, slot.clip.duration
        media, is_looped = None, False
        if isinstance(clip, (VideoClip, AudioClip)):
            media, is_looped = self._window(index, clip), clip.loop
        elif isinstance(clip, LottieClip):
            media, is_looped = self._animation(index, clip), clip.loop
        elif isinstance(clip, CompositionClip):
            media, is_looped = self.inner_seconds(clip, slot.pointer), clip.loop
        if written == "auto":
            if isinstance(clip, (CaptionsClip, PresenterClip, ShapeClip, SvgClip)) or is_looped:
                return None
            written = "media" if media is not None else None
        if written is None:
            return DEFAULT_SECONDS
        if written == "end":
            return None
        if written == "media":
            if media is None:
                raise InvalidDocument(
                    f"a clip of type {clip.type!r} has no length of its own",
                    pointer=f"{slot.pointer}/duration",
                    hint="write seconds",
                )
            return media
        seconds = self._seconds(parse_time(written), index, f"{slot.pointer}/duration")
        if seconds <= 0:
            raise InvalidDocument(f"the clip would last {float(seconds):g} s", pointer=f"{slot.pointer}/duration")
        return seconds

    def _window(self, index: int, clip: VideoClip | AudioClip) -> Fraction | None:
        """Find the part of the medium that plays; answers how long it lasts at the clip's speed."""
        pointer = self.slots[index].pointer
        facts = self.facts_of(clip.src)
        kind = "picture" if isinstance(clip, VideoClip) else "sound"
        if not (facts.has_video if isinstance(clip, VideoClip) else facts.has_audio):
            raise InvalidDocument(f"{clip.src} has no {kind}", pointer=f"{pointer}/src")
        if facts.duration is None or facts.duration <= 0:
            raise InvalidDocument(
                f"{clip.src} has no length", pointer=f"{pointer}/src", hint="use an image clip for a still picture"
            )
        start, end = self._trim(clip.trim or _WHOLE, facts.duration, f"{pointer}/trim")
        if isinstance(clip, VideoClip) and clip.freeze is not None:
            return self._frozen(index, clip, facts.duration)
        bounded = end if (clip.trim and clip.trim.end is not None) or clip.loop or clip.reverse else None
        ramp = self._ramp(clip.speed, f"{pointer}/speed") if isinstance(clip.speed, tuple) else ()
        speed = Fraction(1) if isinstance(clip.speed, tuple) else exact(clip.speed)
        keeps = not ramp and clip.pitch != "follow"
        window = SourceWindow(
            start, bounded, speed, clip.loop, clip.reverse, ramp, keep_pitch=keeps, frame=1 / self.fps
        )
        self._windows[index] = window
        return window.clip_time_of(end - start, 1 / self.fps)

    def _frozen(self, index: int, clip: VideoClip, duration: Fraction) -> Fraction | None:
        pointer = f"{self.slots[index].pointer}/freeze"
        at = clip_seconds(clip.freeze or 0, duration, self.fps, pointer)
        if not 0 <= at < duration:
            raise InvalidDocument(
                f"the medium is {float(duration):g} s long; it has no picture at {float(at):g} s", pointer=pointer
            )
        self._windows[index] = SourceWindow(at, frozen=True)
        return None

    def _ramp(self, keys: tuple[SpeedKey, ...], pointer: str) -> Ramp:
        ramp: list[tuple[Fraction, Fraction]] = []
        for number, key in enumerate(keys):
            at = clip_seconds(key.at, None, self.fps, f"{pointer}/{number}/at")
            if at < 0 or (ramp and at <= ramp[-1][0]):
                raise InvalidDocument(
                    "the keys of a speed must come in order of time", pointer=f"{pointer}/{number}/at"
                )
            ramp.append((at, exact(key.speed)))
        return tuple(ramp)

    def _animation(self, index: int, clip: LottieClip) -> Fraction:
        facts = self.facts_of(clip.src)
        if not facts.is_animation or not facts.duration:
            raise InvalidDocument(f"{clip.src} is not a Lottie animation", pointer=f"{self.slots[index].pointer}/src")
        window = SourceWindow(
            Fraction(0), facts.duration, exact(clip.speed), clip.loop, clip.reverse, frame=1 / self.fps
        )
        self._windows[index] = window
        return window.clip_time_of(facts.duration, 1 / self.fps)

    def _trim(self, trim: Trim, duration: Fraction, pointer: str) -> tuple[Fraction, Fraction]:
        """Trim edges round to the canvas's frames, so that a cut shows exactly the frame it names."""

        def edge(written: float | str, name: str) -> Fraction:
            seconds = clip_seconds(written, duration, self.fps, f"{pointer}/{name}")
            return frame_at(seconds, self.fps) / self.fps

        start = edge(trim.start, "from")
        end = duration if trim.end is None else edge(trim.end, "to")
        if start < 0 or start >= duration:
            raise InvalidDocument(
                f"the medium is {float(duration):g} s long; it cannot start at {float(start):g} s",
                pointer=f"{pointer}/from",
            )
        if end <= start or end > duration + 1 / self.fps:
            raise InvalidDocument(
                f"the medium is {float(duration):g} s long; it cannot play from {float(start):g} to {float(end):g} s",
                pointer=f"{pointer}/to",
            )
        return start, min(end, duration)

    def finish(self) -> Schedule:
        ends = [end for _, end in self._edges.values() if end is not None]
        if self.document.canvas.duration is not None:
            time = parse_time(self.document.canvas.duration)
            if time.needs_neighbour:
                raise InvalidDocument("write seconds, frames or a clip's end", pointer="/canvas/duration")
            duration = self._seconds(time, 0, "/canvas/duration")
        else:
            duration = max(ends, default=Fraction(0))
        if duration <= 0:
            raise InvalidDocument(
                "nothing says how long the document is", pointer="/canvas", hint="give a clip or the canvas a duration"
            )
        placed = [self._placed(index, duration) for index in range(len(self.slots))]
        named = {name: self._edges[index] for name, index in self._by_id.items()}
        return Schedule(tuple(placed), duration, named)

    def _placed(self, index: int, duration: Fraction) -> Placed:
        slot = self.slots[index]
        start, end = self._edges[index]
        if end is None and start >= duration:
            raise InvalidDocument("the clip starts at or after the document's end", pointer=f"{slot.pointer}/start")
        return Placed(
            slot.clip,
            slot.track,
            slot.pointer,
            start,
            duration if end is None else end,
            self._overlaps.get(index, Fraction(0)),
            self._windows.get(index),
            self.fps,
        )


def clip_seconds(written: float | str, length: Fraction | None, fps: Fraction, pointer: str) -> Fraction:
    """A time inside a clip that is ``length`` seconds long (percentages count of it)."""
    total = Fraction(0)
    for term in parse_time(written).terms:
        if term.number is None:
            raise InvalidDocument("a time inside a clip is a number of seconds, frames or percent", pointer=pointer)
        if term.unit == "%" and length is None:
            raise InvalidDocument("a percentage needs a clip with a length of its own; write seconds", pointer=pointer)
        value = (
            term.number / fps
            if term.unit == "f"
            else term.number * length / 100
            if term.unit == "%" and length is not None
            else term.number
        )
        total += term.sign * value
    return total
