"""Sending the mails that are due; one that fails is tried again, ever more rarely, for about a day."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import delete, select

from reelwright.business.mail import MailFailed, MailSettings, send_mail
from reelwright.business.mails.writing import write_letter
from reelwright.database.open import Database
from reelwright.database.tables import Mail, User

log = structlog.get_logger(__name__)
_LEASE, _FIRST_WAIT = timedelta(minutes=5), timedelta(minutes=1)
_ATTEMPTS, _AT_ONCE = 11, 20
_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class _Claim:
    id: uuid.UUID
    to: str
    name: str
    kind: str
    data: dict[str, Any]
    attempts: int


def send_due(database: Database, settings: MailSettings, server: str, clock: Callable[[], datetime]) -> int:
    """Send what is due; how many were taken on. A worker that dies over one leaves it to the others after five minutes."""
    claims = _claimed(database, clock())
    for claim in claims:
        error = ""
        try:
            letter = write_letter(claim.kind, server=server, name=claim.name, data=claim.data)
            send_mail(settings, claim.to, letter.subject, letter.text, letter.html)
        except MailFailed as failure:
            error = failure.message
            log.error("mail_failed", kind=claim.kind, reason=failure.message, attempt=claim.attempts)
        _written(database, claim, error, clock())
    return len(claims)


def forget_mails(database: Database, moment: datetime) -> None:
    """Forget mails that were sent or given up a month ago."""
    with database.system_session() as session:
        session.execute(delete(Mail).where(Mail.state != "pending", Mail.created_at < moment - _KEPT))


def _claimed(database: Database, moment: datetime) -> list[_Claim]:
    due = (Mail.state == "pending", Mail.next_at <= moment)
    with database.system_reader() as session:
        if session.scalar(select(Mail.id).where(*due).limit(1)) is None:
            return []
    with database.system_session() as session:
        rows = session.execute(
            select(Mail, User)
            .join(User, User.id == Mail.owner_id)
            .where(*due)
            .order_by(Mail.next_at)
            .limit(_AT_ONCE)
            .with_for_update(of=Mail, skip_locked=True)
        ).all()
        for mail, _ in rows:
            mail.attempts += 1
            mail.next_at = moment + _LEASE
        return [
            _Claim(mail.id, mail.data.get("to") or user.email, user.name, mail.kind, mail.data, mail.attempts)
            for mail, user in rows
        ]


def _written(database: Database, claim: _Claim, error: str, moment: datetime) -> None:
    with database.system_session() as session:
        mail = session.get(Mail, claim.id)
        if mail is None:
            return
        mail.error = error[:500]
        if not error:
            mail.state = "sent"
        elif claim.attempts >= _ATTEMPTS:
            mail.state = "failed"
        else:
            mail.next_at = moment + _FIRST_WAIT * 2 ** (claim.attempts - 1)
