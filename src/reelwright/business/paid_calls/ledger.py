"""The ledger of paid calls: intent, call, reference, result, done. Nothing is paid for twice by a crash, a retry or an edit."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select

from reelwright.database.columns import now
from reelwright.database.open import Database
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import Job, PaidCall, User
from reelwright.errors import OutcomeUnknown, ProviderFailed, ProviderUnavailable, QuotaExceeded, UnclearPayment
from reelwright.providers.payments import MICROS, Call, Paid, PaidWish, Perform

_OPEN = ("intent", "started", "submitted")


@dataclass(frozen=True)
class Ledger:
    """The payments of one job (or of a user without one). ``monthly_micros`` is the server's default budget of a user."""

    database: Database
    owner: uuid.UUID
    job: uuid.UUID | None
    monthly_micros: int

    def pay(self, wish: PaidWish, perform: Perform) -> Paid:
        """See ``providers.payments.Payments``. Raises ``QuotaExceeded`` before a call the budget does not allow,
        ``UnclearPayment`` for one of which nobody knows whether it was accepted: a person must look."""
        key = wish.key
        earlier = self._intend(key, wish)
        if isinstance(earlier, UnclearPayment):
            raise earlier
        if isinstance(earlier, Paid):
            return earlier
        if not earlier:
            self._mark(key, "started")
        call = _BookedCall(self, key, earlier)
        try:
            paid = perform(Call(f"reelwright-{self.owner.hex[:12]}-{key[:40]}", earlier, call.accepted))
        except OutcomeUnknown as error:
            if not call.reference:
                self._unknown(key, wish, error)
            raise
        except ProviderUnavailable as error:
            if not call.reference:  # else the work goes on there, and the next life of this call looks again
                self._mark(key, "failed", error=error.message)
            raise
        except ProviderFailed as error:
            self._mark(key, "failed", error=error.message)
            raise
        self._done(key, paid, call.reference)
        return paid

    def _intend(self, key: str, wish: PaidWish) -> Paid | UnclearPayment | str:
        """Write the intent down and reserve its estimate; or what came of it in an earlier life: its result, or the
        provider's reference of work that was accepted."""
        with self.database.session_of(self.owner) as session:
            user = session.scalar(select(User).where(User.id == self.owner).with_for_update())
            row = session.scalar(select(PaidCall).where(PaidCall.key == key).with_for_update())
            if row is not None:
                if row.state == "done":
                    return Paid(row.result or {}, row.cost_micros, dict(row.usage), row.provider_ref, is_earlier=True)
                if row.state == "submitted":
                    return row.provider_ref
                if row.state == "unclear" or (row.state == "started" and not wish.is_repeatable):
                    row.state = "unclear"
                    return _unclear(wish, row)
            self._check_budget(session, user, wish, row)
            if row is None:
                row = PaidCall(owner_id=self.owner, key=key, provider=wish.provider, operation=wish.operation, usage={})
                session.add(row)
            if row.state != "started":
                row.state = "intent"
            row.job_id, row.estimated_micros, row.error = self.job or row.job_id, wish.estimated_micros, ""
            row.provider_ref, row.is_own_key = "", wish.is_own_key
            return ""

    def _check_budget(self, session: OwnedSession, user: User | None, wish: PaidWish, row: PaidCall | None) -> None:
        held = row.estimated_micros if row is not None and row.state in _OPEN else 0
        most = user.budget_micros if user is not None and user.budget_micros is not None else self.monthly_micros
        spent = spent_micros(session) - held
        if wish.estimated_micros and spent + wish.estimated_micros > most:
            raise QuotaExceeded(
                f"the call may cost ${wish.estimated_micros / MICROS:.4f}, and ${spent / MICROS:.2f} of the month's ${most / MICROS:.2f} are spent",
                hint="raise the budget, or wait for the next month",
            )
        job = session.get(Job, self.job) if self.job else None
        if job is not None and job.budget_micros is not None:
            spent = spent_micros(session, self.job) - held
            if spent + wish.estimated_micros > job.budget_micros:
                raise QuotaExceeded(
                    f"the job's budget of ${job.budget_micros / MICROS:.4f} does not allow a call of ${wish.estimated_micros / MICROS:.4f}",
                    hint="make it again with a larger budget; what is paid for is used again",
                )

    def _mark(self, key: str, state: str, *, error: str = "") -> None:
        with self.database.session_of(self.owner) as session:
            row = session.scalars(select(PaidCall).where(PaidCall.key == key).with_for_update()).one()
            row.state, row.error = state, error[:1000]

    def _unknown(self, key: str, wish: PaidWish, error: OutcomeUnknown) -> None:
        """A call that may have been accepted is asked for again only where the provider knows it again."""
        if wish.is_repeatable:
            return
        self._mark(key, "unclear", error=error.message)
        with self.database.reader_of(self.owner) as session:
            row = session.scalars(select(PaidCall).where(PaidCall.key == key)).one()
        raise _unclear(wish, row) from None

    def submitted(self, key: str, reference: str) -> None:
        """The provider took the call and named the work ``reference``."""
        with self.database.session_of(self.owner) as session:
            row = session.scalars(select(PaidCall).where(PaidCall.key == key).with_for_update()).one()
            row.state, row.provider_ref = "submitted", reference[:500]

    def _done(self, key: str, paid: Paid, reference: str) -> None:
        with self.database.session_of(self.owner) as session:
            row = session.scalars(select(PaidCall).where(PaidCall.key == key).with_for_update()).one()
            row.state, row.result, row.cost_micros = "done", paid.result, paid.cost_micros
            row.usage, row.provider_ref = dict(paid.usage), (paid.provider_ref or reference)[:500]


def spent_micros(session: OwnedSession, job: uuid.UUID | None = None) -> int:
    """What the session's user spent this month, or what a job spent: actual costs of what is done, estimates of what is open."""
    month = now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    of = PaidCall.job_id == job if job else PaidCall.created_at >= month
    done = session.scalar(select(func.coalesce(func.sum(PaidCall.cost_micros), 0)).where(of, PaidCall.state == "done"))
    held = session.scalar(
        select(func.coalesce(func.sum(PaidCall.estimated_micros), 0)).where(of, PaidCall.state.in_((*_OPEN, "unclear")))
    )
    return int(done or 0) + int(held or 0)


def resolve_unclear(session: OwnedSession, call_id: uuid.UUID) -> PaidCall | None:
    """A person looked: the provider has not done the call (or it is to be made again all the same). The next try makes it."""
    row = session.scalar(select(PaidCall).where(PaidCall.id == call_id, PaidCall.state == "unclear").with_for_update())
    if row is not None:
        row.state, row.error = "failed", "declared as not done by a person"
    return row


class _BookedCall:
    """What becomes of a call while it is made."""

    def __init__(self, ledger: Ledger, key: str, reference: str) -> None:
        self._ledger = ledger
        self._key = key
        self.reference = reference

    def accepted(self, reference: str) -> None:
        self.reference = reference
        self._ledger.submitted(self._key, reference)


def _unclear(wish: PaidWish, row: PaidCall) -> UnclearPayment:
    return UnclearPayment(
        f"nobody knows whether {wish.provider} accepted the call of {row.created_at:%Y-%m-%d %H:%M} UTC ({wish.operation})",
        hint=f"look at the provider's own list; if it is not there, resolve the paid call {row.id} and try the job again",
    )
