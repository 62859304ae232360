"""Text that appears piece by piece: which pieces, and how far each has come at a frame."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from reelwright.render.affine import Affine
from reelwright.render.pose import Pose
from reelwright.timeline.contents import InkSpan, Revealing
from reelwright.timeline.easing import easing
from reelwright.typesetting.boxes import join
from reelwright.typesetting.paragraph import Paragraph

_STEPS = 64
"""Steps in which a piece comes: frames between two of them look alike and are drawn once."""
_WORDS = re.compile(r"\s+|[^\s]+")
_JOINING = re.compile(r"[\u0590-\u08ff\u0900-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Scripts whose letters change with their neighbours, or stack: they are revealed by words."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Spans that appear together, and the middle of their box in the paragraph."""

    spans: tuple[int, ...]
    center: tuple[float, float]


@dataclass(frozen=True, slots=True)
class State:
    """How a unit looks: opacity, shift in pixels, size about its middle."""

    opacity: float
    shift: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0

    def applied(self, pose: Pose, center: tuple[float, float]) -> Pose:
        x, y = center
        grown = Affine.scaling(self.scale, x * (1 - self.scale) + self.shift[0], y * (1 - self.scale) + self.shift[1])
        return replace(pose, placing=pose.placing.after(grown), opacity=pose.opacity * self.opacity)


def divided(spans: Sequence[InkSpan], by: Literal["letter", "word", "line"]) -> list[InkSpan]:
    """The same text in spans that are each one word or letter, or the space between."""
    pieces: list[InkSpan] = []
    for span in spans:
        for word in _WORDS.findall(span.text):
            texts = _letters(word) if by == "letter" and not _JOINING.search(word) else [word]
            pieces += [replace(span, text=text) for text in texts]
    return pieces or list(spans)


def _letters(word: str) -> list[str]:
    """User-perceived characters: marks, joiners, selectors and skin tones stay with what they belong to."""
    letters: list[str] = []
    for char in word:
        belongs = (
            unicodedata.category(char).startswith("M") or char in "\u200d\ufe0f" or "\U0001f3fb" <= char <= "\U0001f3ff"
        )
        if letters and (belongs or letters[-1].endswith("\u200d")):
            letters[-1] += char
        else:
            letters.append(char)
    return letters


def units_of(paragraph: Paragraph, spans: Sequence[InkSpan], reveal: Revealing) -> tuple[Unit, ...]:
    """The units of a paragraph of ``divided`` spans, in reading order."""
    boxes = paragraph.span_boxes()
    shown = [index for index, span in enumerate(spans) if span.text.strip() and not boxes[index].empty]
    groups: list[list[int]] = []
    for index in shown:
        same_line = reveal.by == "line" and groups and abs(boxes[groups[-1][0]].y0 - boxes[index].y0) < 1
        if same_line:
            groups[-1].append(index)
        else:
            groups.append([index])
    units: list[Unit] = []
    for group in groups:
        box = join(boxes[index] for index in group)
        units.append(Unit(tuple(group), ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)))
    return tuple(units)


def states_at(reveal: Revealing, count: int, local: int, size: float) -> tuple[State, ...] | None:
    """The state of each of ``count`` units at a frame; ``None`` once all have come. ``size`` is that of the letters."""
    stagger = reveal.stagger
    if stagger is None:
        stagger = max(0.0, reveal.most - reveal.frames) / max(1, count - 1) if count > 1 else 0.0
        stagger = min(stagger, reveal.most / max(1, count))
    places = _places(reveal.order, count)
    progress = [_progress(local - reveal.start - place * stagger, reveal.frames) for place in places]
    if all(value >= 1 for value in progress):
        return None
    ease = easing(reveal.easing)
    return tuple(_state(reveal.preset, value, ease(value), size) for value in progress)


def _places(order: str, count: int) -> list[float]:
    if order == "backward":
        return [float(count - 1 - index) for index in range(count)]
    if order == "center":
        return [abs(index - (count - 1) / 2) * 2 for index in range(count)]
    return [float(index) for index in range(count)]


def _progress(since: float, frames: float) -> float:
    """From 0 to 1 in steps; what takes no time is there at once."""
    if since < 0:
        return 0.0
    return 1.0 if frames <= 0 else min(1.0, round((since + 1) / frames * _STEPS) / _STEPS)


def _state(preset: str, progress: float, eased: float, size: float) -> State:
    if progress <= 0:
        return State(0.0)
    seen = min(1.0, progress * 2)
    if preset == "slide":
        return State(seen, (0.0, (1 - eased) * size * 0.6))
    if preset == "drop":
        return State(seen, (0.0, (eased - 1) * size * 0.9))
    if preset == "pop":
        return State(seen, scale=max(0.05, 0.3 + 0.7 * eased))
    if preset == "zoom":
        return State(progress, scale=1.6 - 0.6 * eased)
    return State(1.0 if preset == "typewriter" else min(max(eased, 0.0), 1.0))
