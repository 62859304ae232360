"""Media facts for tests that need no media."""

from __future__ import annotations

from fractions import Fraction

from reelwright.errors import MediaUnusable
from reelwright.timeline.resolved import MediaFacts

_KNOWN = {
    ".jpg": MediaFacts(None, 1200, 800),
    ".mp4": MediaFacts(Fraction(10), 1920, 1080, has_video=True, has_audio=True),
    ".wav": MediaFacts(Fraction(6), has_audio=True),
}


def facts_of(source: str) -> MediaFacts:
    """A picture of 1200 x 800, a video of 10 s with sound, a sound of 6 s; ``none.…`` does not exist."""
    if source.startswith("none"):
        raise MediaUnusable(f"there is no file {source}")
    return _KNOWN[source[source.rindex(".") :]]
