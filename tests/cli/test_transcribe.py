"""`reel transcribe` and `reel captions` of a recording, as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import reel
from tests.vendors.recognition.vendors import RECOGNISERS, SOUND, TEXT
from tests.vendors.vendor_server import Reply, VendorServer

pytestmark = pytest.mark.slow


def _deepgram() -> VendorServer:
    return VendorServer(next(row for row in RECOGNISERS if row.name == "deepgram").routes())


def test_a_recording_is_written_down_by_whoever_is_configured_once(tmp_path: Path) -> None:
    (tmp_path / "terms.txt").write_text("# names\nKennedy\n\n")
    with _deepgram() as server:
        env = {
            "REELWRIGHT_DEEPGRAM_API_KEY": "key-of-the-test", "REELWRIGHT_DEEPGRAM_BASE_URL": server.url,
            "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "none"),
        }  # fmt: skip
        done = reel("transcribe", SOUND, "--speakers", "0", "--language", "en", cwd=tmp_path, **env)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == "[0:00:00] A: And so, my fellow Americans,\n\n[0:00:03] B: ask not what your\n"
        for name in ("a.txt", "a.json", "a.srt", "a.vtt"):
            told = reel(
                "transcribe", SOUND, "--speakers", "0", "--language", "en", "-o", name, "--json", cwd=tmp_path, **env
            )
            row = json.loads(told.stdout)
            assert (row["ok"], row["by"], row["output"], len(row["words"])) == (True, "Deepgram", name, 9)
            assert "Americans," in (tmp_path / name).read_text()
        assert server.count("POST") == 1  # paid for once
        told = reel("captions", SOUND, "-o", "b.srt", "--vocabulary", "terms.txt", cwd=tmp_path, **env)
        assert told.returncode == 0
        assert "my fellow Americans" in (tmp_path / "b.srt").read_text().replace("\n", " ")
        assert server.asked[-1].query["keyterm"] == "Kennedy"
        server.fault = Reply({"err_code": "ASR_PAYMENT_REQUIRED", "err_msg": "out of credits"}, 402)
        told = reel("transcribe", SOUND, "--language", "fr", cwd=tmp_path, **env)
        assert told.returncode == 5
        assert "out of credits" in told.stderr


def test_known_text_is_timed_without_anybody(tmp_path: Path) -> None:
    (tmp_path / "said.txt").write_text(TEXT)
    env = {"XDG_CONFIG_HOME": str(tmp_path / "none")}
    for command in ("captions", "transcribe"):
        done = reel(command, SOUND, "--text", "said.txt", "-o", f"{command}.srt", cwd=tmp_path, **env)
        assert done.returncode == 0
        assert "00:00:00,3" in (tmp_path / f"{command}.srt").read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["transcribe", SOUND], 5, "REELWRIGHT_WHISPER_MODEL"),
        (["transcribe", "none.wav"], 3, "no file"),
        (["transcribe", SOUND, "-o", "a.doc"], 3, "should end in"),
        (["transcribe", SOUND, "--text", "none.txt"], 3, "cannot read none.txt"),
        (["captions", SOUND], 5, "REELWRIGHT_WHISPER_MODEL"),
    ],
)
def test_what_is_missing_is_told(arguments: list[str | Path], code: int, said: str, tmp_path: Path) -> None:
    done = reel(*arguments, cwd=tmp_path, XDG_CONFIG_HOME=str(tmp_path / "none"))
    assert done.returncode == code
    assert said in done.stderr
