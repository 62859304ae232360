"""Connected channels: kept with sealed tokens, listed, disconnected."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete, select

from reelwright.business.audit import Origin, record
from reelwright.business.derived_keys import key_id
from reelwright.business.sealing import reseal, seal, unseal
from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import YoutubeChannel, YoutubeUpload
from reelwright.errors import InvalidInput, NotFound, ProviderNeeded

CONNECTED, BROKEN = "connected", "broken"


@dataclass(frozen=True, slots=True)
class NewChannel:
    """A channel with the tokens Google gave for it; ``seconds`` is how long ``access`` is good."""

    reference: str
    title: str
    picture_url: str
    uploads: str
    scopes: str
    refresh: str = field(repr=False)
    access: str = field(repr=False)
    seconds: int


def keep_channel(
    database: Database, secrets: tuple[str, ...], owner: uuid.UUID, channel: NewChannel, origin: Origin
) -> YoutubeChannel:
    """Keep a channel; connected again, its tokens are replaced."""
    with database.system_session() as session:
        query = select(YoutubeChannel).where(
            YoutubeChannel.owner_id == owner, YoutubeChannel.reference == channel.reference
        )
        row = session.scalar(query.with_for_update())
        if row is None:
            row = YoutubeChannel(id=uuid.uuid4(), owner_id=owner, reference=channel.reference)
            session.add(row)
        row.title, row.picture_url = channel.title[:200], channel.picture_url[:1000]
        row.uploads, row.scopes, row.state = channel.uploads, channel.scopes[:1000], CONNECTED
        row.sealed, row.key_id = seal(secrets, channel.refresh.encode(), refresh_context(row))
        row.access_sealed, row.access_key_id = seal(secrets, channel.access.encode(), access_context(row))
        row.access_until, row.refreshing_until = now() + timedelta(seconds=channel.seconds), None
        session.flush()
        record(session, "youtube.connected", actor=owner, subject=str(row.id), origin=origin, channel=row.reference)
        return row


def channels_of(session: OwnedSession) -> list[YoutubeChannel]:
    """All of the session's user, the oldest first."""
    return list(session.scalars(select(YoutubeChannel).order_by(YoutubeChannel.created_at)))


def channel_of(session: OwnedSession, wanted: str | None) -> YoutubeChannel:
    """The channel of that id (ours or YouTube's); without one, the user's only one. Raises ``ProviderNeeded``, ``NotFound``."""
    rows = channels_of(session)
    if not rows:
        raise ProviderNeeded(
            "no YouTube channel is connected", hint="connect one: GET /api/youtube/connect, or reel publish --connect"
        )
    if wanted is None:
        if len(rows) > 1:
            raise InvalidInput(
                "several channels are connected", hint=f"name one of {', '.join(row.reference for row in rows)}"
            )
        return rows[0]
    row = next((row for row in rows if wanted in (str(row.id), row.reference)), None)
    if row is None:
        raise NotFound("there is no such channel", hint=f"connected are {', '.join(row.reference for row in rows)}")
    return row


def refresh_token(secrets: tuple[str, ...], row: YoutubeChannel) -> str:
    """Raises ``SealBroken``."""
    return unseal(secrets, row.sealed, row.key_id, refresh_context(row)).decode()


def forget_channel(database: Database, owner: uuid.UUID, channel: uuid.UUID, origin: Origin) -> None:
    """Take a channel and its tokens away; what is at YouTube stays there."""
    with database.system_session() as session:
        session.execute(
            delete(YoutubeUpload).where(YoutubeUpload.channel_id == channel, YoutubeUpload.owner_id == owner)
        )
        query = delete(YoutubeChannel).where(YoutubeChannel.id == channel, YoutubeChannel.owner_id == owner)
        reference = session.scalar(query.returning(YoutubeChannel.reference))
        if reference is None:
            raise NotFound("there is no such channel")
        record(session, "youtube.disconnected", actor=owner, subject=str(channel), origin=origin, channel=reference)


def reseal_channels(database: Database, secrets: tuple[str, ...]) -> int:
    """Bring every channel's token and upload session under the newest secret. How many there were. Raises ``SealBroken``."""
    newest = key_id(secrets[0])
    with database.system_session() as session:
        rows = session.scalars(select(YoutubeChannel).where(YoutubeChannel.key_id != newest).with_for_update()).all()
        for row in rows:
            row.sealed, row.key_id = reseal(secrets, row.sealed, row.key_id, refresh_context(row))
            row.access_sealed, row.access_until = None, None
        uploads = session.scalars(
            select(YoutubeUpload)
            .where(YoutubeUpload.session_sealed.is_not(None), YoutubeUpload.session_key_id != newest)
            .with_for_update()
        ).all()
        for upload in uploads:
            assert upload.session_sealed is not None
            upload.session_sealed, upload.session_key_id = reseal(
                secrets, upload.session_sealed, upload.session_key_id, session_context(upload)
            )
        return len(rows) + len(uploads)


def refresh_context(row: YoutubeChannel) -> str:
    return f"youtube-refresh:{row.owner_id}:{row.reference}"


def access_context(row: YoutubeChannel) -> str:
    return f"youtube-access:{row.owner_id}:{row.reference}"


def session_context(row: YoutubeUpload) -> str:
    return f"youtube-upload:{row.owner_id}:{row.key}"
