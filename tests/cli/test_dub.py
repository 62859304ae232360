"""`reel dub` and `reel segments`, as a person uses them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.vendors.vendor_server import Asked, Reply, VendorServer
from tests.workflows.dialogue import SPANISH, Dialogue, dialogue


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Dialogue:
    folder = tmp_path_factory.mktemp("dialogue")
    made = dialogue(folder / "talk.mp4")
    made.srt(folder / "talk.srt")
    return made


def reel(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reelwright.cli.main", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ | env, cwd=folder, check=False)


def translated(asked: Asked) -> Reply:
    """A language model that knows the dialogue by heart."""
    lines = json.loads(asked.json()["messages"][-1]["content"])["lines"]
    rows = [{"id": line["id"], "texts": [SPANISH.get(line["text"], "No lo sé.")]} for line in lines]
    message = {"role": "assistant", "content": json.dumps({"translations": rows})}
    return Reply(
        {
            "id": "1",
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
            "usage": {"prompt_tokens": 9, "completion_tokens": 9},
        }
    )


def test_without_a_translator_a_person_fills_in_a_table(told: Dialogue, tmp_path: Path) -> None:
    dubbing = ("dub", str(told.video), "--to", "es", "--transcript", str(told.video.with_suffix(".srt")))
    asked = reel(tmp_path, *dubbing)
    assert asked.returncode == 5
    assert "translator" in asked.stderr
    bare = reel(tmp_path, "dub", str(told.video), "--to", "es", "--project", "bare.dub")
    assert bare.returncode == 5
    assert "captions lie beside it: --transcript talk.srt" in bare.stderr
    assert reel(tmp_path, "segments", "export", "talk.dub", "--to", "es", "-o", "es.tsv").returncode == 0
    header, *rows = (tmp_path / "es.tsv").read_text().splitlines()
    place = header.split("\t").index("translation")
    filled = [header]
    for row in rows:
        cells = row.split("\t")
        cells[place] = SPANISH[cells[header.split("\t").index("text")]]
        filled.append("\t".join(cells))
    (tmp_path / "es.tsv").write_text("\n".join(filled) + "\n")
    assert "s1, s2, s3, s4, s5" in reel(tmp_path, "segments", "import", "talk.dub", "es.tsv", "--to", "es").stdout
    done = reel(tmp_path, *dubbing)
    assert done.returncode == 0, done.stderr
    assert "100% in their time" in done.stdout
    assert (tmp_path / "talk.es.mp4").is_file()


def test_a_model_translates_and_edits_cost_what_they_touch(told: Dialogue, tmp_path: Path) -> None:
    with VendorServer([("POST", "/v1/chat/completions", translated)]) as model:
        env = {"REELWRIGHT_TEXT_BASE_URL": f"{model.url}/v1", "REELWRIGHT_TEXT_MODEL": "m"}
        dubbing = (
            "dub",
            str(told.video),
            "--to",
            "es",
            "--from",
            "en",
            "--transcript",
            str(told.video.with_suffix(".srt")),
            "--json",
        )
        first = json.loads(reel(tmp_path, *dubbing, **env).stdout)
        assert first["ok"]
        assert first["timing"]["es"]["in_slot"] == 1
        calls = len(model.asked)
        again = json.loads(reel(tmp_path, *dubbing, **env).stdout)
        assert (len(model.asked), again["speech_calls"], again["translation_calls"]) == (calls, 0, 0)
        shown = reel(tmp_path, "segments", "replace", "talk.dub", "agua", "río", "--to", "es")
        assert "2 segments; add --yes" in shown.stdout
        reel(tmp_path, "segments", "replace", "talk.dub", "agua", "río", "--to", "es", "--yes")
        changed = json.loads(reel(tmp_path, *dubbing, **env).stdout)
        assert len(model.asked) == calls
        assert 2 <= changed["speech_calls"] <= 6
        reel(tmp_path, "segments", "set", "talk.dub", "s2", "--text", "Thanks.")
        corrected = json.loads(reel(tmp_path, *dubbing, **env).stdout)
        assert corrected["translation_calls"] == 1
        assert json.loads(model.asked[-1].json()["messages"][-1]["content"])["lines"][0]["id"] == "s2"
        (tmp_path / "terms.txt").write_text("rice = arroz\nour little = nuestra\n")
        calls = len(model.asked)
        terms = reel(tmp_path, "segments", "glossary", "talk.dub", "terms.txt")
        assert "s1 es" in terms.stdout
        assert "s3 es" not in terms.stdout  # a person's own translation stands
        assert "1 translation to be" in terms.stdout
        assert (
            "1 translation made anew" in reel(tmp_path, "segments", "glossary", "talk.dub", "terms.txt", "--yes").stdout
        )
        again = json.loads(reel(tmp_path, *dubbing, **env).stdout)
        assert (again["translation_calls"], len(model.asked)) == (1, calls + 1)


@pytest.mark.parametrize(
    ("arguments", "told_of"),
    [
        (("dub", "nothing.mp4", "--to", "es"), "no file"),
        (("segments", "list", "nowhere"), "not the project of a dub"),
    ],
)
def test_what_is_not_there_is_one_clear_line(tmp_path: Path, arguments: tuple[str, ...], told_of: str) -> None:
    done = reel(tmp_path, *arguments)
    assert done.returncode in (3, 4)
    assert told_of in done.stderr
    assert "Traceback" not in done.stderr
