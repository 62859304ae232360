"""The platform put together: database, files, secrets and settings, as the doors and workers use them."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sqlalchemy import select

from reelwright.app.live_settings import LiveSettings
from reelwright.app.server_settings import ServerSettings
from reelwright.business.credits.tariff import Tariff, read_tariff
from reelwright.database.open import Database
from reelwright.database.tables import Job, User
from reelwright.storage.blobs import BlobStore
from reelwright.storage.open_store import open_store
from reelwright.storage.s3_address import S3Credentials
from reelwright.storage.signed_links import SignedLinks
from reelwright.workflows.engine import Engine

_LOCAL_OWNER = "owner@localhost"


@dataclass(frozen=True)
class Platform:
    settings: ServerSettings
    database: Database
    secrets: tuple[str, ...] = field(repr=False)
    """Sign and seal; the first is used for new things, the others still open old ones."""
    server_pays: Callable[[Platform, Job], int] = field(default=lambda platform, job: 0, repr=False)
    """What the server's own keys are expected to pay providers for a job, in millionths of a US dollar."""

    @cached_property
    def links(self) -> SignedLinks:
        """Signs and checks links to files of the local store."""
        derived = tuple(hashlib.sha256(b"reelwright links" + secret.encode()).digest() for secret in self.secrets)
        return SignedLinks(self.settings.public_url, derived)

    @cached_property
    def store(self) -> BlobStore:
        """Where files are kept."""
        settings = self.settings
        credentials = (
            S3Credentials(settings.storage_key_id, settings.storage_secret) if settings.storage_key_id else None
        )
        return open_store(
            settings.storage_url, links=self.links, credentials=credentials, scratch=settings.data / "scratch"
        )

    @cached_property
    def engine(self) -> Engine:
        """Enqueues and cancels work."""
        return Engine(self.database, self.tariff, lambda job: self.server_pays(self, job))

    @cached_property
    def tariff(self) -> Tariff | None:
        """What work costs, where the operator sells credits. Raises ``InvalidInput`` for a tariff that cannot be used."""
        told = self.settings.billing
        return read_tariff(None if told == "1" else Path(told)) if told else None

    @cached_property
    def in_force(self) -> LiveSettings:
        """The settings with what administrators set while the server runs."""
        return LiveSettings(self.settings, self.database)

    def local_owner(self) -> uuid.UUID:
        """The one implicit user of local mode, made when first asked for."""
        with self.database.system_session() as session:
            user = session.scalar(select(User).where(User.email == _LOCAL_OWNER))
            if user is None:
                user = User(email=_LOCAL_OWNER, name="Owner", role="admin")
                session.add(user)
                session.flush()
            return user.id

    def close(self) -> None:
        if "engine" in self.__dict__:
            self.engine.close()
        self.database.close()
