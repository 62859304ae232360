"""What a clip shows, in pixels: boxes, inks and fills from the written lengths and colours."""

from __future__ import annotations

from reelwright.errors import InvalidDocument
from reelwright.timeline.clips import (
    CaptionsClip,
    Font,
    Gradient,
    ImageClip,
    Motion,
    Outline,
    Shadow,
    ShapeClip,
    TextBackground,
    TextClip,
    VideoClip,
    VisualClip,
)
from reelwright.timeline.curve import Curve, Key
from reelwright.timeline.resolved import (
    CaptionText,
    Footage,
    GradientFill,
    Ink,
    InkBackground,
    InkOutline,
    InkShadow,
    Lettering,
    MediaFacts,
    Picture,
    ResolvedMotion,
    ResolvedView,
    Shape,
)
from reelwright.timeline.schedule import Placed
from reelwright.timeline.values import parse_length
from reelwright.units.color import Color, parse_color

CanvasSize = tuple[int, int]
_LARGEST_BOX = 16_384


def _small(written: float | str, canvas: CanvasSize) -> float:
    """A length that belongs to no axis; percent count of the shorter side."""
    return parse_length(written).pixels(min(canvas), canvas)


def _box(clip: VisualClip, canvas: CanvasSize, natural: tuple[float, float] | None) -> tuple[float, float]:
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
            else _box(clip, canvas, natural)
        )
    except InvalidDocument as error:
        error.pointer = placed.pointer
        raise
    motion = _motion(clip.motion, frames) if clip.motion else None
    if isinstance(clip, VideoClip):
        assert placed.window is not None
        return Footage(clip.src, box, clip.fit, motion, placed.window)
    return Picture(clip.src, box, clip.fit, motion)


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


def text_content(clip: TextClip, canvas: CanvasSize) -> Lettering:
    width = None if clip.width is None else parse_length(clip.width).pixels(canvas[0], canvas)
    height = None if clip.height is None else parse_length(clip.height).pixels(canvas[1], canvas)
    return Lettering(
        clip.text, _ink(clip.font, canvas), parse_color(clip.color), width, height, clip.align, clip.line_height,
        _small(clip.letter_spacing, canvas), clip.max_lines, clip.balance, clip.direction, clip.language,
        _outline(clip.outline, canvas), _shadow(clip.shadow, canvas), _background(clip.background, canvas),
    )  # fmt: skip


def _color(written: str | None) -> Color | None:
    return None if written is None else parse_color(written)


def caption_text(clip: CaptionsClip, canvas: CanvasSize, pointer: str) -> CaptionText:
    if (clip.src is None) == (clip.words is None):
        raise InvalidDocument("captions need either 'src' or 'words'", pointer=pointer)
    words = tuple((word.text, word.start, word.end) for word in clip.words or ())
    active = clip.active
    return CaptionText(
        clip.src, words, clip.style, clip.max_words, clip.max_chars, clip.max_lines, clip.gap,
        clip.font and _ink(clip.font, canvas), _color(clip.color), _outline(clip.outline, canvas), _background(clip.background, canvas),
        _color(active.color), _color(active.background), active.scale,
        None if clip.y is None else parse_length(clip.y).pixels(canvas[1], canvas),
        None if clip.width is None else parse_length(clip.width).pixels(canvas[0], canvas),
        clip.direction, clip.language,
    )  # type: ignore[arg-type]  # fmt: skip


def shape(clip: ShapeClip, canvas: CanvasSize) -> Shape:
    fill = parse_color(clip.fill) if isinstance(clip.fill, str) else _gradient(clip.fill)
    border = clip.border and (parse_color(clip.border.color), _small(clip.border.width, canvas))
    return Shape(_box(clip, canvas, None), fill, _small(clip.corner_radius, canvas), border, _small(clip.blur, canvas))


def _gradient(gradient: Gradient) -> GradientFill:
    stops = sorted(((stop.at, parse_color(stop.color)) for stop in gradient.stops), key=lambda stop: stop[0])
    return GradientFill(gradient.gradient, gradient.angle, gradient.center, gradient.radius, tuple(stops))
