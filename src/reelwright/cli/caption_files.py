"""Words out of caption files, and into them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from reelwright.captions.cues import Cue, build_cues
from reelwright.captions.formats.by_suffix import SUFFIXES, written
from reelwright.captions.styles import placement
from reelwright.media.video_write import writing
from reelwright.transcript import Word

CAPTION_SUFFIXES = frozenset(SUFFIXES)


@dataclass(frozen=True, slots=True)
class CueWish:
    """The most of each that a caption may have; ``None`` leaves it to the usual."""

    max_chars: int | None = None
    max_words: int | None = None
    max_lines: int | None = None


def write_captions(
    words: Sequence[Word], output: Path, wish: CueWish | None = None, cues: Sequence[Cue] | None = None
) -> int:
    """Write the words as captions, or (.json) as words; answers how many captions they make. Raises ``OutputUnwritable``.

    ``cues`` are captions that stay as they are divided, unless the wish says how to divide.
    """
    wish = wish or CueWish()
    if cues is None or wish != CueWish():
        given = {name: value for name, value in asdict(wish).items() if value is not None}
        cues = build_cues(words, replace(placement((1920, 1080), "classic").limits, **given))
    with writing(output):
        output.write_text(written(words, cues, output.suffix.lower()), "utf-8")
    return len(cues)
