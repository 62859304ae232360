"""The voices a person looks through."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from reelwright.api.routes.voices import VoiceShown, voices
from reelwright.app.platform import Platform
from reelwright.errors import ReelwrightError
from reelwright.studio.viewer import Viewer

_GENDERS = {"female": "Women", "male": "Men", "neutral": "Neutral"}
_MOST = 60


class VoiceWanted(BaseModel):
    """The address of a list of voices. What does not fit is ignored rather than refused: people edit addresses."""

    lang: str = ""
    gender: str = ""
    age: str = ""
    style: str = ""
    search: str = ""


def voice_shelf(platform: Platform, viewer: Viewer, wanted: VoiceWanted, language: str, chosen: str) -> dict[str, Any]:
    """``rows`` fit what is wanted, the chosen one and favourites first; ``ages`` and ``styles`` are those there are."""
    tongue = wanted.lang.strip()[:35] or language
    notes = ""
    try:
        found = voices(platform, viewer.caller, tongue if tongue != "any" else None, None, None, wanted.search[:200])
        every, notes = found.data, found.message
    except ReelwrightError as refusal:
        every, notes = [], refusal.message
    rows = [
        row
        for row in every
        if wanted.gender in ("", row.gender) and wanted.age in ("", row.age) and wanted.style in ("", row.style)
    ]
    rows.sort(key=lambda row: (row.id != chosen, not row.is_favourite))
    return {
        "rows": rows[:_MOST],
        "more": max(0, len(rows) - _MOST),
        "ages": _kinds(every, "age"),
        "styles": _kinds(every, "style"),
        "genders": _GENDERS,
        "language": tongue,
        "wanted": wanted,
        "notes": notes,
    }


def _kinds(rows: list[VoiceShown], name: str) -> list[str]:
    return sorted({value for row in rows if (value := str(getattr(row, name)))})[:40]
