"""Document + media facts → resolved timeline: every question answered, in whole frames, samples and pixels."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from reelwright.errors import InvalidDocument, ReelwrightError
from reelwright.timeline.clips import (
    AnyClip,
    AudioClip,
    CaptionsClip,
    Keyframe,
    ShapeClip,
    Sounding,
    VideoClip,
    VisualClip,
)
from reelwright.timeline.content import CanvasSize, caption_text, picture_content, shape, text_content
from reelwright.timeline.curve import Curve, Key
from reelwright.timeline.document import Document
from reelwright.timeline.output_settings import format_meant, settled
from reelwright.timeline.presets import expand
from reelwright.timeline.reading import Reading
from reelwright.timeline.resolved import (
    Content,
    Duck,
    Effect,
    FactsOf,
    MediaFacts,
    ResolvedFont,
    ResolvedLayer,
    ResolvedOutput,
    ResolvedSound,
    ResolvedTimeline,
)
from reelwright.timeline.schedule import Placed, Schedule, clip_seconds, schedule
from reelwright.timeline.values import parse_length
from reelwright.units.color import parse_color
from reelwright.units.level import parse_gain
from reelwright.units.time import SAMPLE_RATE, exact, frame_at, half_up, parse_rate, sample_of

LONGEST_SECONDS = 6 * 3600
_ANCHORS = {
    "center": (0.5, 0.5), "top": (0.5, 0.0), "bottom": (0.5, 1.0), "left": (0.0, 0.5), "right": (1.0, 0.5),
    "top-left": (0.0, 0.0), "top-right": (1.0, 0.0), "bottom-left": (0.0, 1.0), "bottom-right": (1.0, 1.0),
}  # fmt: skip


def resolve(reading: Reading, facts_of: FactsOf) -> ResolvedTimeline:
    """The timeline the renderer draws. ``facts_of`` is asked once per medium.

    Raises ``InvalidDocument`` (with a pointer into the written document) and whatever ``facts_of`` raises.
    """
    try:
        return _Resolver(reading.document, _once(facts_of)).timeline()
    except ReelwrightError as error:
        if error.pointer:
            error.pointer = reading.origin(error.pointer)
        raise


def _once(facts_of: FactsOf) -> FactsOf:
    known: dict[str, MediaFacts] = {}

    def facts(source: str) -> MediaFacts:
        if source not in known:
            known[source] = facts_of(source)
        return known[source]

    return facts


class _Resolver:
    def __init__(self, document: Document, facts_of: FactsOf) -> None:
        self.document = document
        self.facts_of = facts_of
        self.fps = parse_rate(document.canvas.fps)
        self.canvas: CanvasSize = (document.canvas.width, document.canvas.height)

    def timeline(self) -> ResolvedTimeline:
        plan = self._schedule()
        if plan.duration > LONGEST_SECONDS:
            raise InvalidDocument(
                f"the document lasts {float(plan.duration) / 3600:.1f} hours; the limit is {LONGEST_SECONDS // 3600}",
                pointer="/canvas",
            )
        frames = frame_at(plan.duration, self.fps)
        if frames < 1:
            raise InvalidDocument("the document is shorter than one frame", pointer="/canvas")
        names = self._names(plan)
        layers: list[ResolvedLayer] = []
        sounds: list[ResolvedSound] = []
        for place, placed in enumerate(plan.clips):
            name = names[place]
            if isinstance(placed.clip, (VisualClip, CaptionsClip)):
                layer = self._layer(placed, name, frames)
                layers += [layer] if layer else []
            if isinstance(placed.clip, (AudioClip, VideoClip)):
                sound = self._sound(placed, placed.clip, name, sample_of(frames, self.fps), plan, names)
                sounds += [sound] if sound else []
        return ResolvedTimeline(
            *self.canvas, self.fps, frames, parse_color(self.document.canvas.background), tuple(layers), tuple(sounds),
            tuple(ResolvedFont(font.family, font.src) for font in self.document.fonts), self._chapters(plan), self._output(),
            self.document.title, self._anchors(plan),
        )  # fmt: skip

    def _schedule(self) -> Schedule:
        return schedule(self.document, self.fps, self.facts_of)

    @staticmethod
    def _names(plan: Schedule) -> list[str]:
        return [placed.clip.id or placed.pointer for placed in plan.clips]

    def _chapters(self, plan: Schedule) -> tuple[tuple[str, Fraction], ...]:
        chapters = [
            (chapter.title, clip_seconds(chapter.start, plan.duration, self.fps, f"/chapters/{i}/start"))
            for i, chapter in enumerate(self.document.chapters)
        ]
        return tuple(sorted(chapters, key=lambda chapter: chapter[1]))

    def _anchors(self, plan: Schedule) -> tuple[int, ...]:
        lowest = min((p.track for p in plan.clips if isinstance(p.clip, (VisualClip, CaptionsClip))), default=0)
        return tuple(sorted({frame_at(placed.start, self.fps) for placed in plan.clips if placed.track == lowest}))

    def _output(self) -> ResolvedOutput:
        out = self.document.output
        return settled(out, format_meant(out), self.canvas, self.fps)

    # ---- pictures

    def _layer(self, placed: Placed, name: str, frames: int) -> ResolvedLayer | None:
        """The visible clip, or ``None`` when it lies wholly behind the document's end."""
        clip, pointer = placed.clip, placed.pointer
        start, end = frame_at(placed.start, self.fps), frame_at(placed.end, self.fps)
        if end <= start:
            raise InvalidDocument("the clip is shorter than one frame", pointer=f"{pointer}/duration")
        if start >= frames:
            return None
        still = Curve.constant
        if isinstance(clip, CaptionsClip):
            content = caption_text(clip, self.canvas, pointer)
            x, y = self.canvas[0] / 2, self.canvas[1] / 2
            return ResolvedLayer(
                name,
                pointer,
                start,
                min(end, frames),
                content,
                (0.5, 0.5),
                still(x),
                still(y),
                still(1),
                still(0),
                still(clip.opacity),
            )
        assert isinstance(clip, VisualClip)
        length = placed.end - placed.start

        def curve(prop: str, base: float, number: Callable[[float | str, str], float]) -> Curve:
            keyframes: tuple[Keyframe, ...] | None = getattr(clip.animate, prop)
            return self._curve(keyframes, base, length, f"{pointer}/animate/{prop}", number)

        x = curve("x", self._pixels(clip.x, 0), lambda value, _: self._pixels(value, 0))
        y = curve("y", self._pixels(clip.y, 1), lambda value, _: self._pixels(value, 1))
        scale, rotation, opacity = (
            curve(prop, getattr(clip, prop), _plain) for prop in ("scale", "rotation", "opacity")
        )
        anchor = _ANCHORS[clip.anchor] if isinstance(clip.anchor, str) else clip.anchor
        return ResolvedLayer(
            name,
            pointer,
            start,
            min(end, frames),
            self._content(clip, placed),
            anchor,
            x,
            y,
            scale,
            rotation,
            opacity,
            self._effects(clip, placed, end - start),
        )

    def _content(self, clip: AnyClip, placed: Placed) -> Content:
        if clip.type == "text":
            return text_content(clip, self.canvas)
        if isinstance(clip, ShapeClip):
            return shape(clip, self.canvas)
        assert clip.type in ("image", "video")
        length_frames = frame_at(placed.end, self.fps) - frame_at(placed.start, self.fps)
        return picture_content(clip, self.facts_of(clip.src), self.canvas, placed, length_frames)  # pyright: ignore[reportArgumentType, reportAttributeAccessIssue]

    def _effects(self, clip: VisualClip, placed: Placed, frames: int) -> tuple[Effect, ...]:
        length = placed.end - placed.start
        effects: tuple[Effect, ...] = ()
        if clip.enter:
            effects += expand(
                clip.enter,
                "enter",
                (0, self._preset_frames(clip.enter, length, f"{placed.pointer}/enter")),
                self.canvas,
            )
        if clip.transition:
            shared = float(placed.overlap * self.fps) or self._preset_frames(
                clip.transition, length, f"{placed.pointer}/transition"
            )
            effects += expand(clip.transition, "transition", (0, shared), self.canvas)
        if clip.exit:
            taken = self._preset_frames(clip.exit, length, f"{placed.pointer}/exit")
            effects += expand(clip.exit, "exit", (frames - taken, frames), self.canvas)
        return effects

    def _preset_frames(self, preset: object, length: Fraction, pointer: str) -> float:
        seconds = clip_seconds(preset.duration, length, self.fps, f"{pointer}/duration")  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownArgumentType]
        if seconds < 0 or seconds > length:
            raise InvalidDocument(f"it takes {float(seconds):g} s, longer than its clip", pointer=f"{pointer}/duration")
        return float(seconds * self.fps)

    def _pixels(self, written: float | str, axis: int) -> float:
        return parse_length(written).pixels(self.canvas[axis], self.canvas)

    def _curve(
        self,
        keyframes: tuple[Keyframe, ...] | None,
        base: float,
        length: Fraction,
        pointer: str,
        number: Callable[[float | str, str], float],
    ) -> Curve:
        if not keyframes:
            return Curve.constant(base)
        keys: list[Key] = []
        for index, keyframe in enumerate(keyframes):
            at = float(clip_seconds(keyframe.at, length, self.fps, f"{pointer}/{index}/at") * self.fps)
            if keys and at <= keys[-1].frame:
                raise InvalidDocument("keyframes must come in order of time", pointer=f"{pointer}/{index}/at")
            keys.append(Key(at, number(keyframe.value, f"{pointer}/{index}/value"), keyframe.easing))
        return Curve(tuple(keys))

    # ---- sound

    def _sound(
        self, placed: Placed, clip: AudioClip | VideoClip, name: str, total: int, plan: Schedule, names: list[str]
    ) -> ResolvedSound | None:
        """The clip's sound, or ``None`` when it has none to hear."""
        if not self.facts_of(clip.src).has_audio or placed.window is None:
            return None
        if isinstance(clip, VideoClip):  # picture and sound of one clip start on the same edge
            first, last = (sample_of(frame_at(edge, self.fps), self.fps) for edge in (placed.start, placed.end))
        else:
            first, last = half_up(placed.start * SAMPLE_RATE), half_up(placed.end * SAMPLE_RATE)
        last = min(last, total)
        volume = self._curve(
            clip.animate.volume,
            parse_gain(clip.volume),
            placed.end - placed.start,
            f"{placed.pointer}/animate/volume",
            _gain,
        )
        if last <= first or volume.bounds()[1] <= 0:
            return None
        fade_in, fade_out = (half_up(exact(seconds) * SAMPLE_RATE) for seconds in (clip.fade_in, clip.fade_out))
        return ResolvedSound(
            name,
            placed.pointer,
            clip.src,
            first,
            last,
            placed.window,
            volume,
            fade_in,
            fade_out,
            self._duck(clip, placed, plan, names),
        )

    def _duck(self, clip: Sounding, placed: Placed, plan: Schedule, names: list[str]) -> Duck | None:
        if clip.duck is None:
            return None
        wanted = (clip.duck.under,) if isinstance(clip.duck.under, str) else clip.duck.under
        under: list[str] = []
        for name in wanted:
            track_names = {track.name: index for index, track in enumerate(self.document.tracks) if track.name}
            if name in plan.edges:
                under.append(name)
            elif name in track_names:
                under += [
                    names[i]
                    for i, other in enumerate(plan.clips)
                    if other.track == track_names[name] and other.clip is not placed.clip
                ]
            else:
                known = sorted([*plan.edges, *track_names])
                raise InvalidDocument(
                    f"there is no clip or track {name!r} to duck under; known: {', '.join(known) or 'none'}",
                    pointer=f"{placed.pointer}/duck/under",
                )
        decibels = float(clip.duck.by.rstrip("dDbB "))
        return Duck(tuple(dict.fromkeys(under)), decibels, clip.duck.attack, clip.duck.release)


def _plain(value: float | str, pointer: str) -> float:
    if isinstance(value, str):
        raise InvalidDocument(f"should be a number, not {value!r}", pointer=pointer)
    return value


def _gain(value: float | str, pointer: str) -> float:
    try:
        return parse_gain(value)
    except ValueError as error:
        raise InvalidDocument(str(error), pointer=pointer) from None
