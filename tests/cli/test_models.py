"""`reel models`, run as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.app.models.hub_server import hub_server
from tests.cli.test_commands import reel
from tests.speaking.tiny_models import tiny_kokoro, tiny_piper, tiny_voices


def test_a_known_voice_is_fetched_listed_spoken_for_and_removed(tmp_path: Path) -> None:
    made = tiny_piper(tmp_path / "made" / "en_US-tiny-low.onnx")
    files = {"m.onnx": made.read_bytes(), "m.onnx.json": made.with_name(f"{made.name}.json").read_bytes()}
    here = {"REELWRIGHT_MODELS": str(tmp_path / "models")}
    with hub_server(files) as server:
        env = here | {"REELWRIGHT_MODEL_HUB": server.url}
        done = reel(
            "models", "get", "me/model", "--file", "m.onnx", "--file", "*.json", "--name", "mine", "--json", **env
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert json.loads(done.stdout)["model"]["name"] == "mine"
        again = reel("models", "get", "me/model", "--name", "mine", **env)
        assert "already" in again.stdout
        missing = reel("models", "get", "kokoro", **env)
        assert missing.returncode == 3
    rows = {row["name"]: row for row in json.loads(reel("models", "list", "--json", **here).stdout)}
    assert rows["mine"]["isHere"] is True
    assert rows["kokoro"]["isHere"] is False
    assert "Apache-2.0" in rows["kokoro"]["licence"]
    listed = {row["vendor"]: row for row in json.loads(reel("providers", "list", "speech", "--json", **here).stdout)}
    assert listed["piper"]["missing"] == []
    assert "reel models get kokoro" in listed["kokoro"]["missing"]
    assert reel("models", "remove", "mine", **here).returncode == 0
    assert "mine" not in reel("models", "list", **here).stdout


def test_ones_own_files_are_made_known(tmp_path: Path) -> None:
    here = {"REELWRIGHT_MODELS": str(tmp_path / "models")}
    tiny_kokoro(tmp_path / "kokoro" / "model.onnx")
    tiny_voices(tmp_path / "kokoro" / "voices")
    done = reel("models", "add", tmp_path / "kokoro", **here)
    assert done.stdout.startswith("kokoro is known")
    assert "kokoro" in reel("models", "list", **here).stdout.splitlines()[0]
    wrong = reel("models", "get", "nonsense", "--json", **here)
    assert wrong.returncode == 3
    assert "reel models list" in json.loads(wrong.stdout)["error"]["hint"]
