"""A document out of any file we read: also captions, which become an overlay as long as they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reelwright.captions.cues import build_cues
from reelwright.captions.reading import CUE_SUFFIXES, read_cues, read_words
from reelwright.errors import InvalidInput
from reelwright.timeline.interchange.imported import Imported
from reelwright.timeline.interchange.opening import open_any, overlay_of


def open_file(path: Path) -> Imported:
    """The document in a file of ours or of another tool, and what was lost on the way. Raises ``InvalidInput``."""
    imported = open_any(path)
    if imported.document != overlay_of(path):
        return imported
    cues = read_cues(path) if path.suffix.lower() in CUE_SUFFIXES else build_cues(read_words(path))
    if not cues:
        raise InvalidInput(f"{path} holds no words", hint="name captions or words with their times")
    canvas = imported.document["canvas"] | {"duration": round(max(cue.end for cue in cues), 3)}
    return replace(imported, document=imported.document | {"canvas": canvas})
