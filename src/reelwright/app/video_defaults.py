"""How videos are made when a wish leaves it open: of a project, and of a user."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, ValidationError

from reelwright.app.asked import Asked
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import User

SETTING = "videoDefaults"
"""Of a user's settings."""


class VideoDefaults(Asked):
    """What a project's videos, or all videos of a user, are made with unless they say otherwise."""

    voice: str | None = Field(None, max_length=100)
    language: str | None = Field(None, max_length=35)
    aspect: str | None = Field(None, max_length=20)
    captions: str | None = Field(None, max_length=40)
    music: str | None = Field(None, max_length=40)
    speed: float | None = Field(None, ge=0.5, le=2)
    duration: float | None = Field(None, ge=5, le=3600)
    audience: str | None = Field(None, max_length=200)
    tone: str | None = Field(None, max_length=200)
    call_to_action: bool | None = None
    style: str | None = Field(None, max_length=1000, description="how generated pictures look")
    clips: str | None = Field(None, max_length=60, description="who makes generated clips, or auto; none if left out")
    clips_for: Literal["sentences", "sections"] | None = None


def own_defaults(session: OwnedSession) -> dict[str, Any]:
    """Those of the session's user, by the names of a request."""
    user = session.get(User, session.owner)
    return defaults_in(user.settings) if user is not None else {}


def defaults_in(settings: Any) -> dict[str, Any]:
    """The defaults in settings, whoever wrote them: what cannot be used is none."""
    told = settings.get(SETTING) if isinstance(settings, dict) else None
    try:
        return VideoDefaults.model_validate(told or {}).model_dump(exclude_none=True)
    except ValidationError:
        return {}
