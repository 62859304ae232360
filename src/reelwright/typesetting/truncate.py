"""Cutting text that has too many lines, with an ellipsis where it was cut."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from reelwright.typesetting.shaping import Shaper
from reelwright.typesetting.style import Span

JOINER = "\u200d"


def truncate(shaper: Shaper, width_px: float, max_lines: int, ellipsis: str) -> Shaper:
    """The longest beginning of the text that with the ellipsis takes at most ``max_lines`` lines.

    Spans stay as many as they were: those behind the cut are empty. The ellipsis belongs to the last span kept.
    """

    text = "".join(span.text for span in shaper.spans)
    # Only whole signs are tried: half a joined emoji can be wider than all of it.
    cuts = [0, *(at for at in range(1, len(text)) if _may_cut(text, at)), len(text)]
    fitting, too_long = 0, len(cuts) - 1
    while too_long - fitting > 1:
        middle = (fitting + too_long) // 2
        if shaper.with_spans(_cut(shaper.spans, cuts[middle], ellipsis)).line_count(width_px) <= max_lines:
            fitting = middle
        else:
            too_long = middle
    return shaper.with_spans(_cut(shaper.spans, cuts[fitting], ellipsis))


def _cut(spans: Sequence[Span], length: int, ellipsis: str) -> list[Span]:
    kept: list[str] = []
    for span in spans:
        kept.append(span.text[:length])
        length -= len(kept[-1])
    last = max((index for index, text in enumerate(kept) if text.strip()), default=0)
    texts = [text if index < last else "" for index, text in enumerate(kept)]
    texts[last] = kept[last].rstrip() + ellipsis
    return [replace(span, text=text) for span, text in zip(spans, texts, strict=True)]


def _may_cut(text: str, at: int) -> bool:
    """Whether a cut before the character there tears no mark, joined emoji, tone or flag from what it belongs to."""
    after, before = text[at], text[at - 1]
    torn = after == JOINER or before == JOINER or unicodedata.category(after).startswith("M")
    tone = "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f"
    flag = all("\U0001f1e6" <= char <= "\U0001f1ff" for char in (before, after))
    return not (torn or tone or flag)
