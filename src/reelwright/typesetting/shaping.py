"""From spans and a style to a paragraph of the shaper, wrapped at a width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

import skia

from reelwright.typesetting.boxes import mark
from reelwright.typesetting.direction import ISOLATE_END, RTL_ISOLATE, Direction, first_strong
from reelwright.typesetting.emoji import split_emoji
from reelwright.typesetting.fonts import FontLibrary
from reelwright.typesetting.style import Decoration, Span, TextStyle

textlayout = skia.textlayout

UNWRAPPED_PX = 1e7

_DECORATIONS = {
    "none": textlayout.TextDecoration.kNoDecoration,
    "underline": textlayout.TextDecoration.kUnderline,
    "line-through": textlayout.TextDecoration.kLineThrough,
}


@dataclass(frozen=True)
class Piece:
    """A stretch of one span in one style, and the number it is known by when positions are read back."""

    text: str
    span: int | None
    """Index of its span; None for a direction mark."""
    emoji: bool = False


@dataclass(frozen=True, eq=False)
class Shaper:
    """Builds paragraphs for one text in one style: what stays the same while width, size and paints are tried."""

    spans: tuple[Span, ...]
    style: TextStyle
    library: FontLibrary
    families: tuple[tuple[str, ...], ...]
    """For each span the families in the order a glyph is looked for, and last those of the paragraph."""
    direction: Direction
    pitch_em: float
    """Distance of baselines in ems."""

    @cached_property
    def pitch_px(self) -> float:
        """Height of every line: that of a paragraph without text, as the shaper rounds it."""
        empty = textlayout.ParagraphBuilder.make(self._paragraph_style(), self._collection(), _unicode()).Build()
        empty.layout(1.0)
        return empty.Height

    @cached_property
    def longest_word_px(self) -> float:
        """Width of the longest stretch that has no place to break a line. Skia breaks lines at whole pixels: to stay whole it
        needs the next one."""
        # Asked of an unwrapped paragraph: in a narrow one the words already broken would count in parts.
        return self.build(UNWRAPPED_PX).MinIntrinsicWidth

    def with_spans(self, spans: Sequence[Span]) -> Shaper:
        """The same setting of as many other spans; fonts, direction and line height stay."""
        return replace(self, spans=tuple(spans))

    def lines_in(self, paragraph: skia.textlayout.Paragraph) -> int:
        """Number of lines of a paragraph this shaper built."""
        return round(paragraph.Height / self.pitch_px)

    def line_count(self, width_px: float) -> int:
        """Number of lines the text takes at a width."""
        return self.lines_in(self.build(width_px))

    def build(self, width_px: float, *, marked: Sequence[Piece] | None = None) -> skia.textlayout.Paragraph:
        """The paragraph wrapped at a width; ``marked`` pieces are underlined in their numbers, for reading back."""
        builder = textlayout.ParagraphBuilder.make(self._paragraph_style(), self._collection(), _unicode())
        for number, piece in enumerate(marked if marked is not None else self.pieces()):
            style = self._text_style(piece)
            if marked is not None:
                mark(style, number)
            builder.pushStyle(style)
            builder.addText(piece.text)
            builder.pop()
        paragraph = builder.Build()
        paragraph.layout(width_px)
        return paragraph

    def pieces(self) -> list[Piece]:
        """The text in drawing units: spans cut at line ends and emoji, with direction marks round every line."""
        if self.direction == "ltr":
            return [piece for index, span in enumerate(self.spans) for piece in _pieces_of(span.text, index)]
        # The shaper takes every line as left to right; an isolate round each line turns it.
        start, end = Piece(RTL_ISOLATE, None), Piece(ISOLATE_END, None)
        pieces = [start]
        for index, span in enumerate(self.spans):
            for number, line in enumerate(span.text.split("\n")):
                if number:
                    pieces += [end, Piece("\n", index), start]
                pieces += _pieces_of(line, index)
        return [*pieces, end]

    def single_characters(self) -> list[Piece]:
        """The pieces cut to one character each, to find where lines break."""
        return [
            Piece(char, piece.span, piece.emoji)
            for piece in self.pieces()
            for char in (piece.text if piece.span is not None else (piece.text,))
        ]

    @property
    def all_families(self) -> tuple[str, ...]:
        """Every family any span may use, each once."""
        return tuple(dict.fromkeys(name for names in self.families for name in names))

    def _collection(self) -> skia.textlayout.FontCollection:
        return self.library.collection(self.all_families)

    def _paragraph_style(self) -> skia.textlayout.ParagraphStyle:
        strut = textlayout.StrutStyle()
        strut.setFontFamilies(list(self.families[-1]))
        strut.setFontStyle(_font_style(self.style.weight, self.style.italic))
        strut.setFontSize(self.style.size_px)
        strut.setStrutEnabled(True)
        # Every line as high as the next, whatever fonts its words need: captions must not jump.
        strut.setForceStrutHeight(True)
        strut.setHeightOverride(True)
        strut.setHalfLeading(True)
        strut.setHeight(self.pitch_em)
        style = textlayout.ParagraphStyle()
        style.setStrutStyle(strut)
        style.setTextAlign(_skia_align(self.style, self.direction))
        style.setTextStyle(self._text_style(Piece("", None)))
        return style

    def _text_style(self, piece: Piece) -> skia.textlayout.TextStyle:
        span = Span("") if piece.span is None else self.spans[piece.span]
        families = self.families[-1 if piece.span is None else piece.span]
        emoji = self.library.emoji_family(families) if piece.emoji else None
        style = textlayout.TextStyle()
        style.setFontFamilies([emoji, *families] if emoji else list(families))
        style.setFontSize(self.style.size_px * span.scale)
        weight = self.style.weight if span.weight is None else span.weight
        style.setFontStyle(_font_style(weight, self.style.italic if span.italic is None else span.italic))
        if self.style.locale:
            style.setLocale(self.style.locale)
        if piece.span is not None:
            style.setLetterSpacing(self.style.letter_spacing_px)
        _paint(style, span.paint, span.decoration)
        return style


def shaper_for(spans: Sequence[Span], style: TextStyle, library: FontLibrary) -> Shaper:
    """Choose direction, fonts and line height for clean spans (see ``clean_texts``)."""
    text = "".join(span.text for span in spans)
    direction = first_strong(text) if style.direction == "auto" else style.direction
    wanted = [", ".join(name for name in (span.family, style.family) if name) or None for span in spans]
    families = tuple(library.families(names, text, locale=style.locale) for names in (*wanted, style.family))
    pitch_em = style.line_height
    if pitch_em is None:
        used = [name for span, names in zip(spans, families, strict=False) for name in library.used(span.text, names)]
        ascent, descent = library.natural_extent(used or families[-1][:1])
        pitch_em = ascent + descent
    largest = max((span.scale for span in spans), default=1.0)
    return Shaper(tuple(spans), style, library, families, direction, pitch_em * max(1.0, largest))


def resolved_align(style: TextStyle, direction: Direction) -> str:
    """``left``, ``center``, ``right`` or ``justify``: start and end taken by direction.

    Justified text that runs right to left is set flush right: the shaper would put its last line on the wrong side.
    """
    match style.align:
        case "start":
            return "left" if direction == "ltr" else "right"
        case "end":
            return "right" if direction == "ltr" else "left"
        case "justify" if direction == "rtl":
            return "right"
        case align:
            return align


def _skia_align(style: TextStyle, direction: Direction) -> skia.textlayout.TextAlign:
    names = {
        "left": textlayout.TextAlign.kLeft,
        "center": textlayout.TextAlign.kCenter,
        "right": textlayout.TextAlign.kRight,
        "justify": textlayout.TextAlign.kJustify,
    }
    return names[resolved_align(style, direction)]


def _paint(style: skia.textlayout.TextStyle, paint: skia.Paint | None, decoration: Decoration) -> None:
    if paint is None:
        style.setColor(skia.ColorTRANSPARENT)
        return
    style.setForegroundPaint(paint)
    style.setDecoration(_DECORATIONS[decoration])
    style.setDecorationColor(paint.getColor())


def _pieces_of(text: str, span: int) -> Iterator[Piece]:
    for piece, is_emoji in split_emoji(text):
        yield Piece(piece, span, is_emoji)


def _font_style(weight: int, italic: bool) -> skia.FontStyle:
    slant = skia.FontStyle.kItalic_Slant if italic else skia.FontStyle.kUpright_Slant
    return skia.FontStyle(weight, skia.FontStyle.kNormal_Width, slant)


@cache
def _unicode() -> skia.Unicode:
    return skia.Unicode.ICU_Make()
