"""Any file that can be translated, divided; its name's end says what it is."""

from __future__ import annotations

from pathlib import Path

from reelwright.errors import InvalidInput
from reelwright.productions.translate.caption_file import divided_captions
from reelwright.productions.translate.markdown_file import divided_text
from reelwright.productions.translate.pieces import Divided
from reelwright.productions.translate.word_file import divided_words

_CAPTIONS = (".srt", ".vtt", ".ass", ".ssa")
SUFFIXES = (*_CAPTIONS, ".json", ".md", ".markdown", ".txt")


def divide(text: str, name: str) -> Divided:
    """Raises ``InvalidInput`` for a kind of file that is not translated, one without words, or words that cannot be read."""
    suffix = Path(name).suffix.lower()
    if suffix in _CAPTIONS:
        found = divided_captions(text, suffix)
    elif suffix == ".json":
        found = divided_words(text, name)
    elif suffix in SUFFIXES:
        found = divided_text(text, is_markdown=suffix != ".txt")
    else:
        raise InvalidInput(f"{name} is not translated", hint=f"files ending in {', '.join(SUFFIXES)} are")
    if not found.pieces:
        raise InvalidInput(
            f"there are no words to translate in {name}", hint="captions need times such as 00:00:01,000"
        )
    return found
