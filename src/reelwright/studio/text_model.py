"""Whether somebody writes scripts for a user: with the user's own key, or the server's."""

from __future__ import annotations

from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import user_providers
from reelwright.studio.viewer import Viewer


def has_text_model(platform: Platform, viewer: Viewer) -> bool:
    return bool(user_providers(platform, viewer.caller.user_id).ranked("text"))
