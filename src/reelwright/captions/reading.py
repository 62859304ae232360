"""Words from any caption file we read."""

from __future__ import annotations

from pathlib import Path

from reelwright.captions.formats.ass import parse_ass
from reelwright.captions.formats.srt import parse_srt
from reelwright.captions.formats.vtt import parse_vtt
from reelwright.errors import InvalidInput
from reelwright.transcript import Word, parse_words


def words_of(text: str, name: str) -> list[Word]:
    """The words of ``name`` (its suffix says the format: .json, .srt, .vtt, .ass). Raises ``InvalidInput``."""
    suffix = Path(name).suffix.lower()
    if suffix == ".json":
        return parse_words(text, name)
    if suffix not in (".srt", ".vtt", ".ass", ".ssa"):
        raise InvalidInput(
            f"{name} is not a caption file", hint="captions are read from .json (words), .srt, .vtt or .ass"
        )
    parse = {".srt": parse_srt, ".vtt": parse_vtt}.get(suffix, parse_ass)
    cues = parse(text, name)
    return [word for cue in cues for word in cue.words]


def read_words(path: Path) -> list[Word]:
    """The words of a caption file. Raises ``InvalidInput``."""
    try:
        return words_of(path.read_text("utf-8-sig"), path.name)
    except OSError as error:
        raise InvalidInput(f"cannot read {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InvalidInput(f"{path} is not UTF-8 text") from None
