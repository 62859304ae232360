"""Pictures of a stock over the API: recommended, chosen by a job, changed at its gate, credited."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from reelwright.client import Client
from reelwright.errors import ReelwrightError
from tests.served import served
from tests.vendors.stock.fake_stocks import KEY, FakePexels

pytestmark = pytest.mark.slow
_TEXT = "---\nscript: 1\nlanguage: en\n---\n# Space\n\n##\n\nA coffee.\n> picture: coffee cup\n> pause: 3\n\nThe cat.\n> picture: cat\n"


@pytest.fixture(scope="module")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    fake = FakePexels()
    fake.found = lambda words: ["coffee", "cat", "rocket"]  # type: ignore[method-assign]
    with (
        fake.server() as stock,
        served(
            tmp_path_factory.mktemp("data"), JOBS_PER_MINUTE="0", PEXELS_API_KEY=KEY, PEXELS_BASE_URL=f"{stock.url}/v1"
        ) as url,
        Client(url) as client,
    ):
        yield client


def test_own_files_and_stocks_are_recommended_with_scores(reel: Client, tmp_path: Path) -> None:
    (tmp_path / "black-cat.png").write_bytes(cv2.imencode(".png", np.full((32, 32, 3), 9, np.uint8))[1].tobytes())
    asset = reel.upload(tmp_path / "black-cat.png")
    rows = reel.post("/api/images/recommend", {"text": "The coffee is hot. The cat is asleep.", "count": 5})
    assert [row["sentence"] for row in rows] == ["The coffee is hot.", "The cat is asleep."]
    cats = rows[1]["candidates"]
    assert {"assets", "pexels"} == {each["provider"] for each in cats}
    assert next(each["id"] for each in cats if each["provider"] == "assets") == asset["id"]
    assert [each["score"] for each in cats] == sorted((each["score"] for each in cats), reverse=True)
    assert cats[0]["scores"].keys() == {"words", "rank", "shape", "size", "length"}
    assert rows[0]["candidates"][0]["credit"]["line"] == "Photo by Coffee Maker on Pexels"
    without = reel.post("/api/images/recommend", {"text": "The cat is asleep.", "stock": False})
    assert {each["provider"] for each in without[0]["candidates"]} == {"assets"}


def test_the_gate_shows_candidates_and_takes_a_changed_choice(reel: Client, tmp_path: Path) -> None:
    wish = {
        "text": _TEXT,
        "approve": ["visuals"],
        "pictures": "stock",
        "music": "none",
        "aspect": "1:1",
        "creditLine": True,
    }
    started = reel.post("/api/videos", wish)
    waiting = reel.wait(started, until_approval=True)
    assert waiting["waitingFor"] == "visuals"
    shots = waiting["result"]["visuals"]
    assert [shot["chosen"] for shot in shots] == ["pexels:100", "pexels:102"]
    assert {"score", "preview", "credit", "words"} <= shots[0]["candidates"][0].keys()
    for change in (
        {"shot": 1, "chosen": "/etc/passwd"},
        {"shot": 9, "chosen": "designed"},
        {"shot": 1, "focus": [2, 0]},
    ):
        with pytest.raises(ReelwrightError):
            reel.approve(waiting, "visuals", visuals=[change])
    changes = [{"shot": 1, "chosen": "pexels:103"}, {"shot": 2, "focus": [0.25, 0.5]}]
    reel.approve(waiting, "visuals", visuals=changes)
    done = reel.wait(started)
    assert [line.split(" on ")[0] for line in done["result"]["credits"]] == [
        "Photo by Rocket Maker",
        "Photo by Cat Maker",
    ]
    assert "video.credits.txt" in {row["name"] for row in done["result"]["outputs"]}
    document = reel._data(reel._http.get(f"/api/videos/{done['videoId']}/document"))["document"]
    pictures = document["tracks"][0]["clips"]
    assert [clip["src"] for clip in pictures] == ["shots/pexels-103.jpg", "shots/pexels-102.jpg"]
    assert pictures[1]["focus"] == [0.25, 0.5]
    chapters = reel.download(done, tmp_path / "c.txt", "video.chapters.txt").read_text()
    assert "Pictures: Rocket Maker (Pexels), Cat Maker (Pexels)" in chapters
