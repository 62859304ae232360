"""What a clip shows, in pixels: boxes, inks and fills from the written lengths and colours."""

from __future__ import annotations

import json
from typing import Any

from reelwright.errors import InvalidDocument
from reelwright.timeline.clips import (
    CaptionsClip,
    Font,
    Gradient,
    ImageClip,
    LottieClip,
    Motion,
    Outline,
    PresenterClip,
    Shadow,
    ShapeClip,
    SvgClip,
    TextBackground,
    TextClip,
    VideoClip,
    VisualClip,
)
from reelwright.timeline.clips.text import Reveal, TextSpan
from reelwright.timeline.contents import (
    Animation,
    CaptionText,
    CueMark,
    Drawing,
    Footage,
    GradientFill,
    Ink,
    InkBackground,
    InkOutline,
    InkShadow,
    InkSpan,
    Lettering,
    Picture,
    Presenter,
    ResolvedMotion,
    ResolvedView,
    Revealing,
    Shape,
    Sound,
    StrokeLine,
)
from reelwright.timeline.contents import Outline as ShapeOutline
from reelwright.timeline.curve import Curve, Key
from reelwright.timeline.resolved import MediaFacts
from reelwright.timeline.schedule import Placed
from reelwright.timeline.svg_size import svg_size
from reelwright.timeline.values import parse_length
from reelwright.units.color import Color, parse_color
from reelwright.units.time import exact

CanvasSize = tuple[int, int]
_LARGEST_BOX = 16_384


def _small(written: float | str, canvas: CanvasSize) -> float:
    """A length that belongs to no axis; percent count of the shorter side."""
    return parse_length(written).pixels(min(canvas), canvas)


def box_of(clip: VisualClip, canvas: CanvasSize, natural: tuple[float, float] | None) -> tuple[float, float]:
    """Width and height: as written, the missing one by the natural shape, the canvas when both are missing."""
    width = None if clip.width is None else parse_length(clip.width).pixels(canvas[0], canvas)
    height = None if clip.height is None else parse_length(clip.height).pixels(canvas[1], canvas)
    shape = natural[0] / natural[1] if natural and natural[1] else canvas[0] / canvas[1]
    if width is None and height is None:
        width, height = canvas
    elif width is None:
        width = (height or 0) * (shape if natural else canvas[0] / max(height or 1, 1e-9))
    elif height is None:
        height = width / shape if natural else canvas[1]
    assert height is not None
    if not (0 < width <= _LARGEST_BOX and 0 < height <= _LARGEST_BOX):
        raise InvalidDocument(
            f"the box is {width:g} x {height:g} pixels; each side must be above 0 and at most {_LARGEST_BOX}"
        )
    return width, height


def picture_content(
    clip: ImageClip | VideoClip, facts: MediaFacts, canvas: CanvasSize, placed: Placed, frames: int
) -> Picture | Footage:
    """A picture or footage in its box. Raises ``InvalidDocument`` when the source has no picture."""
    if facts.width <= 0 or facts.height <= 0:
        raise InvalidDocument(f"{clip.src} has no picture", pointer=f"{placed.pointer}/src")
    natural = (float(facts.width), float(facts.height))
    try:
        box = (
            natural
            if clip.fit == "none" and clip.width is None and clip.height is None
            else box_of(clip, canvas, natural)
        )
    except InvalidDocument as error:
        error.pointer = placed.pointer
        raise
    motion = _motion(clip.motion, frames) if clip.motion else None
    if isinstance(clip, VideoClip):
        assert placed.window is not None
        return Footage(clip.src, box, clip.fit, motion, placed.window, clip.focus)
    return Picture(clip.src, box, clip.fit, motion, clip.focus)


def animation_content(clip: LottieClip, facts: MediaFacts, canvas: CanvasSize, placed: Placed) -> Animation:
    assert placed.window is not None
    natural = (float(facts.width), float(facts.height))
    return Animation(clip.src, _natural_box(clip, canvas, natural, placed.pointer), clip.fit, placed.window)


def drawing_content(clip: SvgClip, svg: str, canvas: CanvasSize, pointer: str) -> Drawing:
    """Raises ``InvalidDocument`` when it is not an SVG drawing."""
    natural = svg_size(svg, pointer)
    color = None if clip.color is None else parse_color(clip.color)
    return Drawing(svg, _natural_box(clip, canvas, natural, pointer), clip.fit, color)


def _natural_box(
    clip: LottieClip | SvgClip, canvas: CanvasSize, natural: tuple[float, float], pointer: str
) -> tuple[float, float]:
    """The drawing's own size unless the document says another."""
    if clip.width is None and clip.height is None:
        fitted = min(1.0, canvas[0] / natural[0], canvas[1] / natural[1])
        return natural[0] * fitted, natural[1] * fitted
    try:
        return box_of(clip, canvas, natural)
    except InvalidDocument as error:
        error.pointer = pointer
        raise


def _motion(motion: Motion, frames: int) -> ResolvedMotion:
    progress = Curve((Key(0, 0.0), Key(max(frames - 1, 1), 1.0, motion.easing)))
    start, end = (ResolvedView(view.scale, view.focus) for view in (motion.start, motion.end))
    return ResolvedMotion(start, end, progress)


def _ink(font: Font, canvas: CanvasSize) -> Ink:
    smallest = None if font.min_size is None else _small(font.min_size, canvas)
    return Ink(font.family, _small(font.size, canvas), smallest, font.weight, font.italic)


def _outline(outline: Outline | None, canvas: CanvasSize) -> InkOutline | None:
    return outline and InkOutline(parse_color(outline.color), _small(outline.width, canvas))


def _shadow(shadow: Shadow | None, canvas: CanvasSize) -> InkShadow | None:
    return shadow and InkShadow(
        parse_color(shadow.color), *(_small(length, canvas) for length in (shadow.x, shadow.y, shadow.blur))
    )


def _background(background: TextBackground | None, canvas: CanvasSize) -> InkBackground | None:
    return background and InkBackground(
        parse_color(background.color), _small(background.padding, canvas), _small(background.corner_radius, canvas)
    )


def text_content(clip: TextClip, canvas: CanvasSize, placed: Placed) -> Lettering:
    width = None if clip.width is None else parse_length(clip.width).pixels(canvas[0], canvas)
    height = None if clip.height is None else parse_length(clip.height).pixels(canvas[1], canvas)
    written = clip.spans or (TextSpan(text=clip.text or ""),)
    spans = tuple(_span(span, clip.case) for span in written)
    return Lettering(
        spans, _ink(clip.font, canvas), parse_color(clip.color), width, height, clip.align, clip.line_height,
        _small(clip.letter_spacing, canvas), clip.max_lines, clip.balance, clip.direction, clip.language,
        _outline(clip.outline, canvas), _shadow(clip.shadow, canvas), _background(clip.background, canvas),
        clip.vertical_align, clip.reveal and _revealing(clip.reveal, placed),
    )  # fmt: skip


def cased(text: str, case: str) -> str:
    return text.upper() if case == "upper" else text.lower() if case == "lower" else text


def _span(span: TextSpan, case: str) -> InkSpan:
    font = span.font
    return InkSpan(
        cased(span.text, case), _color(span.color), _color(span.highlight), font.family, font.scale, font.weight, font.italic,
        span.decoration,
    )  # fmt: skip


def _revealing(reveal: Reveal, placed: Placed) -> Revealing:
    fps = placed.fps
    duration = reveal.duration if reveal.preset != "typewriter" else 0.0
    start, frames = (float(exact(seconds) * fps) for seconds in (reveal.start, duration))
    stagger = None if reveal.stagger is None else float(exact(reveal.stagger) * fps)
    most = float((placed.end - placed.start) * fps) / 3
    ease = reveal.easing or {"pop": "ease-out-back", "drop": "ease-out-bounce"}.get(reveal.preset, "ease-out-cubic")
    return Revealing(reveal.by, reveal.preset, start, frames, stagger, most, ease, reveal.order)


def _color(written: str | None) -> Color | None:
    return None if written is None else parse_color(written)


def caption_text(clip: CaptionsClip, canvas: CanvasSize) -> CaptionText:
    words: tuple[tuple[str, float, float, CueMark | None], ...] = tuple(
        (word.text, word.start, word.end, word.cue) for word in clip.words or ()
    )
    active = clip.active
    return CaptionText(
        clip.src, words, clip.style, clip.max_words, clip.max_chars, clip.max_lines, clip.gap,
        clip.font and _ink(clip.font, canvas), _color(clip.color), _outline(clip.outline, canvas), _background(clip.background, canvas),
        _color(active.color), _color(active.background), active.scale, _outline(active.outline, canvas),
        None if clip.y is None else parse_length(clip.y).pixels(canvas[1], canvas),
        None if clip.width is None else parse_length(clip.width).pixels(canvas[0], canvas),
        clip.case, clip.direction, clip.language,
    )  # fmt: skip


_TURNS = {"front": 0.0, "left": -1.0, "right": 1.0}


def presenter(clip: PresenterClip, canvas: CanvasSize, sounds: tuple[Sound, ...]) -> Presenter:
    box = box_of(clip, canvas, (1.0, 1.0))
    background = _color(clip.background)
    return Presenter(clip.character, box, clip.view, _TURNS[clip.facing], sounds, background, clip.seed)


def read_sounds(text: str, pointer: str) -> tuple[Sound, ...]:
    """A presenter's sounds from JSON. Raises ``InvalidDocument`` for anything but a list of [IPA, start, end]."""
    try:
        rows: Any = json.loads(text)
        sounds = tuple((str(ipa), float(start), float(end)) for ipa, start, end in rows)
    except (TypeError, ValueError):
        sounds = (("", 1.0, 0.0),)
    if any(not 0 <= start <= end for _, start, end in sounds):
        raise InvalidDocument("this is no list of sounds", pointer=pointer, hint='write rows such as ["m", 0.5, 0.58]')
    return sounds


def shape(clip: ShapeClip, canvas: CanvasSize) -> Shape:
    fill = parse_color(clip.fill) if isinstance(clip.fill, str) else _gradient(clip.fill)
    border = clip.border and StrokeLine(
        parse_color(clip.border.color), _small(clip.border.width, canvas),
        tuple(_small(length, canvas) for length in clip.border.dash), clip.border.cap, clip.border.join,
    )  # fmt: skip
    blur = 0.0 if "blur" in clip.animate.used else _small(clip.blur, canvas)
    box = box_of(clip, canvas, None)
    return Shape(box, fill, _small(clip.corner_radius, canvas), border, blur, _shape_outline(clip), clip.draw)


def _shape_outline(clip: ShapeClip) -> ShapeOutline | None:
    if clip.shape == "rectangle":
        return None
    return ShapeOutline(clip.shape, clip.path or "", clip.view_box, clip.points or (), clip.sides, clip.inner)


def _gradient(gradient: Gradient) -> GradientFill:
    stops = sorted(((stop.at, parse_color(stop.color)) for stop in gradient.stops), key=lambda stop: stop[0])
    return GradientFill(gradient.gradient, gradient.angle, gradient.center, gradient.radius, tuple(stops))
