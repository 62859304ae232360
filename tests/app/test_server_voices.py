"""Clones of a server's users, on both databases: kept apart, counted, and removed at providers until it is done."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from reelwright.app.opening import open_platform
from reelwright.app.platform import Platform
from reelwright.app.server_settings import read_server_settings
from reelwright.app.server_voices import ServerVoices, leave_later
from reelwright.app.voice_removal import remove_due
from reelwright.database.tables import AuditEntry, BlobUse, User, VoiceCloneRow, VoiceReferenceRow
from reelwright.errors import InvalidInput, NotFound, ProviderFailed, QuotaExceeded
from reelwright.productions.voices.clone import VoiceClone, VoiceReference, leaving, with_reference
from reelwright.productions.voices.cloned_speech import Cloner
from reelwright.productions.voices.cloning import new_clone
from reelwright.productions.voices.consent import Declared, consent_given
from reelwright.productions.voices.sample import SampleFacts
from reelwright.providers.cloning import CloneRequest, CloningAbilities
from reelwright.vendors.local_speech.espeak import EspeakSpeech
from tests.databases import KINDS, database_url

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
FACTS = SampleFacts(20.0, 15.0, -20.0, 40.0, 1)


@pytest.fixture(params=KINDS)
def platform(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Platform]:
    told = {"DATA": str(tmp_path / "data"), "DATABASE_URL": database_url(request.param, tmp_path), "VOICE_CLONES": "2"}
    platform = open_platform(read_server_settings({f"REELWRIGHT_{name}": value for name, value in told.items()}))
    yield platform
    platform.close()


def user(platform: Platform, name: str) -> ServerVoices:
    with platform.database.system_session() as session:
        row = User(email=f"{name}@example.com")
        session.add(row)
        session.flush()
        return ServerVoices(lambda: platform, row.id)


def added(library: ServerVoices, folder: Path, name: str = "Anna") -> VoiceClone:
    sample = folder / f"{name}.wav"
    sample.write_bytes(f"sound of {name}".encode())
    consent = consent_given(Declared("written-permission", "Anna Schmidt"), "ben@example.com", NOW)
    clone = replace(new_clone(name, "en", consent, sample), facts=FACTS)
    library.add(clone, sample)
    return clone


class Vendor:
    """Removes what it is told to, after some failures."""

    abilities = CloningAbilities("elevenlabs", "1", is_multilingual=True)

    def __init__(self, failures: int = 0) -> None:
        self.removed: list[str] = []
        self._failures = failures

    def clone(self, request: CloneRequest) -> str:
        raise AssertionError("nobody asked for a clone")

    def remove(self, voice: str) -> None:
        if self._failures:
            self._failures -= 1
            raise ProviderFailed("down")
        self.removed.append(voice)

    def of(self, owner: uuid.UUID):
        return lambda name: Cloner(self, EspeakSpeech())


def test_a_users_clones_are_theirs_alone_with_sample_and_consent(platform: Platform, tmp_path: Path) -> None:
    ann, bob = user(platform, "ann"), user(platform, "bob")
    clone = added(ann, tmp_path)
    [kept] = ann.clones()
    assert (kept.name, kept.state, kept.consent, kept.facts) == ("Anna", "ready", clone.consent, FACTS)
    assert kept.sample_sha256 == clone.sample_sha256
    assert ann.sample(kept).read_bytes() == b"sound of Anna"
    assert list(bob.clones()) == []
    with pytest.raises(NotFound):
        bob.change(clone.id, lambda each: each)
    with pytest.raises(InvalidInput, match="already"):
        added(ann, tmp_path, "ANNA")
    added(bob, tmp_path)
    added(ann, tmp_path, "Second")
    with pytest.raises(QuotaExceeded):
        added(ann, tmp_path, "Third")


def test_a_deleted_clone_leaves_every_provider_and_the_proof_of_consent(platform: Platform, tmp_path: Path) -> None:
    ann = user(platform, "ann")
    clone = added(ann, tmp_path)
    kept = ann.change(clone.id, lambda each: with_reference(each, VoiceReference("elevenlabs", "elevenlabs:x")))
    cached = ann.sample(kept)
    assert clone.consent is not None
    gone = ann.change(clone.id, lambda each: leaving(each, NOW))
    assert (gone.state, gone.name, gone.consent, gone.consent_digest) == ("removing", "", None, clone.consent.digest)
    assert not cached.exists()
    vendor = Vendor(failures=2)
    moment = NOW
    for wait in (1, 2):
        assert remove_due(platform, moment, vendor.of) == 0
        assert remove_due(platform, moment + timedelta(seconds=30), vendor.of) == 0
        moment += timedelta(minutes=wait, seconds=1)
    assert remove_due(platform, moment, vendor.of) == 1
    assert vendor.removed == ["elevenlabs:x"]
    assert list(ann.clones()) == []
    with platform.database.system_reader() as session:
        row = session.scalars(select(VoiceCloneRow)).one()
        assert (row.state, row.consent, row.sample_key, row.sample_facts) == ("removed", None, None, None)
        assert row.consent_digest == clone.consent.digest
        assert session.scalars(select(VoiceReferenceRow)).all() == []
        assert session.scalars(select(BlobUse).where(BlobUse.user_kind == "voice")).all() == []
        acts = session.scalars(select(AuditEntry).where(AuditEntry.action.startswith("voice."))).all()
    assert {each.action for each in acts} == {"voice.removing", "voice.removed"}
    assert all("Schmidt" not in str(each.data) for each in acts)
    added(ann, tmp_path)  # the name is free


def test_a_dubs_clone_that_is_handed_over_is_removed_once(platform: Platform) -> None:
    ann = user(platform, "ann")
    for _ in range(2):
        assert leave_later(platform, ann.owner, VoiceReference("elevenlabs", "elevenlabs:y", error="down"))
    vendor = Vendor()
    assert remove_due(platform, NOW, vendor.of) == 1
    assert remove_due(platform, NOW + timedelta(days=1), vendor.of) == 0
    assert vendor.removed == ["elevenlabs:y"]
