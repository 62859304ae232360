"""`make` with a script from a language model, over the real protocol: what is paid for once is not paid for again."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from reelwright.app.own_books import own_providers
from reelwright.app.providers.choosing import providers_here
from reelwright.productions.narrate.brief import Brief
from reelwright.workflows.make import make
from reelwright.workflows.make_request import MakeRequest, MakeResult, Speaker, Tools
from tests.text_model import text_model

from .fake_providers import HummingVoice, QuietTone

_KEPT = "Farmers flood the level fields in spring so that the young plants can grow in warm water."
_OURS = {
    "playful": "Rice likes nothing better than to stand in a bath for half of its whole green life.",
    "": "Rice is the grass that feeds more than half of all the people on this planet today.",
}


def _answer(messages: list[dict[str, str]]) -> dict[str, Any]:
    tone = "playful" if "Tone: playful" in messages[0]["content"] else ""
    first = [{"text": _OURS[tone], "picture": "rice"}]
    rest = [{"text": _KEPT, "picture": "field"}, {"text": "Then the water is let out.", "picture": "dry field"}]
    return {"title": "Rice", "sections": [{"title": "", "sentences": first}, {"title": "Water", "sentences": rest}]}


def _make(request: MakeRequest, url: str, voice: HummingVoice) -> MakeResult:
    environment = {"REELWRIGHT_TEXT_BASE_URL": f"{url}/v1", "REELWRIGHT_TEXT_MODEL": "m"}
    books = own_providers(request.folder).payments
    text = providers_here(environment, payments=books).ports("text")[0]
    tools = Tools(lambda language, wanted: Speaker(voice, "humming:a", "test"), QuietTone(), text)
    return make(request, tools, lambda progress: None)


def test_another_tone_writes_the_script_anew_and_speaks_only_what_changed(tmp_path: Path) -> None:
    voice = HummingVoice()
    request = MakeRequest("How rice grows", tmp_path / "rice.mp4", duration=16.0, stop_after="speech", is_topic=True)
    with text_model(_answer) as server:
        first = _make(request, server.url, voice)
        assert (first.speech_calls, server.count("POST")) == (3, 1)
        playful = replace(request, brief=Brief(tone="playful", audience="children"))
        second = _make(playful, server.url, voice)
        assert (second.speech_calls, second.sentences, server.count("POST")) == (1, 3, 2)
        assert voice.asked[-1] == _OURS["playful"]
        assert _OURS["playful"] in second.script.read_text("utf-8")
        again = _make(playful, server.url, voice)
        assert (again.speech_calls, server.count("POST")) == (0, 2)
        back = _make(request, server.url, voice)  # the first answer is in the books
        assert (back.speech_calls, server.count("POST")) == (0, 2)
        without = _make(replace(request, brief=Brief(has_call_to_action=False)), server.url, voice)
        assert (without.speech_calls, server.count("POST")) == (0, 3)


def test_an_edited_script_is_kept_when_the_tone_changes(tmp_path: Path) -> None:
    voice = HummingVoice()
    request = MakeRequest("How rice grows", tmp_path / "rice.mp4", duration=16.0, stop_after="speech", is_topic=True)
    with text_model(_answer) as server:
        script = _make(request, server.url, voice).script
        script.write_text(script.read_text("utf-8").replace(_KEPT, "My own words."), "utf-8")
        result = _make(replace(request, brief=Brief(tone="playful")), server.url, voice)
        assert "My own words." in script.read_text("utf-8")
        assert server.count("POST") == 1
        assert any("--fresh" in note for note in result.notes)


def test_a_run_killed_between_two_answers_pays_for_neither_again(tmp_path: Path) -> None:
    """The first answer is too short, so a second call follows; the run is killed while it waits, with the first in the books."""
    held = tmp_path / "hold"
    held.touch()

    def answer(messages: list[dict[str, str]]) -> dict[str, Any]:
        script = _answer(messages)
        if "Read aloud it takes" not in messages[1]["content"]:
            return {**script, "sections": script["sections"][:1]}
        while held.exists():
            time.sleep(0.02)
        return script

    command = [sys.executable, "-m", "reelwright.cli.main", "make", "How rice grows", "-o", str(tmp_path / "rice.mp4")]
    command += ["--duration", "16", "--stop-after", "script"]
    with text_model(answer) as server:
        own = {
            "REELWRIGHT_TEXT_BASE_URL": f"{server.url}/v1",
            "REELWRIGHT_TEXT_MODEL": "m",
            "REELWRIGHT_TEXT_IDEMPOTENT": "1",
        }
        run = subprocess.Popen(command, env=os.environ | own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        until = time.monotonic() + 60
        while server.count("POST") < 2 and time.monotonic() < until:
            time.sleep(0.02)
        run.send_signal(signal.SIGKILL)
        run.communicate()
        assert (run.returncode, server.count("POST")) == (-signal.SIGKILL, 2)
        held.unlink()
        done = subprocess.run(command, env=os.environ | own, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        assert _KEPT in (tmp_path / "rice.reel" / "script.md").read_text("utf-8")
        keys = [asked.headers["idempotency-key"] for asked in server.asked if asked.method == "POST"]
        assert (len(keys), len(set(keys))) == (
            3,
            2,
        )  # the open call was asked about under its own key, the first not at all
        assert keys[1] == keys[2]
        (tmp_path / "rice.reel" / "script.md").unlink()
        again = subprocess.run(command, env=os.environ | own, capture_output=True, text=True, timeout=120, check=False)
        assert (again.returncode, server.count("POST")) == (0, 3)
