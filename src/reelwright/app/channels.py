"""YouTube for the doors: the server's OAuth client, a user's channels, and what publishing to one needs."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from reelwright.app.platform import Platform
from reelwright.app.server_settings import ServerSettings
from reelwright.business.audit import Origin
from reelwright.business.youtube.access import ChannelTokens
from reelwright.business.youtube.channels import (
    NewChannel,
    channel_of,
    forget_channel,
    keep_channel,
    refresh_token,
)
from reelwright.business.youtube.quota import Quota
from reelwright.business.youtube.uploads import UploadRecord, UploadWish
from reelwright.database.tables import YoutubeChannel
from reelwright.errors import ProviderNeeded
from reelwright.vendors.youtube.channel import own_channel
from reelwright.vendors.youtube.costs import DAILY, SEARCHES, UNITS, UPLOADS
from reelwright.vendors.youtube.service import Youtube
from reelwright.vendors.youtube.sign_in import Granted, SignIn
from reelwright.vendors.youtube.upload import PIECE, Uploader
from reelwright.workflows.publish.youtube import YoutubePublisher


def sign_in_of(settings: ServerSettings) -> SignIn:
    """The server's OAuth client at Google. Raises ``ProviderNeeded`` where there is none."""
    if not settings.youtube_client_id or not settings.youtube_client_secret:
        raise ProviderNeeded(
            "YouTube is not set up here", hint="set REELWRIGHT_YOUTUBE_CLIENT_ID and …_CLIENT_SECRET; docs/youtube.md says where they come from"
        )  # fmt: skip
    return SignIn(settings.youtube_client_id, settings.youtube_client_secret, settings.youtube_sign_in_url)


def quota_of(platform: Platform) -> Quota:
    settings = platform.settings
    limits = {UPLOADS: settings.youtube_uploads, SEARCHES: DAILY[SEARCHES], UNITS: settings.youtube_units}
    return Quota(platform.database, limits)


@dataclass(frozen=True)
class _Fresh:
    """A token that was given just now."""

    granted: Granted

    def token(self) -> str:
        return self.granted.access

    def renewed(self, stale: str) -> str:
        return self.granted.access


def connect_channel(platform: Platform, owner: uuid.UUID, granted: Granted, origin: Origin) -> YoutubeChannel:
    """Keep the channel of the account that allowed us. Raises ``ProviderRefused`` for one without a channel."""
    youtube = Youtube(_Fresh(granted), quota_of(platform), platform.settings.youtube_url)
    channel = own_channel(youtube)
    new = NewChannel(
        channel.reference, channel.title, channel.picture_url, channel.uploads, granted.scopes, granted.refresh, granted.access,
        granted.seconds,
    )  # fmt: skip
    return keep_channel(platform.database, platform.secrets, owner, new, origin)


def disconnect_channel(platform: Platform, owner: uuid.UUID, wanted: str, origin: Origin) -> YoutubeChannel:
    """Give the permission back at Google, then forget it. Raises ``NotFound``, ``ProviderUnavailable`` (nothing is forgotten)."""
    with platform.database.reader_of(owner) as session:
        row = channel_of(session, wanted)
    sign_in_of(platform.settings).revoke(refresh_token(platform.secrets, row))
    forget_channel(platform.database, owner, row.id, origin)
    return row


def tokens_of(platform: Platform, row: YoutubeChannel) -> ChannelTokens:
    return ChannelTokens(
        platform.database, platform.secrets, row.owner_id, row.id, sign_in_of(platform.settings).refreshed
    )


def youtube_of(platform: Platform, owner: uuid.UUID, wanted: str | None) -> tuple[Youtube, YoutubeChannel]:
    """A user's channel, ready to be asked. Raises ``ProviderNeeded``, ``NotFound``, ``InvalidInput``."""
    with platform.database.reader_of(owner) as session:
        row = channel_of(session, wanted)
    return Youtube(tokens_of(platform, row), quota_of(platform), platform.settings.youtube_url), row


def publisher_of(
    platform: Platform,
    owner: uuid.UUID,
    channel: str | None,
    wish: Callable[[YoutubeChannel], UploadWish],
    piece: int = PIECE,
    pause: Callable[[float], None] = time.sleep,
) -> YoutubePublisher:
    """Publishes what ``wish`` (asked with the channel) says. Raises as ``youtube_of``."""
    youtube, row = youtube_of(platform, owner, channel)
    record = UploadRecord(platform.database, platform.secrets, owner, wish(row))
    return YoutubePublisher(Uploader(youtube, piece, pause), record, row.uploads)
