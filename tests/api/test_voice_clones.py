"""Clones over HTTP, on a real server with a real vendor's protocol: consent, the job, hearing, and deletion everywhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reelwright.client import Client
from reelwright.errors import ReelwrightError
from tests.served import served
from tests.vendors.clone_services import ELEVENLABS, Voices
from tests.vendors.local_speakers.conversation import conversation
from tests.vendors.vendor_server import Reply, VendorServer

pytestmark = pytest.mark.slow
OWN = {"how": "own-voice", "agreed": True}


@pytest.fixture(scope="module")
def voices() -> Voices:
    return Voices()


@pytest.fixture(scope="module")
def vendor(voices: Voices) -> Iterator[VendorServer]:
    with ELEVENLABS.serve(voices) as server:
        yield server


@pytest.fixture(scope="module")
def reel(vendor: VendorServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    told = {"ELEVENLABS_API_KEY": "key-of-the-test", "ELEVENLABS_BASE_URL": vendor.url, "JOBS_PER_MINUTE": "0"}
    with served(tmp_path_factory.mktemp("data"), **told) as url, Client(url) as client:
        yield client


@pytest.fixture(scope="module")
def source(reel: Client, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("sample") / "anna.flac"
    conversation(path, ["espeak:en-us+Annie"], 4)
    return f"asset:{reel.upload(path)['id']}"


def deleted(reel: Client, voice: str) -> dict[str, Any]:
    answer = reel._http.delete(f"/api/voices/{voice}")
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def until(reel: Client, voice: str, state: str) -> dict[str, Any]:
    while (shown := reel.get(f"/api/voices/{voice}"))["state"] != state:
        time.sleep(0.2)
    return shown


def test_a_clone_is_made_heard_and_deleted_everywhere(
    reel: Client, vendor: VendorServer, voices: Voices, source: str
) -> None:
    asked = {
        "name": "Anna",
        "source": source,
        "consent": {"how": "written-permission", "person": "Anna Schmidt", "agreed": True},
    }
    begun = reel.post("/api/voices", asked)
    with pytest.raises(ReelwrightError, match="already"):
        reel.post("/api/voices", asked)
    done = reel.wait(begun)
    assert done["result"]["voice"] == "clone:Anna"
    shown = reel.get(f"/api/voices/{begun['voiceId']}")
    assert shown["state"] == "ready"
    assert shown["consent"]["person"] == "Anna Schmidt"
    assert shown["consent"]["agreedBy"]
    assert shown["sample"]["speakers"] == 1
    assert [place["provider"] for place in shown["places"]] == ["elevenlabs"]
    assert reel.get("/api/voices")["items"][0]["id"] == begun["voiceId"]
    heard = reel.wait(reel.post(f"/api/voices/{begun['voiceId']}/preview", {"text": "Buenos días.", "language": "es"}))
    assert heard["result"]["words"] == 2
    assert voices.made == 1

    vendor.fault, vendor.fault_on, vendor.faults_left = Reply({"error": {"message": "down"}}, 500), ("DELETE", ".*"), 1
    gone = deleted(reel, begun["voiceId"])
    assert (gone["state"], gone["name"], gone["consent"], gone["sample"]) == ("removing", "", None, None)
    assert gone["consentDigest"] == shown["consentDigest"]
    while not reel.get(f"/api/voices/{begun['voiceId']}")["places"][0]["attempts"]:
        time.sleep(0.2)
    assert "down" in reel.get(f"/api/voices/{begun['voiceId']}")["places"][0]["error"]
    with pytest.raises(ReelwrightError):
        reel.post(f"/api/voices/{begun['voiceId']}/preview", {})


def test_without_consent_there_is_no_clone(reel: Client, voices: Voices, source: str) -> None:
    made = voices.made
    for consent in (None, {"how": "own-voice", "agreed": False}, {"how": "written-permission", "agreed": True}):
        with pytest.raises(ReelwrightError) as caught:
            reel.post("/api/voices", {"name": "Ben", "source": source, "consent": consent})
        assert caught.value.code == "CONSENT_NEEDED"
    assert voices.made == made
    assert all(row["name"] != "Ben" for row in reel.get("/api/voices")["items"])


def test_a_dub_with_clones_wants_everybodys_consent_and_somebody_who_clones(reel: Client, source: str) -> None:
    asked = {
        "source": source,
        "targets": ["es"],
        "clone": {"consent": [{"speaker": "A", "how": "own-voice", "agreed": False}]},
    }
    with pytest.raises(ReelwrightError) as caught:
        reel.post("/api/dubs", asked)
    assert caught.value.code == "CONSENT_NEEDED"
    asked["clone"] = {"provider": "speech-server", "consent": [OWN]}
    with pytest.raises(ReelwrightError) as caught:
        reel.post("/api/dubs", asked)
    assert caught.value.code == "PROVIDER_NEEDED"


def test_a_sample_that_cannot_be_used_is_told_and_its_name_is_free_again(
    reel: Client, source: str, tmp_path: Path
) -> None:
    conversation(tmp_path / "two.flac", ["espeak:en-us+Annie", "espeak:en-us+m3"], 6)
    two = f"asset:{reel.upload(tmp_path / 'two.flac')['id']}"
    begun = reel.post("/api/voices", {"name": "Both", "source": two, "consent": OWN})
    with pytest.raises(ReelwrightError, match="2 people"):
        reel.wait(begun)
    shown = reel.get(f"/api/voices/{begun['voiceId']}")
    assert (shown["state"], shown["voice"]) == ("refused", "clone:Both")
    assert "2 people" in shown["note"]
    again = reel.post("/api/voices", {"name": "Both", "source": source, "consent": OWN, "provider": "later"})
    assert reel.wait(again)["result"]["provider"] == ""
    assert deleted(reel, again["voiceId"])["state"] == "removed"
