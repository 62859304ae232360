"""Captions in the format that a file's suffix names."""

from __future__ import annotations

from collections.abc import Sequence

from reelwright.captions.cues import Cue
from reelwright.captions.formats.ass import write_ass
from reelwright.captions.formats.srt import write_srt
from reelwright.captions.formats.vtt import write_vtt
from reelwright.transcript import Word, words_json

SUFFIXES = (".srt", ".vtt", ".ass", ".json")


def written(words: Sequence[Word], cues: Sequence[Cue], suffix: str) -> str:
    """The text of a caption file; ``.json`` holds the words with their times. Raises ``KeyError`` for another suffix."""
    writers = {
        ".srt": lambda: write_srt(list(cues)),
        ".vtt": lambda: write_vtt(list(cues)),
        ".ass": lambda: write_ass(list(cues)),
        ".json": lambda: words_json(list(words)),
    }
    return writers[suffix]()
