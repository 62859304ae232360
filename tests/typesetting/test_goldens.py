"""Pictures of text in many scripts, each looked at by a person who compared it with how the script is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import skia

from reelwright.typesetting.fonts import FontLibrary
from reelwright.typesetting.paragraph import Paragraph, lay_out
from reelwright.typesetting.style import Span, TextStyle

Golden = Callable[[str, Paragraph], None]
WHITE = skia.Paint(Color=skia.ColorWHITE, AntiAlias=True)
GOLD = skia.Paint(Color=skia.Color(255, 200, 40), AntiAlias=True)
STYLE = TextStyle(size_px=36, line_height=1.35)
WIDTH = 620

BUNDLED = {
    "latin": "Zażółć gęślą jaźń; Tiếng Việt, naïve façade “çok güzel” office → ✓ ≈",
    "greek-cyrillic": "Ξεσκεπάζω τὴν ψυχοφθόρα. Съешь ещё этих булок, ґанок їжак!",
    "arabic": "مرحبا بالعالم! كيف حالك؟ هذه جملة 123 طويلة، حسنًا.",
    "hebrew": "שלום עולם! זה משפט (עם סוגריים) ו-12.5 מספרים.",
    "hindi": "नमस्ते दुनिया! क्षत्रिय, श्री, ज्ञान, प्रार्थना और हिन्दी में किताबें।",
    "thai": "ภาษาไทยเขียนติดกันโดยไม่เว้นวรรคระหว่างคำ น้ำ ที่นี่",
    "tamil-bengali": "தமிழ் மொழி கொள்கை. বাংলা ভাষা ক্ষমতা।",
    "khmer-myanmar": "ភាសាខ្មែរ ស្រី។ မြန်မာဘာသာစကား",
    "mixed-ltr": "The word שלום (peace) and مرحبا, end. 50%!",
    "mixed-rtl": "العنوان: Reelwright 2.0 (beta)، جاهز!",
}
OTHERS = {
    "chinese": ("Noto Sans CJK SC", "你好，世界！这是一个没有空格的中文句子。直骨令", ""),
    "chinese-traditional": ("Noto Sans CJK TC", "你好，世界！這是一個沒有空格的句子。直骨令", "zh-Hant"),
    "japanese": ("Noto Sans CJK JP", "こんにちは、世界！これは日本語の文章です。直骨令", ""),
    "korean": ("Noto Sans CJK KR", "안녕하세요 세계! 한국어 문장입니다.", ""),
    "emoji": ("Noto Color Emoji", "Family 👨‍👩‍👧‍👦 heart ❤️ key 1️⃣ flag 🇯🇵 skin 👍🏽 1 2 3", ""),
}


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_fonts_set_the_script_as_in_its_golden(name: str, library: FontLibrary, golden: Golden) -> None:
    golden(name, lay_out([Span(BUNDLED[name], WHITE)], STYLE, library, WIDTH))


@pytest.mark.parametrize("name", OTHERS)
def test_installed_fonts_set_the_script_as_in_its_golden(
    name: str, library: FontLibrary, golden: Golden, need_family: Callable[[str], None]
) -> None:
    family, text, locale = OTHERS[name]
    need_family(family)
    style = TextStyle(size_px=36, line_height=1.35, locale=locale)
    golden(name, lay_out([Span(text, WHITE)], style, library, WIDTH))


def test_arabic_stays_joined_where_the_colour_changes_inside_a_word(library: FontLibrary, golden: Golden) -> None:
    spans = [Span("مر", WHITE), Span("حبا", GOLD), Span(" بال", WHITE), Span("عالم", GOLD), Span(" الجميل.", WHITE)]
    golden("arabic-colours", lay_out(spans, TextStyle(size_px=56), library, WIDTH))


def test_weight_slant_size_and_underline_follow_the_span(library: FontLibrary, golden: Golden) -> None:
    spans = [
        Span("plain ", WHITE),
        Span("bold ", GOLD, weight=700),
        Span("italic ", WHITE, italic=True),
        Span("large ", GOLD, scale=1.5),
        Span("under", WHITE, decoration="underline"),
        Span(" ", WHITE),
        Span("struck", GOLD, decoration="line-through"),
    ]
    golden("rich", lay_out(spans, TextStyle(size_px=32, align="center"), library, WIDTH))


def test_an_outline_lies_under_the_fill_of_every_word(library: FontLibrary, golden: Golden) -> None:
    fill = lay_out([Span("Outlined ", WHITE), Span("word", GOLD)], TextStyle(size_px=72, weight=700), library, WIDTH)
    outline = skia.Paint(Color=skia.Color(200, 30, 60), AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=10)
    outline.setStrokeJoin(skia.Paint.kRound_Join)

    class Both:
        families = fill.families

        def paint(self, canvas: skia.Canvas, x: float, y: float) -> None:
            fill.repainted([outline, outline]).paint(canvas, x, y)
            fill.paint(canvas, x, y)

    golden("outline", Both())  # type: ignore[arg-type]
