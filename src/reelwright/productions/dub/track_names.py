"""What a track is called: its language, in that language."""

from __future__ import annotations

from langcodes import Language


def track_name(language: str) -> str:
    """``Español``, ``Deutsch``; the tag itself for a language nobody has named."""
    told = Language.get(language)
    name = told.autonym() if told.is_valid() else language
    return name[:1].upper() + name[1:]
