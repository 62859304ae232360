"""The form of what videos are made with unless they say otherwise: of a project, and of a user."""

from __future__ import annotations

from typing import Any

from reelwright.app.video_defaults import VideoDefaults
from reelwright.app.wiring import known_voices
from reelwright.studio.choices import ASPECTS, CAPTIONS, MUSIC
from reelwright.studio.form import Form, asked_of

_FIELDS = ("voice", "language", "aspect", "captions", "music", "speed", "audience", "tone", "style")


def defaults_asked(form: Form) -> VideoDefaults:
    """What was chosen. Raises ``FormErrors``."""
    return asked_of(VideoDefaults, {name: form.text(name) for name in _FIELDS})


def default_choices() -> dict[str, dict[str, Any]]:
    """By field; a voice is of the language English where none is chosen."""
    voices = {each.id: f"{each.name} ({each.language})" for each in known_voices("en")}
    return {"aspect": ASPECTS, "captions": CAPTIONS, "music": MUSIC, "voice": voices}
