"""Scripts over HTTP: looked at and put together at once, written and improved by jobs."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from reelwright.client import Client
from tests.served import served
from tests.text_model import text_model

SCRIPT = "---\nlanguage: en\nscript: 1\n---\n# Rice\n\n##\n\nHello and welcome.\nIt is really grown in water.\nIt is eaten.\n"


def _answer(messages: list[dict[str, str]]) -> dict[str, Any]:
    if "You edit narration" in messages[0]["content"]:
        sentences = [
            {"from": "1.1", "text": "Who feeds half the world?", "picture": "crowd"},
            {"from": "1.2", "text": "Rice grows in water.", "picture": ""},
        ]
        return {"sections": [{"section": 1, "title": "", "sentences": sentences}]}
    long = "Farmers flood the level fields in spring so that the young plants can grow in warm water."
    return {"title": "Rice", "sections": [{"title": "", "sentences": [{"text": long, "picture": "field"}] * 2}]}


def test_a_script_is_looked_at_at_once(client: TestClient) -> None:
    answer = client.post("/api/scripts/analyze", json={"script": SCRIPT, "seconds": 30})
    assert answer.status_code == 200, answer.text
    data = answer.json()["data"]
    assert 0 <= data["score"] < 90
    assert data["measures"]["pace"][0]["wordsPerMinute"] > 50
    assert {"kind": "filler", "section": 1, "sentence": 2, "start": 6, "end": 12}.items() <= next(
        each for each in data["findings"] if each["kind"] == "filler"
    ).items()


@pytest.mark.parametrize("script", ["# T", "<!-- a -->", "...", "# A\n# B\n> picture: x"])
def test_what_holds_no_sentence_is_refused(client: TestClient, script: str) -> None:
    for path, more in (("analyze", {}), ("accept", {"base": [], "changes": []})):
        answer = client.post(f"/api/scripts/{path}", json={"script": script} | more)
        assert answer.status_code in (400, 422), answer.text


def test_a_change_that_is_not_there_is_refused(client: TestClient) -> None:
    answer = client.post("/api/scripts/accept", json={"script": SCRIPT, "base": [], "changes": [], "accept": [3]})
    assert answer.status_code in (400, 422)
    assert "no change 3" in answer.text


@pytest.mark.slow
def test_a_script_is_written_to_a_brief_and_improved_in_parts(tmp_path: Path) -> None:
    with text_model(_answer) as model:
        own = {"TEXT_BASE_URL": f"{model.url}/v1", "TEXT_MODEL": "m"}
        with served(tmp_path / "data", **own) as url, Client(url) as reel:
            wish = {
                "topic": "How rice grows",
                "duration": 14,
                "audience": "cooks",
                "tone": "dry",
                "callToAction": False,
            }
            done = reel.wait(reel.post("/api/scripts/generate", wish))
            assert "Farmers flood" in done["result"]["script"]
            told = model.asked[0].json()["messages"][0]["content"]
            assert "Audience: cooks." in told
            assert "Tone: dry." in told
            assert "do not ask the listener" in told
            job = reel.wait(reel.post("/api/scripts/improve", {"script": SCRIPT, "instruction": "livelier"}))
            assert {row["name"] for row in job["result"]["outputs"]} == {"script.md", "proposal.json"}
            assert "Who feeds half the world?" in job["result"]["script"]
            edited = SCRIPT.replace("It is really grown in water.", "By hand.")
            asked = {
                "script": edited,
                "base": job["result"]["base"],
                "changes": job["result"]["changes"],
                "accept": [1, 2],
            }
            taken = reel.post("/api/scripts/accept", asked)
            assert (taken["applied"], taken["unfit"]) == ([1], [2])
            assert "By hand." in taken["script"]
            assert model.count("POST") == 2
