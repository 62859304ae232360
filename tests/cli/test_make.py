"""`reel make` with a topic, from the command line to the finished video, against a text server and other vendors on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reelwright.media.probe import probe
from tests.text_model import text_model
from tests.vendors.images_contract import CASES, SECRET, ImageVendor
from tests.vendors.vendor_server import Reply, VendorServer

TOPIC = "How long does rice take to grow?"
_KEPT = "The seedlings stand close together in a nursery bed for a month."
_OPENING = {
    "playful": "Rice likes its bath, and it is in no hurry at all.",
    "": "Rice takes about four months to grow.",
}


def _answer(messages: list[dict[str, str]]) -> dict[str, Any]:
    tone = "playful" if "Tone: playful" in messages[0]["content"] else ""
    first = [{"text": _OPENING[tone], "picture": "rice"}]
    rest = [{"text": _KEPT, "picture": "seedlings"}, {"text": "Then the field is gold.", "picture": "golden field"}]
    return {"title": "Rice", "sections": [{"title": "", "sentences": first}, {"title": "Water", "sentences": rest}]}


def _environment(folder: Path, **more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("REELWRIGHT_")}
    own = {"XDG_CONFIG_HOME": folder / "config", "XDG_DATA_HOME": folder / "data", "REELWRIGHT_CACHE": folder / "cache"}
    return clean | {name: str(value) for name, value in own.items()} | more


def _text(server: VendorServer, **more: str) -> dict[str, str]:
    return {"REELWRIGHT_TEXT_BASE_URL": f"{server.url}/v1", "REELWRIGHT_TEXT_MODEL": "m", **more}


def _command(source: str, folder: Path, *more: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "reelwright.cli.main",
        "make",
        source,
        "-o",
        str(folder / "rice.mp4"),
        "--json",
        *more,
    ]


def _make(source: str, folder: Path, *more: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(source, folder, *more),
        env=_environment(folder, **environment),
        capture_output=True,
        text=True,
        check=False,
    )


def _said(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout + done.stderr


def test_a_topic_becomes_a_video_and_killed_at_any_moment_it_asks_nobody_twice(tmp_path: Path) -> None:
    """Killed with a script, in the middle of the speech, with a timeline, and in the middle of the rendering."""
    project = tmp_path / "rice.reel"
    moments: list[Callable[[], object]] = [
        lambda: (project / "script.md").is_file(),
        lambda: list((project / "speech").glob("*.wav")),
        lambda: (project / "timeline.json").is_file(),
        lambda: list((project / ".reel" / "chunks").rglob("*")) or list((project / "out").glob("*")),
    ]
    length = ("--duration", "12", "--music", "none")
    with text_model(_answer) as server:
        killed = 0
        for moment in moments:
            run = subprocess.Popen(
                _command(TOPIC, tmp_path, *length), env=_environment(tmp_path, **_text(server)),
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            while run.poll() is None and not moment():
                time.sleep(0.005)
            run.send_signal(signal.SIGKILL)
            killed += run.wait() == -signal.SIGKILL
        assert killed == len(moments)
        done = _make(TOPIC, tmp_path, *length, **_text(server))
        assert done.returncode == 0, done.stderr
        row = json.loads(done.stdout)
        assert server.count("POST") == 1
        info = probe(tmp_path / "rice.mp4")
        assert info.video is not None
        assert (info.video.width, info.video.height, info.audio is not None) == (1920, 1080, True)
        assert float(info.duration or 0) == pytest.approx(row["duration"], abs=0.1)
        again = json.loads(_make(TOPIC, tmp_path, *length, **_text(server)).stdout)
        assert (again["speech_calls"], again["was_rendered"], server.count("POST")) == (0, False, 1)
        tone = ("--tone", "playful", "--stop-after", "timeline")
        playful = json.loads(_make(TOPIC, tmp_path, *length, *tone, **_text(server)).stdout)
        assert (playful["speech_calls"], playful["sentences"], server.count("POST")) == (1, 3, 2)
        assert _OPENING["playful"] in (project / "script.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("topic", "code", "told"),
    [
        ("", 3, "nothing to make a video of"),
        ("   ", 3, "nothing to make a video of"),
        ("rice.md", 3, "cannot read rice.md"),
    ],
)
def test_what_is_no_topic_is_told_with_a_way_on(tmp_path: Path, topic: str, code: int, told: str) -> None:
    done = _make(topic, tmp_path)
    assert (done.returncode, told in _said(done), "hint" in _said(done)) == (code, True, True)


def test_a_topic_in_hindi_is_written_and_spoken_in_hindi(tmp_path: Path) -> None:
    said = "धान चार महीने में उगता है और उसे बहुत पानी चाहिए।"
    heard: list[str] = []

    def answer(messages: list[dict[str, str]]) -> dict[str, Any]:
        heard.append(messages[0]["content"])
        return {"title": "धान", "sections": [{"title": "", "sentences": [{"text": said, "picture": "rice"}] * 3}]}

    with text_model(answer) as server:
        done = _make(
            "चावल को उगने में कितना समय लगता है?", tmp_path, "--duration", "12", "--stop-after", "speech", **_text(server)
        )
    assert done.returncode == 0, done.stderr
    row = json.loads(done.stdout)
    assert (row["language"], row["voice"]) == ("hi", "espeak:hi")
    assert "hi" in heard[0]
    assert said in (tmp_path / "rice.reel" / "script.md").read_text("utf-8")


def test_a_server_that_is_not_there_is_told_before_anything_is_begun(tmp_path: Path) -> None:
    with text_model(_answer) as server:
        gone = _text(server)
    done = _make(TOPIC, tmp_path, **gone)
    assert (done.returncode, "cannot be reached" in _said(done), "is it running?" in _said(done)) == (3, True, True)
    assert not (tmp_path / "rice.reel" / "script.md").exists()


_SCRIPT = """---
language: en
script: 1
---
# Rice

##

Rice begins as a seed in water.
> picture: seed
> pause: 3
Farmers plant it in fields that they flood.
> picture: planting
> pause: 3
"""


@pytest.fixture
def script(tmp_path: Path) -> str:
    (tmp_path / "rice.md").write_text(_SCRIPT)
    return str(tmp_path / "rice.md")


def _drawing(*names: str) -> list[tuple[str, ImageVendor]]:
    drawing = [(case.name, ImageVendor(case)) for case in CASES if case.name in names]
    for _, vendor in drawing:  # for the look at the key beforehand
        vendor.server.routes.append(("GET", ".*/models", lambda asked: Reply({"data": []})))
    return drawing


def test_of_all_who_draw_one_fails_and_the_next_does_it_says_so_and_is_charged_alone(
    tmp_path: Path, script: str
) -> None:
    names = [case.name for case in CASES]
    assert len(names) >= 5
    vendors = dict(_drawing(*names))
    settings = {"REELWRIGHT_IMAGES": ",".join(names), "REELWRIGHT_SPEECH": "espeak"}
    for case in CASES:
        told = {"base_url": vendors[case.name].server.url, "api_key": SECRET, **case.options}
        known = {option.name for option in case.offer.vendor.options}
        settings |= {case.offer.vendor.variable(name): value for name, value in told.items() if name in known}
    failing, drawing, *others = (vendors[name] for name in names)
    failing.server.fault, failing.server.fault_on = (
        Reply({"error": {"message": "no credits left"}}, 402),
        ("POST", ".*"),
    )
    for vendor in vendors.values():
        vendor.server.__enter__()
    try:
        command = ("--pictures", "generated", "--music", "none", "--stop-after", "timeline")
        done = _make(script, tmp_path, *command, **settings)
        assert done.returncode == 0, done.stderr
        notes = json.loads(done.stdout)["notes"]
        assert sum(f"is drawn by {names[1]}" in note and "no credits left" in note for note in notes) == 2
        assert [vendor.server.count("POST") for vendor in others] == [0] * len(others)
        books = [
            json.loads(path.read_text()) for path in (tmp_path / "rice.reel" / ".reel" / "paid-calls").glob("*.json")
        ]
        charged = {(row["provider"], row["state"]) for row in books if row["state"] != "failed"}
        assert charged == {(CASES[1].offer.vendor.name, "done")}
        assert {row["provider"] for row in books if row["state"] == "failed"} == {CASES[0].offer.vendor.name}
        asked = drawing.server.count("POST")
        assert _make(script, tmp_path, *command, **settings).returncode == 0
        assert drawing.server.count("POST") == asked
    finally:
        for vendor in vendors.values():
            vendor.server.__exit__()


def test_a_budget_stops_before_the_call_that_would_exceed_it_and_raised_it_goes_on(tmp_path: Path, script: str) -> None:
    ((_, vendor),) = _drawing("openai")
    settings = {
        "REELWRIGHT_OPENAI_API_KEY": SECRET, "REELWRIGHT_OPENAI_BASE_URL": vendor.server.url, "REELWRIGHT_SPEECH": "espeak",
        "REELWRIGHT_OPENAI_IMAGES_PRICES": "images=0.30", "REELWRIGHT_IMAGES": "openai",
    }  # fmt: skip
    command = ("--pictures", "generated", "--music", "none", "--stop-after", "timeline")
    with vendor.server as server:
        stopped = _make(script, tmp_path, *command, "--budget", "0.50", **settings)
        assert stopped.returncode == 8, stopped.stdout + stopped.stderr
        assert "may cost $0.3000, and $0.3000 of $0.50 are spent" in _said(stopped)
        assert "raise --budget" in _said(stopped)
        assert server.count("POST") == 1
        done = _make(script, tmp_path, *command, "--budget", "0.60", **settings)
        assert done.returncode == 0, done.stderr
        assert server.count("POST") == 2
