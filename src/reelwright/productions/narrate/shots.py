"""Dividing the narration into shots: a picture stays for a few seconds and changes with a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from reelwright.productions.narrate.speak import Narration, SpokenSentence

_SHORTEST, _LONGEST = 3.0, 8.0


@dataclass(frozen=True, slots=True)
class Shot:
    """From ``start`` to ``end`` seconds; ``wish`` are the words the picture should suit: the ``text`` said, and the ``hint``.

    ``part`` counts the shots of one text, which a long one has several of.
    """

    start: float
    end: float
    section: int
    wish: str
    text: str = ""
    hint: str = ""
    part: int = 0


def divide(narration: Narration) -> list[Shot]:
    """Shots that begin with sentences, at least about 3 s long; one longer than 8 s is halved."""
    groups: list[list[SpokenSentence]] = []
    for sentence in narration.sentences:
        previous = groups[-1] if groups else None
        if previous and previous[0].section == sentence.section and sentence.start - previous[0].start < _SHORTEST:
            previous.append(sentence)
        else:
            groups.append([sentence])
    shots: list[Shot] = []
    for index, group in enumerate(groups):
        start = 0.0 if index == 0 else group[0].start - 0.2
        end = narration.duration if index + 1 == len(groups) else groups[index + 1][0].start - 0.2
        wish = " ".join(f"{s.sentence.text} {s.sentence.hint} {s.sentence.hint}" for s in group)
        parts = max(1, round((end - start) / _LONGEST + 0.3))
        edges = [round(start + (end - start) * part / parts, 3) for part in range(parts + 1)]
        text = " ".join(s.sentence.text for s in group)
        hint = ", ".join(dict.fromkeys(s.sentence.hint for s in group if s.sentence.hint))
        shots += [Shot(*edge, group[0].section, wish, text, hint, n) for n, edge in enumerate(pairwise(edges))]
    return shots
