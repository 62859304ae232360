"""A connected channel in the database."""

from __future__ import annotations

import uuid

from reelwright.business.audit import Origin
from reelwright.business.youtube.channels import NewChannel, keep_channel
from reelwright.database.open import Database
from reelwright.database.tables import User, YoutubeChannel

SECRETS = ("a secret of the server, long enough",)


def owner_of_a_channel(
    database: Database, refresh: str = "refresh-0-token", access: str = "access-old-token", seconds: int = 3600
) -> tuple[uuid.UUID, YoutubeChannel]:
    with database.system_session() as session:
        user = User(email=f"{uuid.uuid4().hex[:8]}@example.com")
        session.add(user)
        session.flush()
        owner = user.id
    new = NewChannel("UCchannel", "Rice & Co", "", "UUchannel", "youtube", refresh, access, seconds)
    return owner, keep_channel(database, SECRETS, owner, new, Origin())
