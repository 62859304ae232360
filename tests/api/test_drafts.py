"""Drafts over the API: saved step by step, worked on as far as wanted, edits carried into the rendered video."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import httpx2
import numpy as np
import pytest

from reelwright.client import Client
from reelwright.errors import ReelwrightError
from tests.served import served

pytestmark = pytest.mark.slow
_ARTICLE = "# Tea\n\nTea is made of leaves. Hot water draws the taste out of them.\n\n## Kinds\n\nGreen tea is not fermented at all. Black tea is left to wither."


@pytest.fixture(scope="module")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with served(tmp_path_factory.mktemp("data"), JOBS_PER_MINUTE="0") as url, Client(url) as client:
        yield client


def _patch(reel: Client, path: str, body: dict[str, Any]) -> Any:
    return reel._data(reel._http.patch(path, json=body))


def _run(reel: Client, video: str, until: str) -> dict[str, Any]:
    started = reel.post(f"/api/videos/{video}/draft/run", {"until": until})
    return reel.wait(started, until_approval=until != "render")


def _frame(reel: Client, path: Path, seconds: float) -> np.ndarray:
    film = cv2.VideoCapture(str(path))
    film.set(cv2.CAP_PROP_POS_MSEC, seconds * 1000)
    done, picture = film.read()
    assert done, seconds
    return picture


def test_edits_of_words_and_pictures_are_in_the_rendered_video(reel: Client, tmp_path: Path) -> None:
    draft = reel.post("/api/videos/drafts", {"text": _ARTICLE, "aspect": "1:1", "music": "none"})
    video = draft["videoId"]
    assert (draft["status"], draft["script"], draft["left"][0]) == ("DRAFT", None, "gather")
    told = reel.get(f"/api/videos/{video}/draft/estimate", until="render")
    assert told["cost"] == 0
    assert told["work"] > 0
    assert told["length"] > 3

    waiting = _run(reel, video, "script")
    assert waiting["waitingFor"] == "script"
    draft = reel.get(f"/api/videos/{video}/draft")
    script = draft["script"]
    assert draft["left"][0] == "speech"
    script["sections"][0]["sentences"][0]["text"] = "Zebras invented this drink of leaves."
    edited = {name: script[name] for name in ("title", "language", "sources", "cast")} | {
        "sections": [_asked(section) for section in script["sections"]]
    }
    after = _patch(reel, f"/api/videos/{video}/draft", {"script": edited, "revision": draft["revision"]})
    again = _patch(reel, f"/api/videos/{video}/draft", {"script": edited, "revision": draft["revision"]})
    assert again["revision"] == after["revision"], "a change that came twice is no other change"
    with pytest.raises(ReelwrightError, match="meanwhile"):
        _patch(reel, f"/api/videos/{video}/draft", {"wishes": {"voice": "flite:rms"}, "revision": draft["revision"]})
    _patch(reel, f"/api/videos/{video}/draft", {"wishes": {"voice": "flite:rms"}, "revision": after["revision"]})

    waiting = _run(reel, video, "visuals")
    assert waiting["waitingFor"] == "visuals"
    assert waiting["result"]["voice"] == "flite:rms"
    shown = reel.get(f"/api/videos/{video}/pictures")
    assert shown["sentences"][0]["text"] == "Zebras invented this drink of leaves."
    assert [row["chosen"] for row in shown["shots"]] == ["designed"] * len(shown["shots"])
    (tmp_path / "red.png").write_bytes(_png((0, 0, 255)))
    (tmp_path / "green.png").write_bytes(_png((0, 255, 0)))
    red, green = (reel.upload(tmp_path / name)["id"] for name in ("red.png", "green.png"))
    border = round(shown["shots"][1]["start"] + 0.7, 3)
    changes = [
        {"shot": 1, "asset": red, "alt": "only red"},
        {"shot": 2, "asset": green, "start": border},
    ]
    moved = _patch(reel, f"/api/videos/{video}/pictures", {"changes": changes})
    assert moved["isChanged"]
    assert moved["shots"][0]["alt"] == "only red"
    assert moved["shots"][0]["end"] == moved["shots"][1]["start"] == border
    assert reel.get(f"/api/videos/{video}/draft")["left"][0] == "visuals"
    preview = reel._http.get(f"/api/videos/{video}/pictures/1/preview", params={"width": 64})
    shot = cv2.imdecode(np.frombuffer(preview.content, np.uint8), cv2.IMREAD_COLOR)
    assert shot is not None
    assert shot.mean((0, 1)).argmax() == 2

    done = _run(reel, video, "render")
    assert reel.get(f"/api/videos/{video}/draft")["left"] == []
    words = reel.download(done, tmp_path / "a.srt", "video.srt").read_text()
    assert "Zebras invented" in words
    assert "Tea is made of leaves" not in words
    film = reel.download(done, tmp_path / "a.mp4", "video.mp4")
    corner = (slice(0, 100), slice(0, 100))
    before, later = (_frame(reel, film, border + by)[corner].mean((0, 1)) for by in (-0.2, 0.9))
    assert (before.argmax(), before[2] > 150) == (2, True), before
    assert (later.argmax(), later[1] > 150) == (1, True), later

    _patch(reel, f"/api/videos/{video}/draft", {"wishes": {"captions": "none"}})
    assert reel.get(f"/api/videos/{video}/draft")["left"] == ["timeline", "render"]
    again = _run(reel, video, "render")
    document = reel.get(f"/api/videos/{video}/document")["document"]
    assert next(track for track in document["tracks"] if track["name"] == "captions")["clips"][0]["style"] == "none"
    assert again["jobId"] == done["jobId"], "one job makes the video, as often as it is sent back"


def test_a_script_is_there_at_once_and_is_heard_before_it_is_made(reel: Client) -> None:
    text = "---\nscript: 1\nlanguage: en\n---\n# Two\n\n## First\n\nOne line.\n> picture: a line\n\nAnother line."
    draft = reel.post("/api/videos/drafts", {"text": text})
    assert [len(section["sentences"]) for section in draft["script"]["sections"]] == [2]
    assert draft["script"]["sections"][0]["sentences"][0]["hint"] == "a line"
    heard = reel._http.post("/api/tts/sample", json={"text": "One line.", "voice": "flite:slt", "language": "en"})
    assert heard.headers["content-type"] == "audio/wav"
    with wave.open(io.BytesIO(heard.content)) as sound:
        assert sound.getnframes() > sound.getframerate() / 4
    slower = reel._http.post("/api/tts/sample", json={"text": "One line.", "voice": "flite:slt", "speed": 0.5})
    assert len(slower.content) > len(heard.content) * 1.5
    other = {"text": "One line.", "voice": "flite:slt", "lexicon": "line = a very long line indeed"}
    assert len(reel._http.post("/api/tts/sample", json=other).content) > len(heard.content) * 1.3


def test_looks_are_frames_of_the_renderer(reel: Client) -> None:
    video = reel.post("/api/videos/drafts", {"text": "# A\n\nA line of words to be seen. It is said."})["videoId"]
    seen = {
        query: _look(reel, video, query)
        for query in (
            "captions=none",
            "captions=highlight",
            "captions=classic",
            "captions=none&palette=ember",
            "captions=none&palette=ocean",
        )
    }
    assert len({picture.tobytes() for picture in seen.values()}) >= 4, "one palette may be the title's own"
    bright = {query: float((picture.min(2) > 200).mean()) for query, picture in seen.items()}
    assert bright["captions=none"] < 0.001 < bright["captions=highlight"]
    tall = _look(reel, video, "captions=none&aspect=9:16")
    assert tall.shape[0] > tall.shape[1]


def test_music_is_heard_before_it_is_chosen(reel: Client) -> None:
    answer = reel._http.get("/api/music/samples/calm")
    with wave.open(io.BytesIO(answer.content)) as sound:
        assert sound.getnframes() / sound.getframerate() == pytest.approx(10, abs=0.5)
    assert reel._http.get("/api/music/samples/loud").status_code == 422


def test_work_that_goes_on_is_not_started_twice_and_is_stopped_and_taken_up_again(reel: Client) -> None:
    video = reel.post("/api/videos/drafts", {"text": _ARTICLE, "music": "none"})["videoId"]
    started = reel.post(f"/api/videos/{video}/draft/run", {"until": "render"})
    with pytest.raises(ReelwrightError, match="at work"):
        reel.post(f"/api/videos/{video}/draft/run", {"until": "render"})
    reel.cancel(started)
    kept = _patch(reel, f"/api/videos/{video}/draft", {"wishes": {"voice": "flite:awb"}})
    assert kept["wishes"]["voice"] == "flite:awb"
    assert _run(reel, video, "speech")["result"]["voice"] == "flite:awb"


def test_what_cannot_be_used_is_refused_with_a_reason(reel: Client) -> None:
    draft = reel.post("/api/videos/drafts", {})
    with pytest.raises(ReelwrightError, match="not enough"):
        reel.post(f"/api/videos/{draft['videoId']}/draft/run", {"until": "script"})
    with pytest.raises(ReelwrightError, match="no sentence"):
        _patch(reel, f"/api/videos/{draft['videoId']}/draft", {"script": {"title": "x", "sections": []}})
    with pytest.raises(ReelwrightError, match="at work"):
        _patch(reel, f"/api/videos/{draft['videoId']}/pictures", {"changes": [{"shot": 1, "chosen": "designed"}]})


def _asked(section: dict[str, Any]) -> dict[str, Any]:
    rows = [{name: row[name] for name in ("text", "hint", "pause", "speaker")} for row in section["sentences"]]
    return {"title": section["title"], "sentences": rows}


def _png(color: tuple[int, int, int]) -> bytes:
    return cv2.imencode(".png", np.full((640, 640, 3), color, np.uint8))[1].tobytes()


def _look(reel: Client, video: str, query: str) -> np.ndarray:
    answer: httpx2.Response = reel._http.get(f"/api/videos/{video}/draft/look?{query}&width=320")
    assert answer.status_code == 200, answer.text
    picture = cv2.imdecode(np.frombuffer(answer.content, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return picture
