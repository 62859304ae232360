"""A file at an address becomes an asset, while its user waits. Larger ones are for jobs, which fetch what a document names."""

from __future__ import annotations

import uuid

from reelwright.business.assets.names import plain_name
from reelwright.database.tables import Asset
from reelwright.http.fetch import FetchLimits, fetch_file
from reelwright.workflows.assets.arrive import room_for, take_in
from reelwright.workflows.assets.inspect import Declared
from reelwright.workflows.assets.intake import LINK_BYTES, Intake

_SECONDS = 120.0


def take_from(intake: Intake, owner: uuid.UUID, url: str, name: str = "") -> Asset:
    """Fetch and take in. Without a ``name`` the file is called as its server calls it.

    Raises ``FetchRefused``, ``FetchFailed``, and what ``take_in`` raises.
    """
    room = room_for(intake, owner)
    room.check(1)
    most = min(LINK_BYTES, room.limit)
    with intake.folder() as folder:
        path = folder / "file"
        fetched = fetch_file(url, path, limits=FetchLimits(most, _SECONDS), guard=intake.guard)
        # what a server calls a file's type is often wrong, and nobody's claim
        return take_in(intake, owner, path, Declared(plain_name(name or fetched.filename)))
