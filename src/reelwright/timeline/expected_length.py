"""How long a document will be, before its media are at hand."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from reelwright.errors import InvalidDocument
from reelwright.timeline.document import Document
from reelwright.timeline.resolved import MediaFacts
from reelwright.timeline.schedule import schedule
from reelwright.units.time import exact, parse_rate

_UNKNOWN = 60.0
"""Seconds of a medium nobody has looked at."""


def expected_length(document: Document, known: Mapping[str, float]) -> float:
    """Seconds. ``known`` are lengths of media by their source; others, speech still to be made, and inner documents are guessed."""

    def facts_of(source: str) -> MediaFacts:
        return MediaFacts(exact(known.get(source) or _UNKNOWN), 1920, 1080, has_video=True, has_audio=True)

    try:
        plan = schedule(
            document, parse_rate(document.canvas.fps), facts_of, lambda clip, pointer: Fraction(round(_UNKNOWN))
        )
    except InvalidDocument:  # of a clip whose length depends on what is still to be made
        return _UNKNOWN
    return float(plan.duration)
