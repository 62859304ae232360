"""A dub speaks with its speakers' own voices: cloned with consent from real sound, once, and removed afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reelwright.app.dub_wiring import dub_tools, timed_cloners
from reelwright.app.providers.choosing import Providers
from reelwright.app.voice_clones import cloner_of
from reelwright.errors import ProviderNeeded
from reelwright.media.mono_read import mono_sound
from reelwright.productions.dub.document import DubDocument, Segment, Speaker, read_dub, write_dub
from reelwright.productions.dub.edits import with_own_translation
from reelwright.productions.dub.pitch import RATE, median_pitch, pitches
from reelwright.productions.dub.speaker_sample import clean_spans
from reelwright.productions.project.paid_calls import FolderBooks
from reelwright.productions.voices.cloning import delete_everywhere
from reelwright.productions.voices.consent import Declared
from reelwright.productions.voices.folder_library import FolderLibrary
from reelwright.providers.answers import FolderAnswers
from reelwright.providers.shelf import FolderShelf
from reelwright.vendors.local_speech.espeak import EspeakSpeech
from reelwright.workflows.dub import dub
from reelwright.workflows.dub_request import CloneWish, DubRequest, DubResult, DubTools
from tests.vendors.clone_services import ELEVENLABS, Voices
from tests.vendors.vendor_server import Reply, VendorServer
from tests.workflows.dialogue import Dialogue, dialogue
from tests.workflows.test_dub import Listener, Phrasebook, tools

AGREED = {"Anna": Declared("written-permission", "Anna Schmidt"), "Bert": Declared("own-voice")}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Dialogue:
    return dialogue(tmp_path_factory.mktemp("dialogue") / "talk.mp4", times=4)


@pytest.fixture
def voices() -> Voices:
    return Voices()


@pytest.fixture
def server(voices: Voices) -> Iterator[VendorServer]:
    with ELEVENLABS.serve(voices) as server:
        yield server


def kit(told: Dialogue, folder: Path, server: VendorServer) -> tuple[DubTools, Providers]:
    env = {"REELWRIGHT_ELEVENLABS_API_KEY": "key-of-the-test", "REELWRIGHT_ELEVENLABS_BASE_URL": server.url}
    here = Providers(
        env, payments=FolderBooks(folder / "books"), shelf=FolderShelf(folder / "shelf"),
        answers=FolderAnswers(folder / "answers"), voices=FolderLibrary(folder / "library"),
    )  # fmt: skip
    plain = tools(Listener(told), translators=(Phrasebook(),))
    with_clones = replace(
        plain, speaker_for=dub_tools(here).speaker_for, cloners=lambda vendor: timed_cloners(here, vendor), library=here.voices,
        substitutes=lambda language, gender: [(EspeakSpeech(), "espeak:es+f2" if gender == "female" else "espeak:es")],
    )  # fmt: skip
    return with_clones, here


def run(told: Dialogue, folder: Path, given: DubTools, wish: CloneWish | None, **how: object) -> DubResult:
    usual: dict[str, object] = {"stop_after": "speech", "clone": wish, "project": folder / "out.dub"}
    request = DubRequest(told.video, folder / "out.mp4", ("es",), **(usual | how))  # type: ignore[arg-type]
    return dub(request, given, lambda progress: None)


def heard_pitch(path: Path) -> float:
    with mono_sound(path, RATE) as sound:
        return median_pitch(pitches(sound.floats().astype(np.float32)))


def said(made: DubResult) -> dict[str, str]:
    document = read_dub(made.document.read_text())
    return {each.id: each.voices["es"] for each in document.speakers}


def test_each_speaker_is_cloned_from_their_own_speech_once_and_the_clones_go_afterwards(
    told: Dialogue, voices: Voices, server: VendorServer, tmp_path: Path
) -> None:
    given, _ = kit(told, tmp_path, server)
    made = run(told, tmp_path, given, CloneWish("auto", AGREED, "ben"))
    assert said(made) == {"Anna": "clone:@Anna", "Bert": "clone:@Bert"}
    assert server.count("POST", "/v1/voices/add") == 2
    assert server.count("DELETE") == 2
    assert not voices.samples
    samples = {path.parent.name: path for path in (tmp_path / "out.dub" / "voices").glob("*/sample.wav")}
    pitch = sorted(heard_pitch(path) for path in samples.values())
    assert 90 < pitch[0] < 130
    assert 180 < pitch[1] < 240
    assert made.clones["Anna"]["consent"]["person"] == "Anna Schmidt"
    assert made.speech_calls > 0
    assert made.review["es"] == {} or all("failed" not in reason for reason in made.review["es"].values())

    again = run(told, tmp_path, given, CloneWish("auto", AGREED, "ben"))
    assert again.speech_calls == 0
    assert server.count("POST", "/v1/voices/add") == 2

    document = read_dub(made.document.read_text())
    edited = with_own_translation(document, "es", document.segments[1].id, "Muchas gracias por invitarme hoy.")
    made.document.write_text(write_dub(edited))
    changed = run(told, tmp_path, given, None)  # the consent lies with the dub
    assert changed.spoken["es"] == [document.segments[1].id]
    assert server.count("POST", "/v1/voices/add") == 3
    assert not voices.samples


def test_who_did_not_agree_is_cast_as_usual(
    told: Dialogue, voices: Voices, server: VendorServer, tmp_path: Path
) -> None:
    given, _ = kit(told, tmp_path, server)
    made = run(told, tmp_path, given, CloneWish("elevenlabs", {"Anna": Declared("own-voice")}, "ben"))
    assert said(made)["Anna"] == "clone:@Anna"
    assert said(made)["Bert"].startswith("espeak:")
    assert any("Bert is not cloned" in note for note in made.notes)
    assert voices.made == 1


def test_a_voice_a_person_asked_for_is_not_cloned_and_a_clone_of_the_library_can_be_cast_by_name(
    told: Dialogue, voices: Voices, server: VendorServer, tmp_path: Path
) -> None:
    given, here = kit(told, tmp_path, server)
    kept = run(told, tmp_path, given, CloneWish("auto", {"*": Declared("own-voice")}, "ben", keeps=True))
    assert server.count("DELETE") == 0
    clones = here.voices.clones()
    assert len(clones) == len(voices.samples) == 2
    assert set(said(kept).values()) == {f"clone:{each.name}" for each in clones}
    for each in clones:
        delete_everywhere(here.voices, each, cloner_of(here))
    assert not voices.samples


def test_a_segment_the_clones_provider_refuses_is_spoken_by_another_and_the_rest_by_the_clone(
    told: Dialogue, server: VendorServer, tmp_path: Path
) -> None:
    given, _ = kit(told, tmp_path, server)
    said_no = Reply({"detail": {"status": "x", "message": "content policy: not this"}}, 403)
    speech = next(route for route in server.routes if "text-to-speech" in route[1])

    def refusing(asked: object) -> Reply:
        return said_no if "Tarda cuatro meses" in asked.body.decode() else speech[2](asked)  # type: ignore[attr-defined,arg-type]

    server.routes[server.routes.index(speech)] = (speech[0], speech[1], refusing)
    made = run(told, tmp_path, given, CloneWish("auto", AGREED, "ben"))
    document = read_dub(made.document.read_text())
    refused = {each.id for each in document.segments if each.text.startswith("It takes four")}
    reasons = {key: reason for key, reason in made.review["es"].items() if "not this" in reason}
    assert set(reasons) == refused
    assert all("espeak:es" in reason for reason in reasons.values())
    records = [json.loads(path.read_text()) for path in (tmp_path / "out.dub" / "speech" / "es").glob("*.json")]
    assert len(records) >= len(document.segments)


def test_a_provider_that_cannot_clone_does_not_stop_the_dub(
    told: Dialogue, server: VendorServer, tmp_path: Path
) -> None:
    given, _ = kit(told, tmp_path, server)
    full = Reply({"detail": {"status": "voice_limit_reached", "message": "no place for another voice"}}, 400)
    server.fault, server.fault_on = full, ("POST", "/v1/voices/add")
    made = run(told, tmp_path, given, CloneWish("auto", AGREED, "ben"))
    assert server.count("POST", "/v1/voices/add") == 2
    assert all("no place" in reason for reason in made.review["es"].values())
    assert made.speech_calls > 0


def test_a_clone_that_could_not_be_removed_is_removed_by_the_next_run_or_handed_over(
    told: Dialogue, voices: Voices, server: VendorServer, tmp_path: Path
) -> None:
    given, _ = kit(told, tmp_path, server)
    server.fault, server.fault_on = Reply({"error": {"message": "down"}}, 500), ("DELETE", ".*")
    made = run(told, tmp_path, given, CloneWish("auto", AGREED, "ben"))
    assert sum("still at elevenlabs" in note for note in made.notes) == 2
    server.fault = None
    run(told, tmp_path, given, CloneWish("auto", AGREED, "ben"))
    assert not voices.samples
    taken: list[str] = []
    server.fault = Reply({"error": {"message": "down"}}, 500)
    handing = replace(given, leave=lambda voice: not taken.append(voice.voice))
    other = run(told, tmp_path, handing, CloneWish("auto", AGREED, "ben"), project=tmp_path / "other")
    assert len(taken) == 2
    assert not any("still at" in note for note in other.notes)


def test_nobody_who_clones_is_told(told: Dialogue, tmp_path: Path) -> None:
    with pytest.raises(ProviderNeeded, match="clones voices"):
        run(told, tmp_path, tools(Listener(told), translators=(Phrasebook(),)), CloneWish("auto", AGREED, "ben"))


def test_a_sample_is_the_longest_speech_in_which_nobody_else_is_heard() -> None:
    rows = [("A", 0, 9000), ("B", 8950, 12000), ("A", 13000, 43000), ("A", 44000, 44500), ("A", 50000, 90000)]
    segments = tuple(Segment(f"s{at}", *row, "words") for at, row in enumerate(rows))
    document = DubDocument("v", "0", 100_000, "en", (Speaker("A"), Speaker("B")), segments)
    assert clean_spans(document, "A") == ((13000, 33000), (50000, 90000))
    assert clean_spans(document, "B") == ()
