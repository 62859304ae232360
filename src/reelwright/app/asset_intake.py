"""The platform's way of taking in users' files."""

from __future__ import annotations

from datetime import datetime

from reelwright.app.platform import Platform
from reelwright.http.guard import Guard
from reelwright.http.public_address import networks
from reelwright.workflows.assets.expiry import let_go
from reelwright.workflows.assets.intake import Intake

_CHILD = "reelwright.worker.probe_child"


def intake_of(platform: Platform) -> Intake:
    """Raises ``InvalidInput`` for a setting of networks that are none."""
    settings = platform.settings
    return Intake(
        platform.database, platform.store, settings.data / "scratch", _CHILD,
        Guard(allowed_networks=networks(settings.allowed_networks)), settings.upload_limit,
        platform.in_force().settings.storage_quota,
    )  # fmt: skip


def expire_uploads(platform: Platform, moment: datetime) -> int:
    """Housekeeping: forget uploads whose time is over, with what is staged of them; how many."""
    return let_go(intake_of(platform), moment)
