"""Clones at real servers: made at the first word, spoken with, kept by their own name, and removed everywhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reelwright.app.providers.choosing import Providers
from reelwright.app.speakers import speaker_of
from reelwright.app.voice_clones import cloner_of
from reelwright.errors import ConsentNeeded, NotFound, ProviderNeeded
from reelwright.productions.project.paid_calls import FolderBooks
from reelwright.productions.voices.clone import VoiceClone
from reelwright.productions.voices.cloning import NewClone, delete_everywhere, make_clone, try_to_leave
from reelwright.productions.voices.consent import Declared
from reelwright.productions.voices.folder_library import FolderLibrary
from reelwright.providers.answers import FolderAnswers
from reelwright.providers.shelf import FolderShelf
from reelwright.providers.speech import SpeechRequest
from tests.vendors.clone_services import ELEVENLABS, SERVER, CloneCase, Voices
from tests.vendors.local_speakers.conversation import conversation
from tests.vendors.vendor_server import Reply, VendorServer


@pytest.fixture
def voices() -> Voices:
    return Voices()


@pytest.fixture(params=[ELEVENLABS, SERVER], ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> CloneCase:
    return request.param


@pytest.fixture
def server(case: CloneCase, voices: Voices) -> Iterator[VendorServer]:
    with case.serve(voices) as server:
        yield server


def providers(folder: Path, name: str, url: str, key: str = "key-of-the-test") -> Providers:
    prefix = f"REELWRIGHT_{name.upper().replace('-', '_')}"
    env = {f"{prefix}_API_KEY": key, f"{prefix}_BASE_URL": url, "REELWRIGHT_SPEECH_SERVER_CLONES": "1"}
    return Providers(
        env, payments=FolderBooks(folder / "books"), shelf=FolderShelf(folder / "shelf"),
        answers=FolderAnswers(folder / "answers"), voices=FolderLibrary(folder / "voices"),
    )  # fmt: skip


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recording") / "anna.flac"
    conversation(path, ["espeak:en-us+Annie"], 4)
    return path


def cloned(here: Providers, recording: Path, name: str = "Anna") -> VoiceClone:
    return make_clone(here.voices, NewClone(name, recording, "en", Declared("own-voice")), "ben")


def test_a_clone_is_made_when_it_first_speaks_and_only_once(
    case: CloneCase, server: VendorServer, voices: Voices, recording: Path, tmp_path: Path
) -> None:
    here = providers(tmp_path, case.name, server.url)
    clone = cloned(here, recording)
    speaker = speaker_of(here, "es", "clone:anna")
    assert speaker.voice == clone.voice
    assert not server.asked
    for text in ("Buenos días.", "Muchas gracias."):
        speech = speaker_of(here, "es", "clone:Anna").provider.speak(SpeechRequest(text, speaker.voice, "es"))
        assert speech.duration > 0.3
    assert voices.made == 1
    assert list(voices.samples.values()) == [here.voices.sample(clone).read_bytes()]
    speaker_of(here, "de", "clone:Anna").provider.speak(SpeechRequest("Guten Tag.", speaker.voice, "de"))
    assert voices.made == (1 if case is ELEVENLABS else 2)  # a server's voice has one language
    again = speaker_of(here, "de", speaker.voice)
    assert again.voice == speaker.voice


def test_deleting_removes_it_everywhere_and_what_fails_is_tried_again(
    case: CloneCase, server: VendorServer, voices: Voices, recording: Path, tmp_path: Path
) -> None:
    here = providers(tmp_path, case.name, server.url)
    clone = cloned(here, recording)
    speaker = speaker_of(here, "es", "clone:Anna")
    speaker.provider.speak(SpeechRequest("Buenos días.", speaker.voice, "es"))
    server.fault, server.fault_on = Reply({"error": {"message": "no idea"}}, 500), ("DELETE", ".*")
    left = delete_everywhere(here.voices, clone, cloner_of(here))
    assert left.state == "removing"
    assert [(each.attempts, each.is_leaving) for each in left.references] == [(1, True)]
    assert "no idea" in left.references[0].error
    with pytest.raises(NotFound):
        speaker_of(here, "es", "clone:Anna")
    with pytest.raises(NotFound):
        speaker.provider.speak(SpeechRequest("Muchas gracias.", speaker.voice, "es"))  # by a run that had begun
    server.fault = None
    assert try_to_leave(here.voices, clone.id, cloner_of(here)).state == "removed"
    assert not voices.samples
    assert list(here.voices.clones()) == []


def test_a_clone_in_another_account_is_made_anew_there_and_not_forgotten(
    voices: Voices, recording: Path, tmp_path: Path
) -> None:
    with ELEVENLABS.serve(voices) as server:
        here = providers(tmp_path, "elevenlabs", server.url)
        clone = cloned(here, recording)
        speaker = speaker_of(here, "es", "clone:Anna")
        speaker.provider.speak(SpeechRequest("Hola.", speaker.voice, "es"))
        other = providers(tmp_path, "elevenlabs", server.url, key="another")
        left = delete_everywhere(other.voices, clone, cloner_of(other))
        assert "another account" in left.references[0].error
        assert try_to_leave(here.voices, clone.id, cloner_of(here)).state == "removed"


def test_what_is_missing_is_told_before_anything_is_made(recording: Path, tmp_path: Path) -> None:
    here = Providers({}, voices=FolderLibrary(tmp_path / "voices"))
    with pytest.raises(ConsentNeeded):
        make_clone(here.voices, NewClone("Anna", tmp_path / "no file", "en", None), "ben")
    cloned(here, recording)
    with pytest.raises(ProviderNeeded, match="Anna"):
        speaker_of(here, "es", "clone:Anna")
    shutil.rmtree(tmp_path / "voices")
    with pytest.raises(NotFound):
        speaker_of(here, "es", "clone:Anna")
