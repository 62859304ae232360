"""The command line, run as a person runs it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reelwright.cli.main import COMMANDS, app
from tests.sounds import tone, write_wav

ROOT = Path(__file__).parents[2]
DOCUMENT = {
    "canvas": {"width": 64, "height": 64},
    "variables": {"word": {"type": "text", "default": "Hi"}},
    "tracks": [{"clips": [{"type": "text", "text": "{{word}}", "duration": 0.5, "font": {"size": 12}}]}],
}


_CACHE = tempfile.TemporaryDirectory()


def reel(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    environment.setdefault("REELWRIGHT_CACHE", _CACHE.name)
    env = {key: value for key, value in os.environ.items() if not key.startswith("REELWRIGHT_")} | environment
    return subprocess.run(
        [sys.executable, "-m", "reelwright.cli.main", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=env,
        timeout=240,
    )


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "doc.json"
    path.write_text(json.dumps(DOCUMENT))
    return path


def test_help_names_every_command_and_loads_none_of_the_heavy_libraries() -> None:
    done = reel("--help")
    assert done.returncode == 0
    assert all(re.search(rf"^\s+{name}\s", done.stdout, re.MULTILINE) for name in COMMANDS)
    probe = "import sys, reelwright.cli.main, reelwright; print([m for m in ('cv2', 'av', 'skia', 'numpy', 'pydantic', 'symusic') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True).stdout.strip() == "[]"


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(command: str) -> None:
    done = CliRunner().invoke(app, [command, "--help"], prog_name="reel")
    assert done.exit_code == 0
    assert COMMANDS[command].split(".")[0].split(",")[0] in " ".join(done.stdout.split())


def test_rendering_a_template_with_values(document: Path, tmp_path: Path) -> None:
    done = reel("render", document, "--set", "word=Bonjour", "-o", tmp_path / "a.mp4", "--json")
    row = json.loads(done.stdout)
    assert row["ok"] is True
    assert row["frames"] == 15
    assert (tmp_path / "a.mp4").stat().st_size > 500
    (tmp_path / "data.json").write_text('{"word": "Hola"}')
    assert (
        reel(
            "render", document, "--data", tmp_path / "data.json", "--range", "3:9", "-o", tmp_path / "b.mp4"
        ).returncode
        == 0
    )


def test_several_outputs_of_one_render_are_reported(document: Path, tmp_path: Path) -> None:
    names = ["a.mp4", "b.webm@32p", "c.gif", "frames"]
    done = reel("render", document, "-o", "a.mp4", "-o", "b.webm@32p", "-o", "c.gif", "--json", cwd=tmp_path)
    row = json.loads(done.stdout)
    assert [(made["path"], made["format"], made["codec"]) for made in row["outputs"]] == [
        ("a.mp4", "mp4", "h264"), ("b.webm", "webm", "vp9"), ("c.gif", "gif", "gif"),
    ]  # fmt: skip
    assert [made["height"] for made in row["outputs"]] == [64, 32, 64]
    assert all((tmp_path / made["path"]).stat().st_size == made["bytes"] for made in row["outputs"])
    assert reel("render", document, "-o", names[3], "--format", "png", cwd=tmp_path).returncode == 0
    assert len(list((tmp_path / "frames").iterdir())) == 15


def test_the_cache_is_used_kept_small_and_left_alone_when_asked(document: Path, tmp_path: Path) -> None:
    for folder, options in (("on", []), ("off", ["--no-cache"]), ("small", ["--cache-size", "10"])):
        done = reel("render", document, "-o", "a.mp4", *options, cwd=tmp_path, REELWRIGHT_CACHE=str(tmp_path / folder))
        assert done.returncode == 0
    assert len(list((tmp_path / "on" / "chunks").iterdir())) > 0
    assert not (tmp_path / "off").exists()
    assert list((tmp_path / "small" / "chunks").iterdir()) == []


def test_a_cache_that_cannot_be_is_done_without(document: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = reel("render", document, "-o", "a.mp4", cwd=tmp_path, REELWRIGHT_CACHE=str(tmp_path / "file"))
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["render", "none.json"], 3, "cannot read none.json"),
        (["render", "doc.json", "--set", "wrod=x"], 3, "did you mean 'word'"),
        (["render", "doc.json", "--set", "word"], 3, "NAME=VALUE"),
        (["render", "doc.json", "--range", "9"], 3, "not a range"),
        (["render", "doc.json", "--range", "900:950"], 3, "holds no frame"),
        (["render", "doc.json", "-o", "nowhere/a.mp4"], 6, "does not exist"),
        (["render", "doc.json", "-o", "a.avi"], 3, ".mp4"),
        (["render", "doc.json", "-o", "a.mp3"], 3, "no sound"),
        (["render", "doc.json", "-o", "a.webm", "--format", "mp4"], 3, "does not look like mp4"),
        (["render", "doc.json", "--format", "mp5"], 3, "did you mean 'mp4'"),
        (["render", "doc.json", "--quality", "hihg"], 3, "did you mean 'high'"),
        (["render", "doc.json", "-o", "a.png"], 3, "one picture"),
        (["render", "doc.json", "-o", "a.mp4@1080p"], 3, "more than the canvas has"),
        (["render", "doc.json", "--cache-size", "much"], 3, "not a size"),
        (["render", "bad.json"], 3, "/tracks/0/clips/0/txet"),
        (["make", "none.md"], 3, "cannot read none.md"),
        (["make", "empty.md"], 3, "is empty"),
        (["make", "How does rice grow?"], 5, "language model"),
        (["make", "ok.md", "--media", "none"], 3, "no folder none"),
        (["make", "ok.md", "--voice", "espeak:xx"], 3, "xx"),
        (["make", "ok.md", "-o", "nowhere/a.mp4"], 3, "does not exist"),
        (["make", "ok.md", "--duration", "0"], 3, "duration"),
        (["make", "ok.md", "--aspect", "3:1"], 2, "3:1"),
        (["probe", "none.mp4"], 4, "no file none.mp4"),
        (["captions", "none.srt"], 3, "no file none.srt"),
        (["captions", "tone.wav"], 5, "nothing here recognises the speech"),
        (["nonsense"], 2, "nonsense"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_clear_line_and_an_exit_code(
    arguments: list[str], code: int, words: str, document: Path, tmp_path: Path
) -> None:
    (tmp_path / "bad.json").write_text('{"tracks": [{"clips": [{"type": "text", "txet": "x"}]}]}')
    (tmp_path / "empty.md").touch()
    (tmp_path / "ok.md").write_text("# Title\n\nRice grows in water.\n")
    write_wav(tmp_path / "tone.wav", tone(0.2))
    done = reel(*arguments, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    if code != 2:
        assert done.stderr.startswith("error: ")
        row = json.loads(reel(*arguments, "--json", cwd=tmp_path).stdout)
        assert row["ok"] is False
        assert words in row["error"]["message"] + str(row["error"]["hint"]) + str(row["error"]["pointer"])


def test_a_bare_topic_is_told_the_three_ways_on() -> None:
    done = reel("make", "How does rice grow?")
    assert all(way in done.stderr for way in ("(1)", "(2)", "(3)", "REELWRIGHT_TEXT_BASE_URL", ".md"))


def test_a_key_is_never_shown(tmp_path: Path) -> None:
    done = reel(
        "make",
        "A topic",
        "-o",
        tmp_path / "a.mp4",
        REELWRIGHT_TEXT_BASE_URL="http://127.0.0.1:9",
        REELWRIGHT_TEXT_MODEL="m",
        REELWRIGHT_TEXT_API_KEY="sk-secret-123",
    )
    assert done.returncode == 3
    assert "127.0.0.1:9" in done.stderr
    assert "sk-secret-123" not in done.stderr + done.stdout


def test_captions_convert_between_formats(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text("1\n00:00:01,000 --> 00:00:03,000\nRice grows in water & sun.\n")
    assert reel("captions", "a.srt", "-o", "a.vtt", cwd=tmp_path).returncode == 0
    assert "Rice grows in water &amp; sun." in (tmp_path / "a.vtt").read_text()
    assert json.loads(reel("captions", "a.vtt", "-o", "a.json", "--json", cwd=tmp_path).stdout)["words"] == 6


def test_captions_of_a_file_keep_their_times_and_lines(tmp_path: Path) -> None:
    """Whoever converts what somebody has divided wants it as it is; a limit divides it anew."""
    said = "Où est le café\nde la gare ?"
    (tmp_path / "a.srt").write_bytes(
        f"1\n00:00:01,000 --> 00:00:03,250\n{said}\n\n2\n00:00:03,250 --> 00:00:04,500\nÀ gauche.\n".encode("cp1252")
    )
    assert reel("captions", "a.srt", "-o", "a.vtt", cwd=tmp_path).returncode == 0
    assert reel("captions", "a.vtt", "-o", "b.srt", cwd=tmp_path).returncode == 0
    assert (tmp_path / "b.srt").read_text("utf-8") == (tmp_path / "a.srt").read_bytes().decode("cp1252") + "\n"
    told = reel("captions", "a.srt", "-o", "c.srt", "--max-words", "2", "--json", cwd=tmp_path).stdout
    assert json.loads(told)["captions"] > 2


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--duration", "0"), "5 to 3600"), (("--speed", "9"), "0.5 to 2"), (("--media", "none"), "no folder"), (("--reference", "x.png"), "x.png"),
        (("--pictures", "folder"), "--media"), (("--jobs", "-2"), "cores"),
    ],
)  # fmt: skip
def test_what_make_would_refuse_its_check_refuses(tmp_path: Path, more: tuple[str, ...], told: str) -> None:
    (tmp_path / "a.md").write_text("Rice grows in water.")
    done = reel("make", "a.md", "--check", *more, cwd=tmp_path)
    assert (done.returncode, told in done.stderr) == (3, True), done.stderr


def test_no_command_writes_over_what_it_reads(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", tone(0.5))
    before = (tmp_path / "a.wav").read_bytes()
    for arguments in (
        ("enhance", "a.wav", "-o"),
        ("dub", "a.wav", "--to", "es", "-o"),
        ("lip-sync", "a.wav", "a.wav", "-o"),
    ):
        done = reel(*arguments, "./a.wav", cwd=tmp_path)
        assert (done.returncode, "overwritten" in done.stderr) == (3, True), done.stderr
    assert (tmp_path / "a.wav").read_bytes() == before


def test_captions_alone_are_an_overlay_as_long_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text("1\n00:00:00,100 --> 00:00:00,600\nRice\n")
    (tmp_path / "a.json").write_text('[{"text": "Rice", "start": 0.1, "end": 0.4}]')
    for name, codec in (("a.mov", "prores4444"), ("a.mp4", "h264")):
        done = reel("render", "a.srt", "-o", name, "--aspect", "64x36", "--json", cwd=tmp_path)
        made = json.loads(done.stdout)
        assert (made["frames"], made["outputs"][0]["codec"]) == (18, codec)
    assert "yuva" in reel("probe", "a.mov", cwd=tmp_path).stdout
    assert json.loads(reel("render", "a.json", "-o", "b.mp4", "--aspect", "64x36", "--json", cwd=tmp_path).stdout)["ok"]
    (tmp_path / "b.json").write_text("[1, 2]")
    done = reel("render", "b.json", "-o", "b.mp4", cwd=tmp_path)
    assert (done.returncode, "JSON object" in done.stderr) == (3, True)


def test_a_wrong_command_names_the_nearest_and_wrong_options_are_json_too(tmp_path: Path) -> None:
    done = reel("rendr", "a.json")
    assert (done.returncode, "Did you mean 'reel render'?" in done.stderr) == (2, True)
    assert "Did you mean 'reel make rice.md'?" in reel("rice.md").stderr
    done = reel("render", "--json")
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (2, "USAGE")


def test_doctor_finds_this_machine_fit_and_says_how_to_do_better() -> None:
    done = reel("doctor")
    assert done.returncode == 0, done.stdout
    assert all(subject in done.stdout for subject in ("speech", "music", "fonts", "encoders", "disk"))
    assert "REELWRIGHT_TEXT_BASE_URL" in done.stdout
    assert json.loads(reel("doctor", "--json").stdout)["ok"] is True


def test_the_schema_is_json() -> None:
    assert json.loads(reel("schema").stdout)["title"] == "Reelwright timeline document"


def test_voices_are_listed_by_language() -> None:
    rows = json.loads(reel("voices", "--lang", "pt", "--json").stdout)
    assert rows
    assert {row["language"].split("-")[0] for row in rows} == {"pt"}
    assert reel("voices", "--lang", "xx").returncode == 1


def test_the_command_reference_is_up_to_date() -> None:
    done = subprocess.run([sys.executable, ROOT / "tools" / "write_command_reference.py", "--check"], cwd=ROOT)
    assert done.returncode == 0, "run: make docs"


def test_waveform_draws_a_sound_and_writes_its_levels(tmp_path: Path) -> None:
    write_wav(tmp_path / "tone.wav", tone(0.5, 0.5))
    done = reel(
        "waveform",
        "tone.wav",
        "-o",
        "w.png",
        "--size",
        "60x40",
        "--color",
        "red",
        "--peaks",
        "p.json",
        "--json",
        cwd=tmp_path,
    )
    assert json.loads(done.stdout) == {
        "ok": True,
        "output": "w.png",
        "seconds": 0.5,
        "width": 60,
        "height": 40,
        "peaks": "p.json",
    }
    assert (tmp_path / "w.png").read_bytes()[16:24] == (60).to_bytes(4, "big") + (40).to_bytes(4, "big")
    assert len(json.loads((tmp_path / "p.json").read_text())["high"]) == 60
    assert reel("waveform", "tone.wav", "--size", "big", cwd=tmp_path).returncode == 3
    assert reel("waveform", "none.wav", cwd=tmp_path).returncode == 4
