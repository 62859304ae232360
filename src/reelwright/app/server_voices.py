"""The clones of one user of a server: records in the database, samples among the user's files."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, func, select

from reelwright.app.platform import Platform
from reelwright.business.assets.usage import check_room
from reelwright.business.audit import Origin, record
from reelwright.database.ownership import OwnedSession
from reelwright.database.tables import BlobUse, VoiceCloneRow, VoiceReferenceRow
from reelwright.errors import InvalidInput, NotFound, QuotaExceeded
from reelwright.productions.voices.clone import VoiceClone, VoiceReference
from reelwright.productions.voices.consent import consent_from
from reelwright.productions.voices.library import Change
from reelwright.productions.voices.sample import sample_facts

VOICE = "voice"
"""The ``user_kind`` of blobs that clones need."""


@dataclass(frozen=True)
class ServerVoices:
    """See ``productions.voices.library.VoiceLibrary``. ``opened`` answers the platform, and is asked when it is needed."""

    opened: Callable[[], Platform] = field(repr=False)
    owner: uuid.UUID

    def clones(self) -> Sequence[VoiceClone]:
        with self.opened().database.reader_of(self.owner) as session:
            rows = session.scalars(
                select(VoiceCloneRow)
                .where(VoiceCloneRow.state != "removed")
                .order_by(VoiceCloneRow.name, VoiceCloneRow.id)
            ).all()
            return [clone_of(session, row) for row in rows]

    def add(self, clone: VoiceClone, sample: Path) -> None:
        with self.opened().database.session_of(self.owner) as session:
            reserve_voice(session, self.opened(), self.owner, clone)
        self.finish(clone, sample)

    def finish(self, clone: VoiceClone, sample: Path) -> None:
        """Keep the sample of a clone that was reserved. Raises ``QuotaExceeded`` without room for it."""
        platform = self.opened()
        kept = platform.store.put_file(sample, "audio/wav")
        with platform.database.session_of(self.owner) as session:
            check_room(session, self.owner, kept.size, platform.in_force().settings.storage_quota)
            row = _row(session, uuid.UUID(clone.id))
            use = BlobUse(
                owner_id=self.owner, key=kept.key, size=kept.size, content_type="audio/wav", user_kind=VOICE, user_id=row.id,
                name="sample",
            )  # fmt: skip
            session.add(use)
            row.sample_key, row.state, row.gender = kept.key, "ready", clone.gender
            row.sample_facts = clone.facts.tree() if clone.facts else None
            row.note = clone.note

    def sample(self, clone: VoiceClone) -> Path:
        platform = self.opened()
        if not clone.sample_sha256:
            raise NotFound(f"the sample of {clone.name} is not here any more")
        folder = platform.settings.data / "voice-samples"
        path = folder / f"{clone.sample_sha256}.wav"
        if not path.is_file():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            platform.store.fetch(clone.sample_sha256, path)
        return path

    def change(self, clone_id: str, change: Change) -> VoiceClone:
        platform = self.opened()
        told: tuple[str, str] | None = None
        with platform.database.session_of(self.owner) as session:
            row = _row(session, uuid.UUID(clone_id))
            before = clone_of(session, row)
            after = change(before)
            if after == before:
                return before
            _write(session, row, after)
            if after.state in ("removing", "removed"):
                _forget_sample(session, row)
            if after.state != before.state:
                told = (f"voice.{after.state}", after.consent_digest)
        if told is not None:
            audited(platform, self.owner, told[0], clone_id, told[1], Origin())
        if after.state in ("removing", "removed") and before.sample_sha256:
            (platform.settings.data / "voice-samples" / f"{before.sample_sha256}.wav").unlink(missing_ok=True)
        return after


def reserve_voice(session: OwnedSession, platform: Platform, owner: uuid.UUID, clone: VoiceClone) -> VoiceCloneRow:
    """The row of a clone whose sample is still to be kept. Raises ``InvalidInput`` for a name that is taken, ``QuotaExceeded``."""
    slug = clone.name.casefold()
    if session.scalar(select(VoiceCloneRow.id).where(VoiceCloneRow.slug == slug)):
        raise InvalidInput(
            f"there is a clone called {clone.name!r} already", hint="choose another name, or delete that one first"
        )
    most = platform.in_force().settings.voice_clones
    count = session.scalar(select(func.count()).select_from(VoiceCloneRow).where(VoiceCloneRow.slug.is_not(None))) or 0
    if count >= most:
        raise QuotaExceeded(f"you have {count} clones, and may have {most}", hint="delete one")
    row = VoiceCloneRow(
        id=uuid.UUID(clone.id), owner_id=owner, name=clone.name, slug=slug, language=clone.language, gender=clone.gender,
        state="checking", consent=clone.consent.tree() if clone.consent else None,
        consent_digest=clone.consent.digest if clone.consent else "",
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def clone_of(session: OwnedSession, row: VoiceCloneRow) -> VoiceClone:
    """The record of a row."""
    rows = session.scalars(
        select(VoiceReferenceRow).where(VoiceReferenceRow.clone_id == row.id).order_by(VoiceReferenceRow.created_at)
    ).all()
    references = tuple(
        VoiceReference(each.provider, each.voice, each.language, each.whose, each.is_leaving, each.attempts, each.error)
        for each in rows
    )
    return VoiceClone(
        str(row.id), row.name, row.language, row.state,  # pyright: ignore[reportArgumentType]
        consent_from(row.consent) if row.consent else None, row.created_at.isoformat(),
        row.gender,  # pyright: ignore[reportArgumentType]
        row.sample_key or "", sample_facts(row.sample_facts) if row.sample_facts else None, references, row.note,
        row.removed_at.isoformat() if row.removed_at else "", row.consent_digest, row.rounds,
    )  # fmt: skip


def audited(platform: Platform, owner: uuid.UUID, action: str, clone_id: str, digest: str, origin: Origin) -> None:
    """Write down an act on a clone; what was declared is not in it, for it would outlive its withdrawal."""
    with platform.database.system_session() as session:
        record(session, action, actor=owner, subject=clone_id, origin=origin, consent_digest=digest)


def leave_later(platform: Platform, owner: uuid.UUID, voice: VoiceReference) -> bool:
    """Take over to remove a dub's clone at its provider. ``True``."""
    with platform.database.session_of(owner) as session:
        row = session.scalar(
            select(VoiceReferenceRow).where(
                VoiceReferenceRow.provider == voice.provider, VoiceReferenceRow.voice == voice.voice
            )
        )
        if row is None:
            row = VoiceReferenceRow(owner_id=owner, provider=voice.provider, voice=voice.voice, whose=voice.whose)
            session.add(row)
        row.is_leaving, row.error = True, voice.error
    return True


def _row(session: OwnedSession, clone_id: uuid.UUID) -> VoiceCloneRow:
    row = session.scalar(select(VoiceCloneRow).where(VoiceCloneRow.id == clone_id).with_for_update())
    if row is None:
        raise NotFound("there is no such voice")
    return row


def _write(session: OwnedSession, row: VoiceCloneRow, clone: VoiceClone) -> None:
    row.name, row.state, row.note, row.rounds, row.gender = (
        clone.name,
        clone.state,
        clone.note,
        clone.rounds,
        clone.gender,
    )
    row.slug = clone.name.casefold() if clone.name and clone.state in ("checking", "ready") else None
    row.consent = clone.consent.tree() if clone.consent else None
    row.consent_digest = clone.consent_digest or row.consent_digest
    row.sample_facts = clone.facts.tree() if clone.facts else None
    row.removed_at = datetime.fromisoformat(clone.removed_at) if clone.removed_at else None
    known = {
        each.voice: each
        for each in session.scalars(select(VoiceReferenceRow).where(VoiceReferenceRow.clone_id == row.id))
    }
    for each in clone.references:
        own = known.pop(each.voice, None)
        if own is None:
            own = VoiceReferenceRow(owner_id=row.owner_id, clone_id=row.id, provider=each.provider, voice=each.voice)
            session.add(own)
        own.language, own.whose, own.is_leaving = each.language, each.whose, each.is_leaving
        own.attempts, own.error = each.attempts, each.error
    for gone in known.values():
        session.delete(gone)


def _forget_sample(session: OwnedSession, row: VoiceCloneRow) -> None:
    row.sample_key = row.sample_facts = None
    session.execute(delete(BlobUse).where(BlobUse.user_kind == VOICE, BlobUse.user_id == row.id))


def refused(clone: VoiceClone, reason: str) -> VoiceClone:
    """A clone whose sample cannot be used; its name is free again."""
    return replace(clone, state="refused", note=reason)
