"""Where addresses of users may lead, by the server's settings."""

from __future__ import annotations

from reelwright.app.server_settings import ServerSettings
from reelwright.http.guard import Guard
from reelwright.http.public_address import networks


def user_guard(settings: ServerSettings) -> Guard:
    """The public internet and the networks the operator allows. Raises ``InvalidInput`` for one that is none."""
    return Guard(allowed_networks=networks(settings.allowed_networks), ports=settings.webhook_ports)
