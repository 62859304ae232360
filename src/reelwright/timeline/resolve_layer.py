"""A visible clip → the layer that is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from reelwright.errors import InvalidDocument
from reelwright.timeline.clips import CaptionsClip, ImageClip, Preset, ShapeClip, TextClip, VideoClip, VisualClip
from reelwright.timeline.contents import Content
from reelwright.timeline.curve import Curve
from reelwright.timeline.keyed import Keyed, plain, within
from reelwright.timeline.looks import PLAIN
from reelwright.timeline.presets import Passage, expand, expand_leaving
from reelwright.timeline.resolve_look import look_of
from reelwright.timeline.resolved import Changing, Effect, ResolvedLayer
from reelwright.timeline.schedule import Placed, clip_seconds
from reelwright.timeline.values import parse_length
from reelwright.units.time import frame_at

_ANCHORS = {
    "center": (0.5, 0.5), "top": (0.5, 0.0), "bottom": (0.5, 1.0), "left": (0.0, 0.5), "right": (1.0, 0.5),
    "top-left": (0.0, 0.0), "top-right": (1.0, 0.0), "bottom-left": (0.0, 1.0), "bottom-right": (1.0, 1.0),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layering:
    """What layers are made with: the canvas (width, height), the rate, the document's frames, and what a clip shows."""

    canvas: tuple[int, int]
    fps: Fraction
    frames: int
    content_of: Callable[[Placed, int], Content]

    def layer(self, placed: Placed, name: str, following: Placed | None) -> ResolvedLayer | None:
        """The layer, or ``None`` when it lies wholly behind the document's end. ``following`` is the clip after on its track."""
        clip, pointer = placed.clip, placed.pointer
        start, end = frame_at(placed.start, self.fps), frame_at(placed.end, self.fps)
        if end <= start:
            raise InvalidDocument("the clip is shorter than one frame", pointer=f"{pointer}/duration")
        if start >= self.frames:
            return None
        content, last = self.content_of(placed, end - start), min(end, self.frames)
        still = Curve.constant
        if isinstance(clip, CaptionsClip):
            middle = (still(self.canvas[0] / 2), still(self.canvas[1] / 2))
            half = (still(0.5), still(0.5))
            return ResolvedLayer(
                name, pointer, start, last, content, half, *middle, still(1), still(0), still(clip.opacity)
            )
        assert isinstance(clip, VisualClip)
        keyed = Keyed(clip.animate, placed.end - placed.start, self.fps, pointer, self.canvas)
        x, y = (
            keyed.curve(prop, self._pixels(getattr(clip, prop), axis), keyed.lengths(self.canvas[axis]))
            for axis, prop in enumerate("xy")
        )
        ax, ay = _ANCHORS[clip.anchor] if isinstance(clip.anchor, str) else clip.anchor
        anchor = (keyed.curve("anchor_x", ax, plain), keyed.curve("anchor_y", ay, plain))
        skews = tuple(keyed.curve(name, getattr(clip, name), within(-85, 85)) for name in ("skew_x", "skew_y"))
        box = getattr(content, "box", None) or (float(self.canvas[0]), float(self.canvas[1]))
        look = look_of(clip, keyed, box)
        return ResolvedLayer(
            name, pointer, start, last, content, anchor, x, y,
            keyed.curve("scale", clip.scale, within(0, 100)), keyed.curve("rotation", clip.rotation, plain),
            keyed.curve("opacity", clip.opacity, within(0, 1)),
            self._effects(clip, placed, end - start) + self._leaving(placed, following, end),
            None if all(skew.is_constant and skew.at(0) == 0 for skew in skews) else (skews[0], skews[1]),
            look if look != PLAIN else PLAIN, clip.blend, None, self._changing(clip, keyed),
        )  # fmt: skip

    def _changing(self, clip: VisualClip, keyed: Keyed) -> Changing | None:
        width, height = (
            keyed.optional(name, keyed.lengths(self.canvas[axis])) for axis, name in enumerate(("width", "height"))
        )
        color = keyed.color("color" if isinstance(clip, TextClip) else "fill")
        if isinstance(clip, ShapeClip) and color and not isinstance(clip.fill, str):
            raise InvalidDocument(
                "a gradient cannot be animated as one colour", pointer=f"{keyed.pointer}/animate/fill"
            )
        draw = keyed.optional("draw", within(0, 1))
        found = Changing(width, height, color, draw)
        return None if found == Changing() else found

    def _effects(self, clip: VisualClip, placed: Placed, frames: int) -> tuple[Effect, ...]:
        length = placed.end - placed.start
        effects: tuple[Effect, ...] = ()
        if clip.enter:
            pointer = f"{placed.pointer}/enter"
            until = self._preset_frames(clip.enter, length, pointer)
            effects += expand(Passage(clip.enter, "enter", 0, until, self.canvas), pointer)
        if clip.transition:
            pointer = f"{placed.pointer}/transition"
            shared = float(placed.overlap * self.fps) or self._preset_frames(clip.transition, length, pointer)
            effects += expand(Passage(clip.transition, "transition", 0, shared, self.canvas), pointer)
        if clip.exit:
            pointer = f"{placed.pointer}/exit"
            taken = self._preset_frames(clip.exit, length, pointer)
            effects += expand(Passage(clip.exit, "exit", frames - taken, frames, self.canvas), pointer)
        return effects

    def _leaving(self, placed: Placed, following: Placed | None, end: int) -> tuple[Effect, ...]:
        """What the next clip's transition does to this one."""
        clip = following.clip if following else None
        if following is None or not isinstance(clip, VisualClip) or clip.transition is None or not following.overlap:
            return ()
        start = frame_at(placed.start, self.fps)
        first = frame_at(following.start, self.fps) - start
        last = min(first + float(following.overlap * self.fps), float(end - start))
        passage = Passage(clip.transition, "transition", float(max(first, 0)), last, self.canvas)
        return expand_leaving(passage, _hides(clip, placed.clip))

    def _preset_frames(self, preset: Preset, length: Fraction, pointer: str) -> float:
        seconds = clip_seconds(preset.duration, length, self.fps, f"{pointer}/duration")
        if seconds < 0 or seconds > length:
            raise InvalidDocument(f"it takes {float(seconds):g} s, longer than its clip", pointer=f"{pointer}/duration")
        return float(seconds * self.fps)

    def _pixels(self, written: float | str, axis: int) -> float:
        return parse_length(written).pixels(self.canvas[axis], self.canvas)


def _hides(coming: VisualClip, going: object) -> bool:
    """Whether a clip, once it is there, hides the one before: both fill boxes that lie alike."""
    if not isinstance(going, VisualClip) or not isinstance(coming, (ImageClip, VideoClip)):
        return False
    fills = coming.fit in ("cover", "fill")
    same = all(
        getattr(coming, name) == getattr(going, name)
        for name in ("x", "y", "width", "height", "anchor", "scale", "rotation", "opacity", "mask", "crop")
    )
    plain = coming.opacity == 1 and coming.mask is None and coming.matte is None and coming.blend == "normal"
    return fills and same and plain and coming.chroma_key is None
