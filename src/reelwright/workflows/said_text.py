"""A text that is said as it stands: a script, an article or words typed in, as script.md."""

from __future__ import annotations

from pathlib import Path

from reelwright.errors import InvalidInput
from reelwright.productions.narrate.article import SUFFIXES, read_text
from reelwright.productions.narrate.language import detect_language
from reelwright.productions.narrate.script_file import is_script, write_script
from reelwright.productions.narrate.verse import verse_script
from reelwright.workflows.script_work import read_script


def text_or_file(said: str) -> tuple[str, str]:
    """The words and a name for them: of the file that is named, else what was typed. Raises ``InvalidInput``."""
    if not said.strip():
        raise InvalidInput(
            "there is nothing to say", hint='give a script or an article, or words in quotes: "Hello there."'
        )
    path = Path(said)
    try:
        is_file = path.is_file()
    except OSError:  # too long for a path
        is_file = False
    if is_file:
        return read_text(path), path.name
    if "\n" not in said and " " not in said.strip() and path.suffix.lower() in SUFFIXES - {""}:
        raise InvalidInput(f"there is no file {said}", hint="check the path, or put the words to say in quotes")
    return said, "the text.txt"


def as_verse(text: str, name: str, language: str | None = None) -> str:
    """A poem or a sloka as script.md, line by line. Raises ``InvalidInput`` when it holds no line."""
    return write_script(verse_script(text, name, language or detect_language(text)))


def as_script(text: str, name: str, language: str | None = None) -> str:
    """Every sentence of it, as script.md. Raises ``InvalidInput`` when it holds none."""
    return text if is_script(text) else write_script(read_script(text, name, language))
