"""The providers of a job: its owner's keys before the server's, its payments in the ledger, its paid files in the store, its
calls counted with everybody else's."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sqlalchemy import select

from reelwright.app.platform import Platform
from reelwright.app.providers.choosing import Providers, providers_here
from reelwright.app.server_settings import ServerSettings
from reelwright.app.server_voices import ServerVoices
from reelwright.business.accounts.provider_keys import provider_key
from reelwright.business.counted_acts import count_act
from reelwright.business.credits.plans import plan_of
from reelwright.business.credits.tariff import Plan
from reelwright.business.paid_calls.ledger import Ledger
from reelwright.database.tables import BlobUse
from reelwright.errors import NotFound
from reelwright.providers.answers import FolderAnswers
from reelwright.providers.payments import Paid, PaidWish, Perform
from reelwright.providers.shelf import FolderShelf

Opened = Callable[[], Platform]


def job_providers(settings: ServerSettings, opened: Opened, owner: uuid.UUID, job: uuid.UUID | None) -> Providers:
    """``opened`` answers the platform; it is asked only when there is something to pay for, or a key to look up."""
    folder = settings.data / "paid-files" / owner.hex
    return providers_here(
        own_key=lambda vendor: _own_key(opened(), owner, vendor),
        payments=_JobPayments(settings, opened, owner, job),
        shelf=StoreShelf(opened, owner, folder),
        answers=FolderAnswers(settings.data / "answers"),
        may_pay_at=_payer(opened, owner) if settings.billing else lambda vendor: True,
        voices=ServerVoices(opened, owner),
        turns=SharedTurns(opened),
    )


def user_providers(platform: Platform, owner: uuid.UUID) -> Providers:
    """Those of a user outside of a job: to choose among, to ask about, and for calls no job makes."""
    return job_providers(platform.settings, lambda: platform, owner, None)


def _payer(opened: Opened, owner: uuid.UUID) -> Callable[[str], bool]:
    """Whether the user's plan has the server pay at a vendor. The plan is looked up once."""

    @cache
    def plan() -> Plan | None:
        platform = opened()
        if platform.tariff is None:
            return None
        with platform.database.reader_of(owner) as session:
            return plan_of(session, platform.tariff, owner)

    def may_pay_at(vendor: str) -> bool:
        found = plan()
        return found is None or found.allows(vendor)

    return may_pay_at


@dataclass(frozen=True)
class _JobPayments:
    settings: ServerSettings
    opened: Opened = field(repr=False)
    owner: uuid.UUID
    job: uuid.UUID | None

    def pay(self, wish: PaidWish, perform: Perform) -> Paid:
        platform = self.opened()
        ledger = Ledger(platform.database, self.owner, self.job, platform.in_force().settings.monthly_budget_micros)
        return ledger.pay(wish, perform)


@dataclass(frozen=True)
class SharedTurns:
    """Calls to vendors are counted in the database: by all stages, workers and server processes together."""

    opened: Opened = field(repr=False)

    def take(self, per_minute: int, *account: str) -> float | None:
        """See ``providers.turns.Turns``."""
        return count_act(self.opened().database, per_minute, "provider", *account)


@dataclass(frozen=True)
class StoreShelf:
    """A shelf in the platform's store, counted to its user's storage; files to read are fetched to ``folder`` on this machine."""

    opened: Opened = field(repr=False)
    owner: uuid.UUID
    folder: Path

    def put(self, content: bytes | Path, suffix: str) -> str:
        platform = self.opened()
        facts = platform.store.put_file(content) if isinstance(content, Path) else platform.store.put_bytes(content)
        name = f"{facts.key}{suffix.lower()}"
        with platform.database.session_of(self.owner) as session:
            held = select(BlobUse.id).where(BlobUse.user_kind == "paid", BlobUse.name == name, BlobUse.key == facts.key)
            if session.scalar(held) is None:
                session.add(
                    BlobUse(
                        owner_id=self.owner,
                        key=facts.key,
                        size=facts.size,
                        user_kind="paid",
                        user_id=self.owner,
                        name=name,
                    )
                )
        return name

    def path(self, name: str) -> Path:
        try:
            return FolderShelf(self.folder).path(name)
        except NotFound:
            target = self.folder / name
            self.folder.mkdir(parents=True, exist_ok=True)
            self.opened().store.fetch(name.partition(".")[0], target)
            return FolderShelf(self.folder).path(name)


def _own_key(platform: Platform, owner: uuid.UUID, vendor: str) -> str | None:
    return provider_key(platform.database, platform.secrets, owner, vendor)
