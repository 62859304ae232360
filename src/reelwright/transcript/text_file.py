"""A text file somebody brings."""

from __future__ import annotations

from pathlib import Path

from reelwright.errors import InvalidInput


def read_text_file(path: Path) -> str:
    """Its text, UTF-8 with or without a byte order mark. Raises ``InvalidInput``."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput(f"{path} is not UTF-8 text") from None
    except OSError as error:
        raise InvalidInput(f"cannot read {path}: {error.strerror}", hint="check the path") from None
