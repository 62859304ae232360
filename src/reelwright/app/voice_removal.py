"""Deleted clones removed at their providers, again and again until it is done."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from reelwright.app.platform import Platform
from reelwright.app.providers.of_a_job import user_providers
from reelwright.app.server_voices import audited
from reelwright.app.voice_clones import cloner_of
from reelwright.business.audit import Origin
from reelwright.database.tables import VoiceCloneRow, VoiceReferenceRow
from reelwright.errors import ReelwrightError
from reelwright.productions.voices.clone import VoiceReference
from reelwright.productions.voices.cloning import ClonerOf, remove_at

_LEASE = timedelta(minutes=10)
"""So long one worker has for what it took."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(days=1)
_AT_ONCE = 10


@dataclass(frozen=True)
class _Claim:
    id: uuid.UUID
    owner: uuid.UUID
    reference: VoiceReference


def remove_due(platform: Platform, moment: datetime, of: Callable[[uuid.UUID], ClonerOf] | None = None) -> int:
    """Remove the voices that are due; how many are gone. One that cannot be removed is tried again, ever more rarely: after a
    minute, two, four … a day."""
    gone = 0
    for claim in _claimed(platform, moment):
        cloner = of(claim.owner) if of else _cloner_of(platform, claim.owner)
        try:
            remove_at(claim.reference, cloner)
        except ReelwrightError as error:
            _failed(platform, claim, error.message, moment)
        else:
            _gone(platform, claim)
            gone += 1
    return gone


def _cloner_of(platform: Platform, owner: uuid.UUID) -> ClonerOf:
    return cloner_of(user_providers(platform, owner))


def _claimed(platform: Platform, moment: datetime) -> list[_Claim]:
    due = (
        VoiceReferenceRow.is_leaving.is_(True),
        or_(VoiceReferenceRow.next_at.is_(None), VoiceReferenceRow.next_at <= moment),
    )
    with platform.database.system_reader() as session:
        if session.scalar(select(VoiceReferenceRow.id).where(*due).limit(1)) is None:
            return []
    with platform.database.system_session() as session:
        rows = session.scalars(
            select(VoiceReferenceRow).where(*due).limit(_AT_ONCE).with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            row.next_at = moment + _LEASE
        return [
            _Claim(
                row.id, row.owner_id,
                VoiceReference(row.provider, row.voice, row.language, row.whose, True, row.attempts, row.error),
            )
            for row in rows
        ]  # fmt: skip


def _failed(platform: Platform, claim: _Claim, reason: str, moment: datetime) -> None:
    with platform.database.system_session() as session:
        row = session.get(VoiceReferenceRow, claim.id)
        if row is not None:
            row.attempts += 1
            row.error = reason[:500]
            row.next_at = moment + min(_FIRST_WAIT * 2 ** min(row.attempts - 1, 20), _LONGEST_WAIT)


def _gone(platform: Platform, claim: _Claim) -> None:
    """Without a last provider, a deleted clone is removed everywhere."""
    with platform.database.system_session() as session:
        row = session.get(VoiceReferenceRow, claim.id)
        clone_id = row.clone_id if row else None
        clone = session.get(VoiceCloneRow, clone_id, with_for_update=True) if clone_id else None
        if row is not None:
            session.delete(row)
            session.flush()
        left = session.scalar(
            select(func.count()).select_from(VoiceReferenceRow).where(VoiceReferenceRow.clone_id == clone_id)
        )
        if clone is None or clone.state != "removing" or left:
            return
        clone.state = "removed"
        digest = clone.consent_digest
    audited(platform, claim.owner, "voice.removed", str(clone_id), digest, Origin())
