"""The library in a folder: kept, found, changed by one at a time, and of what was deleted nothing is left but the proof."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reelwright.errors import InvalidInput, NotFound
from reelwright.productions.voices.clone import VoiceClone, VoiceReference, checked_name, leaving, with_reference
from reelwright.productions.voices.cloning import new_clone
from reelwright.productions.voices.consent import Declared, consent_given
from reelwright.productions.voices.folder_library import FolderLibrary
from reelwright.productions.voices.library import clone_named

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> FolderLibrary:
    return FolderLibrary(tmp_path / "voices")


def added(library: FolderLibrary, folder: Path, name: str = "Anna") -> VoiceClone:
    sample = folder / f"{name}.wav"
    sample.write_bytes(f"sound of {name}".encode())
    consent = consent_given(Declared("written-permission", "Anna Schmidt"), "ben", NOW)
    clone = new_clone(name, "en", consent, sample)
    library.add(clone, sample)
    return clone


def test_a_clone_is_kept_with_its_sample_and_found_by_its_name(library: FolderLibrary, tmp_path: Path) -> None:
    clone = added(library, tmp_path)
    assert list(FolderLibrary(library.folder).clones()) == [clone]
    assert clone_named(library, "anna") == clone
    assert library.sample(clone).read_bytes() == b"sound of Anna"
    assert library.folder.stat().st_mode & 0o077 == 0
    with pytest.raises(NotFound, match="Anne") as caught:
        clone_named(library, "Anne")
    assert "Anna" in caught.value.hint
    with pytest.raises(InvalidInput, match="already"):
        added(library, tmp_path, "ANNA")


def test_of_a_deleted_clone_the_proof_is_left_and_nothing_else(library: FolderLibrary, tmp_path: Path) -> None:
    clone = added(library, tmp_path)
    library.change(clone.id, lambda each: with_reference(each, VoiceReference("elevenlabs", "elevenlabs:x")))
    gone = library.change(clone.id, lambda each: leaving(each, NOW))
    assert gone.state == "removing"
    with pytest.raises(NotFound):
        clone_named(library, "Anna")
    library.change(clone.id, lambda each: leaving(each, NOW))
    assert clone.consent is not None
    text = "".join(path.read_text() for path in library.folder.rglob("*") if path.is_file())
    assert "Schmidt" not in text
    assert "Anna" not in text
    assert clone.consent.digest in text
    assert not list(library.folder.rglob("*.wav"))
    journal = [json.loads(line) for line in (library.folder / "journal.jsonl").read_text().splitlines()]
    assert [row["action"] for row in journal] == ["voice.cloned", "voice.removing"]
    assert added(library, tmp_path).voice == clone.voice  # the name is free again


@pytest.mark.parametrize("name", ["", "a:b", "A=b", "x" * 61, "-x", "a#b", "../x", "a\nb:"])
def test_names_can_be_written_where_a_voice_is_asked_for(name: str) -> None:
    with pytest.raises(InvalidInput):
        checked_name(name)
    assert checked_name("Anna  O'Neil-2.") == "Anna O'Neil-2."
