"""Words from any caption file we read."""

from __future__ import annotations

from pathlib import Path

from reelwright.captions.formats.srt import parse_srt
from reelwright.captions.formats.vtt import parse_vtt
from reelwright.errors import InvalidInput
from reelwright.transcript import Word, parse_words


def words_of(text: str, name: str) -> list[Word]:
    """The words of ``name`` (its suffix says the format: .json, .srt, .vtt). Raises ``InvalidInput``."""
    suffix = Path(name).suffix.lower()
    if suffix == ".json":
        return parse_words(text, name)
    if suffix not in (".srt", ".vtt"):
        raise InvalidInput(f"{name} is not a caption file", hint="captions are read from .json (words), .srt or .vtt")
    cues = parse_srt(text, name) if suffix == ".srt" else parse_vtt(text, name)
    return [word for cue in cues for word in cue.words]
