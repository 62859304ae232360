"""A person's favourite voices: in a file of theirs at their own machine, in their settings on a server."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

from reelwright.app.providers.providers_file import own_providers_file
from reelwright.errors import OutputUnwritable

SETTING = "favouriteVoices"
"""Of a user's settings: a list of voice ids."""
MOST = 200


def favourites_file() -> Path:
    """``voices.json`` beside the providers file."""
    return own_providers_file().with_name("voices.json")


def read_favourites(path: Path) -> tuple[str, ...]:
    """None for a file that is not there or cannot be read: favourites only order a list."""
    try:
        return favourites_in(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError):
        return ()


def keep_favourite(path: Path, voice: str, *, is_kept: bool) -> tuple[str, ...]:
    """Add a voice (first) or take it out; the favourites after that. Raises ``OutputUnwritable``."""
    others = [each for each in read_favourites(path) if each != voice]
    voices = ([voice, *others] if is_kept else others)[:MOST]
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps({SETTING: voices}, indent=1) + "\n", "utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutputUnwritable(f"{path} cannot be written: {error.strerror}") from None
    return tuple(voices)


def favourites_in(settings: Any) -> tuple[str, ...]:
    """The favourites in settings, whoever wrote them."""
    told = settings.get(SETTING) if isinstance(settings, dict) else None
    return tuple(str(voice) for voice in told if isinstance(voice, str))[:MOST] if isinstance(told, list) else ()
