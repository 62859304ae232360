"""A text file somebody brings."""

from __future__ import annotations

from pathlib import Path

from reelwright.errors import InvalidInput

_MOST_HIGH = 0.3
"""Share of a Western European text's letters that lie outside ASCII, at most; other alphabets have nearly all of theirs there."""


def read_text_file(path: Path) -> str:
    """Its text: UTF-8, UTF-16 with its mark, or Windows' Western European. Raises ``InvalidInput``."""
    try:
        text = decoded(path.read_bytes())
    except OSError as error:
        raise InvalidInput(f"cannot read {path}: {error.strerror}", hint="check the path") from None
    if text is None:
        raise InvalidInput(f"{path} is not UTF-8 text", hint="save it again as UTF-8")
    return text


def decoded(data: bytes) -> str | None:
    """The text in a file's bytes; ``None`` for what is no text, or in an encoding that can only be guessed."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if b"\0" in data[:4096]:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    letters = [char for char in text[:20_000] if char.isalpha()]
    high = sum(not char.isascii() for char in letters)
    has_controls = any(ord(char) < 32 and char not in "\t\n\r\f\v" for char in text[:20_000])
    return None if has_controls or high > _MOST_HIGH * len(letters) else text
