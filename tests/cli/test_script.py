"""`reel script` in a process of its own, with a text model behind a real server."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.text_model import text_model

SCRIPT = "---\nlanguage: en\nscript: 1\n---\n# Rice\n\n## \n\nHello and welcome.\nIt is really grown in water.\nIt is eaten.\n"


def _reel(*arguments: object, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = (
        os.environ
        | {"REELWRIGHT_DATA": str(cwd / "data")}
        | {f"REELWRIGHT_{key}": value for key, value in settings.items()}
    )
    command = [sys.executable, "-m", "reelwright.cli.main", "script", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120, check=False)


def _answer(messages: list[dict[str, str]]) -> dict[str, Any]:
    if "You edit narration" in messages[0]["content"]:
        sentences = [
            {"from": "1.1", "text": "Who feeds half the world?", "picture": "crowd"},
            {"from": "1.2", "text": "Rice grows in water.", "picture": ""},
        ]
        return {"sections": [{"section": 1, "title": "", "sentences": sentences}]}
    long = "Farmers flood the level fields in spring so that the young plants can grow in warm water."
    return {"title": "Rice", "sections": [{"title": "", "sentences": [{"text": long, "picture": "field"}] * 2}]}


def test_a_topic_is_written_and_an_edited_file_is_set_aside(tmp_path: Path) -> None:
    with text_model(_answer) as server:
        own = {"TEXT_BASE_URL": f"{server.url}/v1", "TEXT_MODEL": "m"}
        done = _reel(
            "How rice grows", "--seconds", 12, "--tone", "dry", "-o", "script.md", "--no-cta", cwd=tmp_path, **own
        )
        assert done.returncode == 0, done.stderr
        assert "2 sentences" in done.stdout
        assert "Tone: dry." in server.asked[0].json()["messages"][0]["content"]
        assert "do not ask the listener" in server.asked[0].json()["messages"][0]["content"]
        (tmp_path / "script.md").write_text("mine\n")
        again = _reel(
            "write",
            "How rice grows",
            "--seconds",
            12,
            "--tone",
            "dry",
            "-o",
            "script.md",
            "--no-cta",
            cwd=tmp_path,
            **own,
        )
        assert again.returncode == 0, again.stderr
        assert server.count("POST") == 1  # the same wish again is answered from the books
        assert [path.read_text() for path in tmp_path.glob("script.edited-*.md")] == ["mine\n"]


def test_a_topic_without_a_model_says_what_to_do(tmp_path: Path) -> None:
    done = _reel("How rice grows", "--json", cwd=tmp_path)
    assert done.returncode == 5
    assert json.loads(done.stdout)["error"]["code"] == "PROVIDER_NEEDED"


def test_an_article_becomes_a_script_without_a_model(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Rice\n\nRice grows in water. It is a grass.\n")
    done = _reel("a.md", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["sentences"] == 2


def test_a_script_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "s.md").write_text(SCRIPT)
    told = json.loads(_reel("analyze", "s.md", "--json", cwd=tmp_path).stdout)
    assert {"score", "reasons", "measures", "hook", "findings"} <= told.keys()
    found = next(each for each in told["findings"] if each["kind"] == "filler")
    assert (found["section"], found["sentence"], found["start"], found["end"]) == (1, 2, 6, 12)
    shown = _reel("analyze", "s.md", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith(f"score {told['score']} of 100")
    assert "1.2 [6-12] filler" in shown.stdout


def test_changes_are_shown_kept_and_taken_in_parts_with_one_call(tmp_path: Path) -> None:
    file = tmp_path / "s.md"
    file.write_text(SCRIPT)
    with text_model(_answer) as server:
        own = {"TEXT_BASE_URL": f"{server.url}/v1", "TEXT_MODEL": "m"}
        shown = _reel("improve", "s.md", "--instruction", "livelier", cwd=tmp_path, **own)
        assert shown.returncode == 0, shown.stderr
        assert "[1] replaced, sentence 1.1\n  - Hello and welcome.\n  + Who feeds half the world?" in shown.stdout
        assert file.read_text() == SCRIPT
        file.write_text(SCRIPT.replace("It is really grown in water.", "By hand."))
        taken = _reel("improve", "s.md", "--accept", "1,2", "--json", cwd=tmp_path, **own)
        told = json.loads(taken.stdout)
        assert (told["applied"], told["unfit"]) == ([1], [2])
        assert "Who feeds half the world?" in file.read_text()
        assert "By hand." in file.read_text()
        none = _reel("improve", "s.md", "--accept", "none", cwd=tmp_path, **own)
        assert none.returncode == 0
        assert not list(tmp_path.glob("*.proposal.json"))
        assert server.count("POST") == 1


def test_improving_needs_a_model(tmp_path: Path) -> None:
    (tmp_path / "s.md").write_text(SCRIPT)
    done = _reel("improve", "s.md", cwd=tmp_path)
    assert done.returncode == 5
    assert "analyze" in done.stderr
