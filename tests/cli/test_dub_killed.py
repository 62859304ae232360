"""`reel dub` killed in and after every stage: it ends as it would have, and nothing is paid for twice."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_dub import translated
from tests.vendors.speech_services import as_wav, tones
from tests.vendors.vendor_server import Asked, Reply, VendorServer
from tests.workflows.dialogue import Dialogue, dialogue

pytestmark = pytest.mark.slow

_RUN = """
import os, signal, sys
from reelwright.cli.main import main
from reelwright.cli.progress import StageBars

stage, part = sys.argv.pop(1), float(sys.argv.pop(1))
show = StageBars.show

def shown(self, name, done, total):
    show(self, name, done, total)
    if name == stage and done >= part * total:
        os.kill(os.getpid(), signal.SIGKILL)

StageBars.show = shown
main()
"""
_MOMENTS = (
    ("transcript", 0.0), ("transcript", 1.0), ("translation", 0.0), ("translation", 1.0), ("speech", 0.0), ("speech", 0.5),
    ("speech", 1.0), ("mix", 0.0), ("mix", 0.5), ("video", 0.0), ("video", 1.0),
)  # fmt: skip
"""Stages, and the part of each that is done when the run is killed."""


def _listening(told: Dialogue) -> dict[str, object]:
    """What Deepgram would hear."""
    names = {"Anna": 0, "Bert": 1}
    words = [
        {"word": word.text, "punctuated_word": word.text, "start": word.start, "end": word.end, "confidence": 0.98,
         "speaker": names[name], "speaker_confidence": 0.9}
        for word, name in told.words
    ]  # fmt: skip
    heard = {"transcript": " ".join(word.text for word, _ in told.words), "confidence": 0.99, "words": words}
    channel = {"alternatives": [heard], "detected_language": "en", "language_confidence": 0.99}
    return {
        "metadata": {"request_id": "r", "duration": told.duration, "channels": 1}, "results": {"channels": [channel]},
    }  # fmt: skip


def _speaking(asked: Asked) -> Reply:
    return Reply(as_wav(tones(asked.json()["input"])), headers={"Content-Type": "audio/wav"})


def _reel_dub(told: Dialogue, folder: Path, url: str, moment: tuple[str, float]) -> subprocess.CompletedProcess[str]:
    folder.mkdir(exist_ok=True)
    env = {
        "REELWRIGHT_TEXT_BASE_URL": f"{url}/v1", "REELWRIGHT_TEXT_MODEL": "m", "REELWRIGHT_SPEECH_BASE_URL": f"{url}/v1",
        "REELWRIGHT_DEEPGRAM_BASE_URL": url, "REELWRIGHT_DEEPGRAM_API_KEY": "key", "REELWRIGHT_CACHE": str(folder / "cache"),
    }  # fmt: skip
    dubbing = ("dub", str(told.video), "--to", "es", "--voice", "speech-server:alloy", "--json")
    return subprocess.run(
        [sys.executable, "-c", _RUN, moment[0], str(moment[1]), *dubbing],
        capture_output=True, text=True, env=os.environ | env, cwd=folder, check=False,
    )  # fmt: skip


def _counts(vendor: VendorServer) -> dict[str, int]:
    kinds = {"heard": "/v1/listen.*", "translated": "/v1/chat/completions", "spoken": "/v1/audio/speech"}
    return {name: vendor.count("POST", path) for name, path in kinds.items()}


def _files(folder: Path) -> dict[str, str]:
    names = ("talk.es.mp4", "talk.es.es.srt", "talk.es.en.srt", "talk.dub/dub.json")
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


def test_killed_at_every_moment_it_ends_as_it_would_have_and_pays_once(tmp_path: Path) -> None:
    told = dialogue(tmp_path / "talk.mp4")
    routes = [
        ("POST", "/v1/listen.*", lambda asked: Reply(_listening(told))), ("POST", "/v1/chat/completions", translated),
        ("POST", "/v1/audio/speech", _speaking),
    ]  # fmt: skip
    with VendorServer(routes) as vendor:
        whole = _reel_dub(told, tmp_path / "whole", vendor.url, ("never", 1.0))
        assert whole.returncode == 0, whole.stderr
        wanted = _counts(vendor)
        assert wanted["heard"] == 1
        assert wanted["translated"] >= 1
        assert wanted["spoken"] >= 5
    with VendorServer(routes) as vendor:
        for moment in _MOMENTS:
            killed = _reel_dub(told, tmp_path / "killed", vendor.url, moment)
            assert killed.returncode == -signal.SIGKILL, (moment, killed.stderr)
        last = _reel_dub(told, tmp_path / "killed", vendor.url, ("never", 1.0))
        assert last.returncode == 0, last.stderr
        assert _counts(vendor) == wanted
    assert (json.loads(last.stdout)["speech_calls"], json.loads(last.stdout)["translation_calls"]) == (0, 0)
    assert _files(tmp_path / "killed") == _files(tmp_path / "whole")
