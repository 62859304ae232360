"""`reel voices`: looked for, heard, and kept as favourites."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import wave
from pathlib import Path

import pytest

from tests.vendors.local_speakers.conversation import conversation


@pytest.fixture
def reel(tmp_path: Path):
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": os.environ.get("PYTHONPATH", "")}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "reelwright.cli.main", "voices", *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=env, cwd=tmp_path, timeout=120)

    return run


def test_voices_are_filtered_and_favourites_come_first(reel) -> None:
    assert reel("favourite", "espeak:de+f2").stdout == "espeak:de+f2\n"
    rows = json.loads(reel("--lang", "de", "--gender", "female", "--provider", "espeak", "--json").stdout)
    assert rows[0]["id"] == "espeak:de+f2"
    assert rows[0]["is_favourite"]
    assert {row["gender"] for row in rows} == {"female"}
    assert all(row["language"] == "de" for row in rows)
    assert reel("--search", "second german").stdout.startswith("* espeak:de+f2")
    assert reel("favourite", "espeak:de+f2", "--forget").stdout == "no favourites\n"


def test_a_voice_is_heard(reel, tmp_path: Path) -> None:
    done = reel("preview", "espeak:de", "-o", "a.wav")
    assert done.stdout == "a.wav\n", done.stderr
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert file.getnframes() / file.getframerate() > 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("preview", "nobody:x"), 3), (("--gender", "robot"), 3), (("favourite", "anna"), 3), (("preview", "espeak:de", "-o", "a.mp3"), 3), (("--lang", "xx"), 1)],
)  # fmt: skip
def test_mistakes_are_told(reel, arguments: tuple[str, ...], code: int) -> None:
    done = reel(*arguments)
    assert done.returncode == code
    assert done.stderr


def test_a_voice_is_cloned_with_consent_listed_and_deleted(reel, tmp_path: Path) -> None:
    conversation(tmp_path / "anna.flac", ["espeak:en-us+Annie"], 4)
    refused = reel("clone", "Anna", "anna.flac")
    assert refused.returncode == 3
    assert "consent" in refused.stderr
    done = reel("clone", "Anna", "anna.flac", "--consent", "written: Anna Schmidt")
    assert done.stdout == "clone:Anna\n", done.stderr
    assert "REELWRIGHT_ELEVENLABS_API_KEY" in done.stderr
    [row] = json.loads(reel("list", "--json").stdout)
    assert row["consent"]["person"] == "Anna Schmidt"
    assert row["sample"]["speakers"] == 1
    assert [row["id"] for row in json.loads(reel("--provider", "clone", "--json").stdout)] == ["clone:Anna"]
    assert "permitted by Anna Schmidt" in reel("list").stdout
    assert reel("preview", "clone:Anna").returncode == 5  # nobody here speaks with it
    assert reel("delete", "Anna").stdout == "deleted everywhere\n"
    assert reel("list", "--json").stdout == "[]\n"
    assert reel("delete", "Anna").returncode == 3
