"""Voices over HTTP: looked for, and favourites kept with the user's settings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reelwright.client import Client
from reelwright.errors import ReelwrightError
from tests.served import served

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with served(tmp_path_factory.mktemp("data")) as url, Client(url) as client:
        yield client


def test_voices_are_found_by_language_gender_provider_and_words(reel: Client) -> None:
    rows = reel.get("/api/tts/voices", language="de", gender="female", provider="espeak", search="second")
    assert [row["id"] for row in rows] == ["espeak:de+f2"]
    assert set(rows[0]) >= {"age", "sample", "style", "isFavourite"}


def test_favourites_are_kept_and_come_first(reel: Client) -> None:
    answer = reel._http.put("/api/tts/favourites", json={"voices": ["espeak:de+f2"]})
    assert answer.json()["data"] == ["espeak:de+f2"]
    assert reel.get("/api/tts/favourites") == ["espeak:de+f2"]
    first = reel.get("/api/tts/voices", language="de")[0]
    assert (first["id"], first["isFavourite"]) == ("espeak:de+f2", True)


def test_a_voice_is_heard_with_a_sentence_of_its_language(reel: Client) -> None:
    done = reel.wait(reel.post("/api/tts/preview", {"voice": "espeak:de", "language": "de"}))
    assert done["result"]["words"] > 5


def test_a_provider_there_is_not_is_told(reel: Client) -> None:
    with pytest.raises(ReelwrightError):
        reel.get("/api/tts/voices", provider="nobody")
