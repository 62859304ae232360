"""What is the case of users, credits, messages, uploads, moderation and workers; and what was booked and delivered since the first look."""

from __future__ import annotations

from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Counter, Gauge
from sqlalchemy import func, select

from reelwright.app.platform import Platform
from reelwright.business.admin.worker_beats import beats, is_alive
from reelwright.business.credits.invariants import breaches
from reelwright.database.columns import now
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import (
    Callback,
    CreditAccount,
    CreditEntry,
    Delivery,
    Invoice,
    Mail,
    ModerationItem,
    Subscription,
    Upload,
    User,
)

_ENTRY_KINDS = ("grant", "hold", "settle", "release", "refund", "expire")
_BOOKS_EVERY = timedelta(minutes=5)


class BusinessMeasures:
    """Asked of the database at every look; the books are checked every five minutes."""

    def __init__(self, platform: Platform, registry: CollectorRegistry) -> None:
        self._platform = platform
        self._last_entry: int | None = None
        self._checked_at: datetime | None = None

        def gauge(name: str, text: str, *labels: str) -> Gauge:
            return Gauge(f"reelwright_{name}", text, labels, registry=registry)

        self._users = gauge("users", "Accounts, by state: active, suspended, leaving.", "state")
        self._balance = gauge("credits_balance", "Credits users have to use.")
        self._plans = gauge("accounts_on_plan", "Accounts of credits, by plan.", "plan")
        self._subscriptions = gauge("subscriptions", "Subscriptions, by the payment service's state.", "state")
        self._invoices = gauge("invoices", "Invoices, by state.", "state")
        self._breaches = gauge("credits_breaches", "Rules of the books that do not hold.")
        self._deliveries = gauge("webhook_deliveries", "Webhook messages of the last 30 days, by state.", "state")
        self._callbacks = gauge("callbacks", "Callbacks to addresses, by state.", "state")
        self._mails = gauge("mails", "Mails of the last 30 days, by state.", "state")
        self._uploads = gauge("uploads_open", "Uploads that were begun and are not whole yet.")
        self._moderation = gauge("moderation_items", "Flagged words and pictures, by state and kind.", "state", "kind")
        self._workers = gauge(
            "workers", "Workers that gave a sign of life in the last day, by state: alive, silent.", "state"
        )
        self._disk = gauge("worker_disk_free_bytes", "Free bytes of the disk of a worker's data folder.", "worker")
        self._entries = Counter(
            "reelwright_credit_entries", "Entries in the journal of credits, by kind.", ["kind"], registry=registry
        )
        self._used = Counter(
            "reelwright_credits_used", "Credits charged for good; refunds are not taken off.", registry=registry
        )

    def look(self) -> None:
        """Take in what is the case. Raises the database's errors."""
        moment = now()
        with self._platform.database.system_reader() as session:
            self._people(session)
            for gauge, table in (
                (self._deliveries, Delivery), (self._callbacks, Callback), (self._mails, Mail), (self._subscriptions, Subscription),
                (self._invoices, Invoice),
            ):  # fmt: skip
                gauge.clear()
                for state, count in session.execute(select(table.state, func.count()).group_by(table.state)):
                    gauge.labels(state).set(count)
            self._moderation.clear()
            by = (ModerationItem.state, ModerationItem.kind)
            for state, kind, count in session.execute(select(*by, func.count()).group_by(*by)):
                self._moderation.labels(state, kind).set(count)
            waiting = select(func.count()).where(Upload.asset_id.is_(None), Upload.expires_at > moment)
            self._uploads.set(session.scalar(waiting) or 0)
            self._signs_of_life(session, moment)
            self._booked(session)
            if self._platform.tariff is not None and (
                self._checked_at is None or moment - self._checked_at >= _BOOKS_EVERY
            ):
                with self._platform.database.system_snapshot() as at_once:
                    self._breaches.set(len(breaches(at_once)))
                self._checked_at = moment

    def _people(self, session: OwnedSession) -> None:
        counts = {
            "active": User.is_active & User.leaves_at.is_(None), "suspended": ~User.is_active,
            "leaving": User.is_active & User.leaves_at.is_not(None),
        }  # fmt: skip
        for state, condition in counts.items():
            self._users.labels(state).set(session.scalar(select(func.count()).where(condition)) or 0)
        self._balance.set(int(session.scalar(select(func.sum(CreditAccount.balance))) or 0))
        self._plans.clear()
        for plan, count in session.execute(select(CreditAccount.plan, func.count()).group_by(CreditAccount.plan)):
            self._plans.labels(plan).set(count)

    def _signs_of_life(self, session: OwnedSession, moment: datetime) -> None:
        states = {"alive": 0, "silent": 0}
        self._disk.clear()
        for beat in beats(session):
            alive = is_alive(beat, moment)
            states["alive" if alive else "silent"] += 1
            if alive:
                self._disk.labels(beat.name).set(beat.disk_free_bytes)
        for state, count in states.items():
            self._workers.labels(state).set(count)

    def _booked(self, session: OwnedSession) -> None:
        """Entries are numbered and never altered: those after the last number seen are new."""
        newest = session.scalar(select(func.max(CreditEntry.id))) or 0
        if self._last_entry is not None and newest > self._last_entry:
            rows = session.execute(
                select(CreditEntry.kind, func.count(), func.sum(CreditEntry.used))
                .where(CreditEntry.id > self._last_entry, CreditEntry.id <= newest)
                .group_by(CreditEntry.kind)
            )
            for kind, count, used in rows:
                self._entries.labels(kind).inc(count)
                self._used.inc(max(0, int(used or 0)))
        elif self._last_entry is None:
            for kind in _ENTRY_KINDS:
                self._entries.labels(kind)
        self._last_entry = newest
