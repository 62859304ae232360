"""Due messages signed, sent, and their fate written down."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import delete, update

from reelwright import __version__
from reelwright.business.webhooks.claiming import Claim, claim_due
from reelwright.business.webhooks.posting import Answer, Send
from reelwright.business.webhooks.retrying import next_attempt
from reelwright.business.webhooks.signing import opened_secrets, signature_headers
from reelwright.database.open import Database
from reelwright.database.tables import Delivery, Webhook
from reelwright.errors import ReelwrightError

log = structlog.get_logger(__name__)

_AT_ONCE = 8
_MOST_OF_A_ROUND = 16
_KEPT_CHARACTERS = 1000
_GONE = 410


def deliver_due(database: Database, secrets: tuple[str, ...], send: Send, now: Callable[[], datetime]) -> int:
    """One round: take what is due, send it, record how it went. How many were tried; call again until that is 0.

    Any number of workers may do this at once: each message is sent by one. A message whose worker dies after sending is
    sent again, under the same id. A fault of ours in one message is raised after the others are recorded.
    """
    claims = claim_due(database, now(), _MOST_OF_A_ROUND)
    if not claims:
        return 0
    with ThreadPoolExecutor(min(_AT_ONCE, len(claims)), thread_name_prefix="webhooks") as threads:
        list(threads.map(lambda claim: _deliver(database, secrets, send, now, claim), claims))
    return len(claims)


def forget_deliveries(database: Database, before: datetime) -> int:
    """Remove messages made before a moment that were taken or given up; how many."""
    with database.system_session() as session:
        done = session.execute(
            delete(Delivery)
            .where(Delivery.state.in_(("delivered", "failed")), Delivery.created_at < before)
            .execution_options(synchronize_session=False)
        )
        return done.rowcount  # pyright: ignore[reportAttributeAccessIssue]  # a cursor's result, as of every deletion


def _deliver(
    database: Database, secrets: tuple[str, ...], send: Send, now: Callable[[], datetime], claim: Claim
) -> None:
    body = json.dumps(claim.payload, ensure_ascii=False, separators=(",", ":"))
    answer, reason = None, ""
    try:
        signing = opened_secrets(claim.webhook_id, claim.sealed_secret, claim.key_id, secrets)
        headers = {
            "content-type": "application/json",
            "user-agent": f"reelwright/{__version__}",
            **signature_headers(signing, f"msg_{claim.id.hex}", now(), body),
        }
        answer = send(claim.url, headers, body.encode())
    except ReelwrightError as error:
        reason = error.message
    _record(database, claim, answer, reason, now())


def _record(database: Database, claim: Claim, answer: Answer | None, reason: str, now: datetime) -> None:
    values: dict[str, Any] = {
        "response_status": answer.status if answer else None,
        "response_text": _kept(answer.text if answer else reason),
    }
    is_gone = answer is not None and answer.status == _GONE
    if answer is not None and 200 <= answer.status < 300:
        values |= {"state": "delivered", "delivered_at": now, "next_at": None}
    else:
        again = None if is_gone else next_attempt(claim.attempts, now)
        values |= {"state": "pending" if again else "failed", "next_at": again}
    with database.system_session() as session:
        done = session.execute(
            update(Delivery)
            .where(
                Delivery.id == claim.id,
                Delivery.state == "sending",
                Delivery.attempts == claim.attempts,
                Delivery.next_at == claim.until,
            )
            .values(**values)
            .execution_options(synchronize_session=False)
        )
        is_ours = bool(done.rowcount)  # pyright: ignore[reportAttributeAccessIssue]  # a cursor's result
        if is_ours and is_gone:
            # Only if it still points where the answer came from: the owner may have changed it meanwhile.
            session.execute(
                update(Webhook)
                .where(Webhook.id == claim.webhook_id, Webhook.url == claim.url)
                .values(is_active=False)
                .execution_options(synchronize_session=False)
            )
    if not is_ours:
        log.warning("webhook_claim_lost", delivery=str(claim.id), attempts=claim.attempts)
    elif values["state"] == "failed":
        log.warning("webhook_given_up", delivery=str(claim.id), attempts=claim.attempts, gone=is_gone)


def _kept(text: str) -> str:
    """Without the character PostgreSQL cannot store: a receiver's answer must not keep its own record from being written."""
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}")[:_KEPT_CHARACTERS]
