"""Words from any caption file we read."""

from __future__ import annotations

from pathlib import Path

from reelwright.captions.cues import Cue
from reelwright.captions.formats.ass import parse_ass
from reelwright.captions.formats.srt import parse_srt
from reelwright.captions.formats.vtt import parse_vtt
from reelwright.errors import InvalidInput
from reelwright.transcript import Word, parse_words
from reelwright.transcript.text_file import read_text_file

CUE_SUFFIXES = (".srt", ".vtt", ".ass", ".ssa")
"""Of files that hold captions, not only words."""


def words_of(text: str, name: str) -> list[Word]:
    """The words of ``name`` (its suffix says the format: .json, .srt, .vtt, .ass). Raises ``InvalidInput``."""
    if Path(name).suffix.lower() == ".json":
        return parse_words(text, name)
    return [word for cue in cues_of(text, name) for word in cue.words]


def cues_of(text: str, name: str) -> list[Cue]:
    """The captions of ``name`` (.srt, .vtt, .ass) as they are divided there. Raises ``InvalidInput``."""
    suffix = Path(name).suffix.lower()
    if suffix not in CUE_SUFFIXES:
        raise InvalidInput(
            f"{name} is not a caption file", hint="captions are read from .json (words), .srt, .vtt or .ass"
        )
    parse = {".srt": parse_srt, ".vtt": parse_vtt}.get(suffix, parse_ass)
    return parse(text, name)


def read_words(path: Path) -> list[Word]:
    """The words of a caption file. Raises ``InvalidInput``."""
    return words_of(read_text_file(path), path.name)


def read_cues(path: Path) -> list[Cue]:
    """The captions of a caption file. Raises ``InvalidInput``."""
    return cues_of(read_text_file(path), path.name)
