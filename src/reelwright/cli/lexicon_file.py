"""The pronunciations of a source: the file that is named, else ``lexicon.txt`` beside it."""

from __future__ import annotations

from pathlib import Path

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.lexicon import Lexicon, parse_lexicon


def lexicon_for(source: str | Path, named: Path | None = None) -> Lexicon:
    """Empty where there is neither. Raises ``InvalidInput`` for a file that cannot be read, with the line at fault."""
    path = named or _beside(Path(source))
    if path is None:
        return Lexicon()
    try:
        return parse_lexicon(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path} cannot be read: {error}", hint="give a UTF-8 text file") from None


def _beside(source: Path) -> Path | None:
    try:
        beside = source.with_name("lexicon.txt") if source.name else None
        return beside if beside is not None and source.is_file() and beside.is_file() else None
    except OSError:  # a topic too long for a file's name
        return None
