"""Languages as people name them, and as BCP 47 tags."""

from __future__ import annotations

import langcodes
from langcodes.tag_parser import LanguageTagError

from reelwright.errors import InvalidInput


def language_tag(told: str) -> str:
    """``es``, ``pt-BR``; also for ``Spanish`` or ``Español``. Raises ``InvalidInput`` for what names no language."""
    text = told.strip().replace("_", "-")
    try:
        if langcodes.Language.get(text).is_valid():
            return langcodes.standardize_tag(text)
    except LanguageTagError:
        pass
    try:
        return langcodes.find(text).to_tag()
    except LookupError:
        raise InvalidInput(
            f"{told[:40]!r} names no language", hint="write a tag such as es, de, pt-BR, or its name"
        ) from None
