"""`reel providers`"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.vendors.vendor_server import Reply, VendorServer

KEY = "sk-of-the-test-1234"


def reel(
    folder: Path, *arguments: str, stdin: str = "", command: str = "providers", **env: str
) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"REELWRIGHT_PROVIDERS_FILE": str(folder / "providers.json")} | env
    whole = [sys.executable, "-m", "reelwright.cli.main", command, *arguments]
    return subprocess.run(whole, capture_output=True, text=True, env=environment, input=stdin, check=False)


def rows(folder: Path, *arguments: str, **env: str) -> dict[str, dict[str, object]]:
    done = reel(folder, "list", *arguments, "--json", **env)
    assert done.returncode == 0, done.stderr
    return {f"{row['kind']} {row['vendor']}": row for row in json.loads(done.stdout)}


def test_the_list_says_who_is_asked_and_what_the_others_lack(tmp_path: Path) -> None:
    listed = rows(tmp_path)
    assert listed["speech espeak"]["state"] in ("first", "next")
    assert listed["text openai-compatible"]["state"] == "not-configured"
    assert "set REELWRIGHT_TEXT_BASE_URL" in listed["text openai-compatible"]["missing"]  # type: ignore[operator]
    assert "espeak" in reel(tmp_path, "list", "speech").stdout
    wrong = reel(tmp_path, "list", "sculpture")
    assert wrong.returncode == 3
    assert "speech" in wrong.stderr


def test_an_option_is_kept_used_and_forgotten_and_a_key_is_read_from_standard_input(tmp_path: Path) -> None:
    reel(tmp_path, "set", "openai-compatible", "base_url", "http://127.0.0.1:1/v1")
    reel(tmp_path, "set", "openai-compatible", "text_model", "m")
    done = reel(tmp_path, "set", "openai-compatible", stdin=f"{KEY}\n")
    assert KEY not in done.stdout + done.stderr
    assert json.loads((tmp_path / "providers.json").read_text())["openai-compatible"]["api_key"] == KEY
    assert rows(tmp_path)["text openai-compatible"]["state"] == "first"
    assert KEY not in json.dumps(rows(tmp_path))
    reel(tmp_path, "set", "openai-compatible", "base_url", "")
    reel(tmp_path, "set", "openai-compatible", "text_model", "")
    assert rows(tmp_path)["text openai-compatible"]["state"] == "not-configured"


@pytest.mark.parametrize(
    "arguments", [("set", "nobody"), ("set", "openai-compatible", "colour", "red"), ("test", "nobody")]
)
def test_what_there_is_not_is_refused_with_what_there_is(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = reel(tmp_path, *arguments)
    assert done.returncode == 3
    assert "hint" in done.stderr


def test_an_environment_that_comes_first_is_told(tmp_path: Path) -> None:
    done = reel(
        tmp_path,
        "set",
        "openai-compatible",
        "text_model",
        "a",
        REELWRIGHT_TEXT_MODEL="b",
        REELWRIGHT_TEXT_BASE_URL="http://x",
    )
    assert done.returncode == 0
    told = reel(
        tmp_path, "set", "openai-compatible", "text_model", "a", REELWRIGHT_OPENAI_COMPATIBLE_TEXT_MODEL="b",
        REELWRIGHT_TEXT_BASE_URL="http://x",
    )  # fmt: skip
    assert "comes first" in told.stderr


def test_a_key_is_tested_without_spending(tmp_path: Path) -> None:
    with VendorServer([("GET", "/v1/models", lambda asked: _models(asked.headers))]) as server:
        env = {"REELWRIGHT_OPENAI_BASE_URL": f"{server.url}/v1"}
        good = reel(tmp_path, "test", "openai", REELWRIGHT_OPENAI_API_KEY=KEY, **env)
        assert good.returncode == 0, good.stdout + good.stderr
        assert "ok" in good.stdout
        bad = reel(tmp_path, "test", "openai", REELWRIGHT_OPENAI_API_KEY="wrong-key-1234", **env)
        assert bad.returncode == 1
        assert "no such key" in bad.stdout
        assert "wrong-key-1234" not in bad.stdout + bad.stderr
        assert {asked.method for asked in server.asked} == {"GET"}


def _models(headers: dict[str, str]) -> Reply:
    if headers.get("authorization") != f"Bearer {KEY}":
        return Reply({"error": {"message": "no such key"}}, 401)
    return Reply({"data": []})


@pytest.mark.parametrize(
    ("path", "model", "said"),
    [
        ("/v1", "qwen", "it answers, and has the model qwen"),
        ("/v1", "llama", "it answers, but does not list the model llama; it has qwen:8b, mistral"),
        ("", "qwen", "see whether REELWRIGHT_TEXT_BASE_URL ends in /v1"),
    ],
)
def test_a_text_server_is_tested_without_spending(tmp_path: Path, path: str, model: str, said: str) -> None:
    told = Reply({"object": "list", "data": [{"id": "qwen:8b"}, {"id": "mistral"}]})
    with VendorServer([("GET", "/v1/models", lambda asked: told)]) as server:
        env = {"REELWRIGHT_TEXT_BASE_URL": server.url + path, "REELWRIGHT_TEXT_MODEL": model}
        done = reel(tmp_path, "test", **env)
        assert {asked.method for asked in server.asked} == {"GET"}
    assert (done.returncode, said in done.stdout) == (0, True), done.stdout
    gone = reel(tmp_path, "test", "openai-compatible", **env)
    assert gone.returncode == 1
    assert "is it running?" in gone.stdout


def test_doctor_tells_a_newcomer_in_one_screen_what_to_set(tmp_path: Path) -> None:
    done = reel(tmp_path, command="doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) <= 30
    advice = {line.split()[0]: after for line, after in zip(lines, lines[1:], strict=False) if "->" in after}
    assert "REELWRIGHT_OPENAI_API_KEY" in advice["words"]
    assert "REELWRIGHT_TEXT_BASE_URL" in advice["words"]
    assert "reel models get" in advice["voices"]
    assert "REELWRIGHT_PEXELS_API_KEY" in advice["pictures"]
    assert "reel providers set" in done.stdout
    assert "reel providers test" in done.stdout
