"""Every `reel …` line of the README and the docs is one the command line takes, and those that need nothing else run as written."""

from __future__ import annotations

import re
import shlex
import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from typer.exceptions import Exit
from typer.main import get_command

from reelwright.cli.main import app
from tests.cli.test_commands import reel
from tests.coded_video import write_coded
from tests.sounds import tone, write_wav

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_SHELLS = ("", "sh", "bash", "console")
_QUOTED = re.compile(r"`(reel [a-z-]+ [^`…]+)`")


def _lines() -> dict[str, list[str]]:
    """Each command line as written, and the arguments of `reel` in it."""
    found: dict[str, list[str]] = {}
    for page in PAGES:
        text = page.read_text("utf-8")
        blocks = [block for language, block in _BLOCK.findall(text) if language in _SHELLS]
        written = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
        written += _QUOTED.findall(text) if page.name != "README.md" else []
        for line in written:
            plain = re.sub(r"\[[^\]]*\]|\s…", "", line.strip().removeprefix("$ "))
            if plain.startswith("reel ") and not plain.isupper():
                arguments = shlex.split(plain, comments=True)[1:]
                if not any(word.isupper() and len(word) > 3 and word.isalpha() for word in arguments):
                    found[f"{page.name}: {line.strip()}"] = arguments
    return found


LINES = _lines()


def test_there_are_many() -> None:
    assert len(LINES) > 100
    assert {line.split(":")[0] for line in LINES} >= {"README.md", "dubbing.md", "voices.md", "outputs.md"}


def test_each_line_is_one_the_command_line_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("last-frame.png", "names.txt", "terms.txt"):
        (tmp_path / name).touch()
    wrong: dict[str, str] = {}
    for line, arguments in LINES.items():
        try:
            _parsed(arguments)
        except Exit:
            pass
        except Exception as error:
            if not (re.search("Missing parameter|requires an argument", str(error)) and _is_short(line)):
                wrong[line] = str(error)
    assert wrong == {}


def _is_short(line: str) -> bool:
    """Whether it names a command in running text, without all it needs."""
    return len(shlex.split(line.split(": ", 1)[1], comments=True)) <= 5


def _parsed(arguments: list[str]) -> None:
    """Raises what the command line raises for arguments it does not take; runs no command."""
    command, rest, context = get_command(app), arguments, None
    while True:
        context = command.make_context("reel", list(rest), parent=context)
        rest = [*context._protected_args, *context.args]  # pyright: ignore[reportPrivateUsage]  # what a group leaves to its command
        if not hasattr(command, "resolve_command") or not rest:
            return
        _, command, rest = command.resolve_command(context, rest)  # pyright: ignore[reportAttributeAccessIssue]
        assert command is not None


RUN = [
    "README.md: reel frame examples/template/template.json --at 3.2 -o frame.png",
    "README.md: reel sheet examples/template/template.json -o sheet.png",
    "outputs.md: reel render doc.json -o video.mp4 -o preview.webm@480p -o teaser.gif -o sound.mp3",
    "sound.md: reel enhance interview.wav -o clear.mp3",
    'thumbnails.md: reel thumbnails video.mp4 -o thumbnails --title "How rice grows: 7 secrets of the paddy field"',
    "scripts.md: reel script article.md -o script.md --no-cta",
    "scripts.md: reel script analyze script.md --seconds 45",
    "voices.md: reel voices --lang de --gender female        # all of them; favourites first",
    "clips.md: reel make rice.md -o rice.mp4 --clips auto --check                 # what it may cost; spends nothing",
]
"""In this order, in one folder. The last needs a key, and says so."""


def test_those_that_need_nothing_else_run_as_written(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copy(ROOT / "examples" / "rice" / "article.md", tmp_path / "article.md")
    shutil.copy(ROOT / "examples" / "rice" / "article.md", tmp_path / "rice.md")
    write_wav(tmp_path / "interview.wav", tone(1.0))
    (tmp_path / "doc.json").write_text(
        '{"canvas": {"width": 640, "height": 480, "duration": 0.4}, "tracks": [{"clips": [{"type": "audio", "src": "interview.wav"}]}]}'
    )
    write_coded(tmp_path / "video.mp4", Fraction(25), 50)
    for line in RUN:
        done = reel(*LINES[line], cwd=tmp_path)
        is_unpaid = "--clips" in line
        assert done.returncode == (3 if is_unpaid else 0), f"{line}\n{done.stderr}"
        assert not is_unpaid or "docs/clips.md" in done.stderr
    made = [
        "frame.png",
        "sheet.png",
        "video.mp4",
        "preview.webm",
        "teaser.gif",
        "sound.mp3",
        "clear.mp3",
        "script.md",
        "thumbnails",
    ]
    assert [name for name in made if not (tmp_path / name).exists()] == []
