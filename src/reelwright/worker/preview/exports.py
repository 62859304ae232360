"""A document as the files other programs read: captions, and a timeline of cuts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from reelwright.captions.cues import build_cues
from reelwright.captions.formats.by_suffix import written
from reelwright.captions.styles import placement
from reelwright.errors import InvalidInput
from reelwright.render.document_words import document_words
from reelwright.render.files import Files
from reelwright.timeline.interchange.otio.export import export_timeline
from reelwright.timeline.interchange.otio.written_item import Places
from reelwright.timeline.reading import Reading
from reelwright.timeline.resolve import resolve

ExportForm = Literal["srt", "vtt", "ass", "otio", "json"]
TYPES = {
    "srt": "application/x-subrip", "vtt": "text/vtt", "ass": "text/x-ssa", "otio": "application/json", "json": "application/json",
}  # fmt: skip


def exported(reading: Reading, form: ExportForm, files: Files, folder: Path) -> str:
    """The text of the file; ``json`` are the words with their times. Raises ``InvalidInput`` for captions of a document without any."""
    if form == "otio":
        places = Places(files.facts_of, files.text_of, folder, folder)
        return json.dumps(export_timeline(reading, places).timeline, indent=4, ensure_ascii=False) + "\n"
    words = document_words(resolve(reading, files.facts_of, files.text_of), files.path_of)
    if not words:
        raise InvalidInput("the document shows no captions", hint="add captions first")
    return written(words, build_cues(words, placement((1920, 1080), "classic").limits), f".{form}")
