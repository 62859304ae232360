"""The user's files of a kind, to choose from in a form."""

from __future__ import annotations

import uuid

from reelwright.api.asset_wire import AssetsWanted
from reelwright.api.routes import assets
from reelwright.app.platform import Platform
from reelwright.studio.viewer import Viewer

_MOST = 100


def own_files(platform: Platform, viewer: Viewer, kind: str) -> dict[uuid.UUID, str]:
    """Names by id, the newest hundred."""
    asked = AssetsWanted.model_validate({"kind": kind, "limit": _MOST})
    return {row.id: row.name for row in assets.list_assets(asked, viewer.caller, platform).data.items}
