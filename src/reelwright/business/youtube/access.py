"""Access tokens of a channel: one is used as long as it is good, and renewed by one asker while the others wait."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from sqlalchemy import or_, update

from reelwright.business.sealing import seal, unseal
from reelwright.business.youtube.channels import BROKEN, access_context, refresh_context, refresh_token
from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.database.tables import YoutubeChannel
from reelwright.errors import ProviderRefused, ProviderUnavailable

_EARLY = timedelta(seconds=60)
"""A token is renewed so long before it ends: a request must not outlive it."""
_LEASE = timedelta(seconds=60)
"""Who asks for a new token is waited for so long; then another asks."""


class NewToken(Protocol):
    """What Google gives; ``refresh`` is empty when the earlier one stays good."""

    @property
    def access(self) -> str: ...
    @property
    def refresh(self) -> str: ...
    @property
    def seconds(self) -> int: ...


@dataclass(frozen=True)
class ChannelTokens:
    """``refreshed`` asks Google for a new token by the refresh token; ``pause`` waits so many seconds."""

    database: Database
    secrets: tuple[str, ...] = field(repr=False)
    owner: uuid.UUID
    channel: uuid.UUID
    refreshed: Callable[[str], NewToken]
    pause: Callable[[float], None] = time.sleep

    def token(self) -> str:
        """A token that is good for a while. Raises ``ProviderRefused`` when the channel must be connected again."""
        return self._good(None)

    def renewed(self, stale: str) -> str:
        """One in place of ``stale``: the one somebody else got meanwhile, if there is one."""
        return self._good(stale)

    def _good(self, stale: str | None) -> str:
        for _ in range(int(_LEASE.total_seconds() * 5) + 5):
            with self.database.reader_of(self.owner) as session:
                row = session.get(YoutubeChannel, self.channel)
            if row is None:
                raise ProviderRefused("the channel is not connected any more", hint="connect it again")
            if row.state == BROKEN:
                raise ProviderRefused("the permission for the channel was taken back", hint="connect the channel again")
            held = self._held(row)
            if held and held != stale:
                return held
            if self._claimed():
                return self._renew(row)
            self.pause(0.2)
        raise ProviderUnavailable("a new token for the channel is awaited in vain", hint="try it again")

    def _held(self, row: YoutubeChannel) -> str:
        if row.access_sealed is None or row.access_until is None or row.access_until <= now() + _EARLY:
            return ""
        return unseal(self.secrets, row.access_sealed, row.access_key_id, access_context(row)).decode()

    def _claimed(self) -> bool:
        """Whether it is on us to ask. No lock is held meanwhile: asking may take long, and SQLite has one for everything."""
        moment = now()
        is_free = or_(YoutubeChannel.refreshing_until.is_(None), YoutubeChannel.refreshing_until < moment)
        claim = update(YoutubeChannel).where(YoutubeChannel.id == self.channel, is_free)
        with self.database.session_of(self.owner) as session:
            result = session.execute(claim.values(refreshing_until=moment + _LEASE).returning(YoutubeChannel.id))
            return result.scalar() is not None

    def _renew(self, seen: YoutubeChannel) -> str:
        with self.database.reader_of(self.owner) as session:  # it may have been renewed between our look and our claim
            row = session.get_one(YoutubeChannel, self.channel)
        held = self._held(row)
        if held and row.access_sealed != seen.access_sealed:
            self._release()
            return held
        try:
            given = self.refreshed(refresh_token(self.secrets, row))
        except ProviderRefused:
            self._release(state=BROKEN)
            raise ProviderRefused(
                f"Google takes the permission for the channel {row.title} no more", hint="connect the channel again"
            ) from None
        except BaseException:
            self._release()
            raise
        with self.database.session_of(self.owner) as session:
            row = session.get_one(YoutubeChannel, self.channel)
            row.access_sealed, row.access_key_id = seal(self.secrets, given.access.encode(), access_context(row))
            row.access_until, row.refreshing_until = now() + timedelta(seconds=given.seconds), None
            if given.refresh:
                row.sealed, row.key_id = seal(self.secrets, given.refresh.encode(), refresh_context(row))
        return given.access

    def _release(self, state: str | None = None) -> None:
        with self.database.session_of(self.owner) as session:
            row = session.get(YoutubeChannel, self.channel)
            if row is not None:
                row.refreshing_until, row.state = None, state or row.state
