"""Captions: each cue is laid out once; each state of it (which word is spoken) is drawn once. Nothing moves but the active word."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import pi, sin
from pathlib import Path
from threading import Lock

import skia

from reelwright.captions.active import active_index
from reelwright.captions.cues import Cue, CueLimits, build_cues
from reelwright.captions.joining import needs_space
from reelwright.captions.reading import words_of
from reelwright.captions.styles import STYLES, CaptionStyle, placement
from reelwright.errors import InvalidInput, MediaUnusable
from reelwright.render.glyphs import drawable
from reelwright.render.painters.inking import Dressing, fill_paint, ink
from reelwright.render.painters.sprited import Easel, paint_sprite, trimmed
from reelwright.render.planes import Canvas, Sprite
from reelwright.render.pose import Pose
from reelwright.render.stage import PlainPainter, Readers, Stage
from reelwright.timeline.content import cased
from reelwright.timeline.contents import CaptionText, Ink, InkBackground, InkOutline, InkShadow
from reelwright.timeline.easing import easing
from reelwright.timeline.resolved import ResolvedLayer
from reelwright.transcript import Word
from reelwright.transcript.text_file import read_text_file
from reelwright.typesetting.paragraph import Paragraph, lay_out
from reelwright.typesetting.style import Span, TextStyle
from reelwright.units.color import Color
from reelwright.units.time import exact, half_up

_MOVE_SECONDS = {
    "still": Fraction(12, 100), "bounce": Fraction(30, 100), "slide": Fraction(22, 100), "fade": Fraction(22, 100),
    "typewriter": Fraction(0), "word": Fraction(14, 100),
}  # fmt: skip
"""How long the active word takes to come, grow or hop."""
_STEPS = 8
_POP_ROOM = 0.07
"""How far, in letter sizes, a popping word may grow to each side: into its gap, never over its neighbours."""
_SMALLEST = 0.6
"""Captions that are too wide for their room shrink to this part of their size before they wrap."""


@dataclass(frozen=True, slots=True)
class _State:
    """What a caption looks like at one frame. ``step`` is how far the active word's own movement has come, 0.._STEPS."""

    cue: int
    active: int | None
    step: int


@dataclass(frozen=True, slots=True)
class _Timed:
    """A cue in frames of the clip."""

    cue: Cue
    first: int
    last: int
    starts: tuple[int, ...]


class CaptionPainter(PlainPainter):
    def __init__(self, layer: ResolvedLayer, content: CaptionText, stage: Stage) -> None:
        self._content = content
        self._stage = stage
        self._style = _styled(STYLES[content.style], content)
        place = placement(stage.canvas, content.style)
        self._middle = place.middle if content.y is None else content.y
        self._width = place.width if content.width is None else content.width
        self._ink = content.ink or Ink(None, place.size, None, self._style.weight, False)
        limits = caption_limits(place.limits, content)
        words = (
            [Word(*word) for word in content.words] if content.source is None else _read(stage.path_of(content.source))
        )
        kept = [
            replace(
                word,
                text=drawable(
                    cased(word.text, content.case), stage.fonts, self._ink.family, content.language, layer.pointer
                ),
            )
            for word in words
        ]
        self._cues = [_in_frames(cue, stage.fps) for cue in build_cues(kept, limits)]
        self._firsts = [timed.first for timed in self._cues]
        self._paragraphs: dict[int, Paragraph] = {}
        self._drawing = Lock()
        self._name = ("captions", layer.id)
        self._move_frames = max(1, half_up(_MOVE_SECONDS[self._style.motion] * stage.fps))

    @property
    def box(self) -> tuple[float, float]:
        return (float(self._stage.canvas[0]), float(self._stage.canvas[1]))

    @property
    def is_opaque(self) -> bool:
        return False

    @property
    def identity(self) -> Hashable:
        return (
            "captions",
            self._style,
            self._ink,
            self._width,
            self._middle,
            self._content.outline,
            self._content.background,
            self._content.active_outline,
            self._stage.zoom,
        )

    @property
    def fonts(self) -> str:
        text = "".join(word.text for timed in self._cues for word in timed.cue.words)
        families = self._stage.fonts.families(self._ink.family, text, locale=self._content.language or "")
        return self._stage.fonts.fingerprint(families)

    def seen(self, local: int) -> Hashable:
        state = self._state(local)
        return None if state is None else (self._cues[state.cue].cue.text, state.active, state.step)

    def look(self, local: int, readers: Readers) -> Hashable:
        return self._state(local)

    def paint(self, canvas: Canvas, pose: Pose, local: int, readers: Readers) -> None:
        state = self._state(local)
        if state is not None:
            paint_sprite(canvas, self._stage.sprites.get((self._name, state), lambda: self._draw(state)), pose)

    def _state(self, local: int) -> _State | None:
        index = bisect_right(self._firsts, local) - 1
        if index < 0 or local >= self._cues[index].last or self._style.name == "none":
            return None
        timed, style = self._cues[index], self._style
        if not self._follows_words:
            return _State(index, None, 0)
        active = active_index(timed.starts, local)
        if active is None or (style.active_scale == 1 and style.motion in ("still", "typewriter")):
            return _State(index, active, 0)
        progress = min(1.0, (local - timed.starts[active] + 1) / self._move_frames)
        return _State(index, active, round(progress * _STEPS))

    @property
    def _follows_words(self) -> bool:
        """Whether anything changes from word to word."""
        style = self._style
        changes = style.active_color or style.active_background or self._content.active_outline
        return bool(changes) or style.active_scale != 1 or style.motion != "still"

    def _draw(self, state: _State) -> Sprite:
        with self._drawing:  # workers share the layouts, and Skia's paragraphs are not made for several threads at once
            return self._drawn(state)

    def _drawn(self, state: _State) -> Sprite:
        cue = self._cues[state.cue].cue
        paragraph = self._paragraph(state.cue)
        size = paragraph.style.size_px
        dressing = self._dressing(size)
        left, top = (self._stage.canvas[0] - self._width) / 2, self._middle - paragraph.height / 2
        margin = dressing.reach + size
        bounds = (left - margin, top - margin, left + self._width + margin, top + paragraph.height + margin)
        easel = Easel(bounds, self._stage.zoom, (0.0, 0.0) if self._stage.zoom == 1.0 else None)
        colors = self._colors(cue, state)
        active = None if state.active is None else self._span_of(cue, state.active)
        if active is not None and self._style.active_background is not None:
            self._box_behind(easel.canvas, paragraph, active, (left, top))
        hidden = self._hidden(len(colors), active)
        if active is None or not self._moves_active:
            ink(easel.canvas, paragraph, (left, top), colors, dressing, skip=hidden)
        else:
            ink(easel.canvas, paragraph, (left, top), colors, dressing, skip=hidden | {active})
            self._ink_active(easel.canvas, paragraph, (left, top), colors, (active, state.step))
        return trimmed(easel.sprite())

    @property
    def _moves_active(self) -> bool:
        style = self._style
        return (
            style.active_scale != 1 or style.motion not in ("still", "typewriter") or bool(self._content.active_outline)
        )

    def _hidden(self, spans: int, active: int | None) -> set[int]:
        """Spans not spoken yet, in the styles that bring words one by one."""
        if self._style.motion not in ("slide", "fade", "typewriter"):
            return set()
        return set(range(0 if active is None else active + 1, spans))

    def _ink_active(
        self,
        canvas: skia.Canvas,
        paragraph: Paragraph,
        at: tuple[float, float],
        colors: list[Color],
        active: tuple[int, int],
    ) -> None:
        """The active word, (span, step), where its movement has brought it."""
        span, step = active
        dressing = replace(self._dressing(paragraph.style.size_px), background=None)
        if self._content.active_outline:
            dressing = replace(dressing, outline=self._content.active_outline)
        box, size = paragraph.span_boxes()[span], paragraph.style.size_px
        middle = (at[0] + (box.x0 + box.x1) / 2, at[1] + (box.y0 + box.y1) / 2)
        scale, lift, opacity = self._movement(step / _STEPS, box.x1 - box.x0, size)
        canvas.saveLayerAlpha(None, round(opacity * 255)) if opacity < 1 else canvas.save()
        canvas.translate(middle[0], middle[1] - lift)
        canvas.scale(scale, scale)
        canvas.translate(-middle[0], -middle[1])
        ink(canvas, paragraph, at, colors, dressing, skip=set(range(len(colors))) - {span})
        canvas.restore()

    def _movement(self, progress: float, width: float, size: float) -> tuple[float, float, float]:
        """Scale, lift in pixels and opacity of the active word."""
        motion = self._style.motion
        if motion == "bounce":
            return 1.0, sin(pi * progress) * size * 0.22, 1.0
        if motion == "slide":
            eased = easing("ease-out-cubic")(progress)
            return 1.0, (eased - 1) * size * 0.5, min(1.0, progress * 1.5)
        if motion == "fade":
            return 1.0, 0.0, progress
        if motion == "word":
            return 0.7 + 0.3 * easing("ease-out-back")(progress), 0.0, min(1.0, progress * 2)
        room = 1 + 2 * _POP_ROOM * size / max(width, 1.0)
        return 1 + (min(self._style.active_scale, room) - 1) * easing("ease-out-back")(progress), 0.0, 1.0

    def _box_behind(self, canvas: skia.Canvas, paragraph: Paragraph, span: int, at: tuple[float, float]) -> None:
        assert self._style.active_background is not None
        size = paragraph.style.size_px
        for box in paragraph.span_pieces[span]:
            rect = skia.Rect(box.x0 + at[0], box.y0 + at[1], box.x1 + at[0], box.y1 + at[1]).makeOutset(
                size * 0.14, -size * 0.02
            )
            canvas.drawRoundRect(rect, size * 0.16, size * 0.16, fill_paint(self._style.active_background))

    def _colors(self, cue: Cue, state: _State) -> list[Color]:
        colors: list[Color] = []
        for index, span in enumerate(_texts(cue)):
            del span
            word = index // 2  # words and the spaces between them alternate
            spoken = state.active is not None and (word == state.active or (self._style.fills and word < state.active))
            colors.append(self._style.active_color if spoken and self._style.active_color else self._style.color)
        return colors

    @staticmethod
    def _span_of(cue: Cue, word: int) -> int:
        return word * 2

    def _dressing(self, size: float) -> Dressing:
        style, content = self._style, self._content
        outline = content.outline or (
            InkOutline(style.outline_color, size * style.outline_width) if style.outline_color else None
        )
        shadow = InkShadow(style.shadow_color, 0, size * 0.06, size * style.shadow_blur) if style.shadow_color else None
        background = content.background or (
            InkBackground(style.background, size * 0.38, size * 0.22) if style.background else None
        )
        return Dressing(outline, shadow, background)

    def _paragraph(self, index: int) -> Paragraph:
        if index not in self._paragraphs:
            self._paragraphs[index] = self._laid_out(self._cues[index].cue)
        return self._paragraphs[index]

    def _laid_out(self, cue: Cue) -> Paragraph:
        """At full size if the lines fit their room, else smaller, else wrapped."""
        style = TextStyle(
            family=self._ink.family, size_px=self._ink.size, weight=self._ink.weight, italic=self._ink.italic,
            line_height=self._style.line_height, align="center", direction=self._content.direction, locale=self._content.language or "",
        )  # fmt: skip
        spans = [Span(text, fill_paint(self._style.color)) for text in _texts(cue)]
        natural = lay_out(spans, style, self._stage.fonts, 16_384)
        if natural.width > self._width:
            style = style.at_size(style.size_px * max(_SMALLEST, self._width / natural.width * 0.995))
        return lay_out(spans, style, self._stage.fonts, self._width)


def _texts(cue: Cue) -> list[str]:
    """The cue's text in spans: word, gap, word, gap …, word. A gap is a space, a line end or nothing."""
    texts: list[str] = []
    for line in cue.lines:
        for position, word in enumerate(line):
            if texts:
                texts.append("\n" if position == 0 else " " if needs_space(texts[-1], word.text) else "")
            texts.append(word.text)
    return texts


def _styled(style: CaptionStyle, content: CaptionText) -> CaptionStyle:
    return replace(
        style,
        color=content.color or style.color,
        active_color=content.active_color or style.active_color,
        active_background=content.active_background or style.active_background,
        active_scale=content.active_scale or style.active_scale,
    )


def caption_limits(limits: CueLimits, content: CaptionText) -> CueLimits:
    """A style's limits, as far as the document does not set its own."""
    given = {
        "max_words": content.max_words,
        "max_chars": content.max_chars,
        "max_lines": content.max_lines,
        "gap": content.gap,
    }
    return replace(limits, **{name: value for name, value in given.items() if value is not None})  # pyright: ignore[reportArgumentType]


def _in_frames(cue: Cue, fps: Fraction) -> _Timed:
    first, last = (half_up(exact(round(edge, 6)) * fps) for edge in (cue.start, cue.end))
    starts = tuple(half_up(exact(round(word.start, 6)) * fps) for word in cue.words)
    return _Timed(cue, first, last, starts)


def _read(path: Path) -> list[Word]:
    try:
        text = read_text_file(path)
    except InvalidInput as error:
        raise MediaUnusable(error.message, hint=error.hint) from None
    return words_of(text, path.name)
