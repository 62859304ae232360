"""`reel images`, run as a person runs it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_commands import reel
from tests.vendors.stock.fake_stocks import KEY, PHOTOS, FakePexels

_SCRIPT = "---\nscript: 1\nlanguage: en\n---\n# Space\n\n##\n\nA coffee.\n> picture: coffee cup\n> pause: 4\n\nThe cat.\n> picture: cat\n"


@pytest.fixture
def pexels(tmp_path: Path) -> Iterator[dict[str, str]]:
    fake = FakePexels()
    fake.found = lambda words: ["coffee", "cat", "rocket"]  # type: ignore[method-assign]
    with fake.server() as server:
        yield {
            "REELWRIGHT_PEXELS_API_KEY": KEY,
            "REELWRIGHT_PEXELS_BASE_URL": f"{server.url}/v1",
            "REELWRIGHT_CACHE": str(tmp_path / "cache"),
            "XDG_DATA_HOME": str(tmp_path / "data"),
        }


def test_what_is_found_is_listed_and_fetched_with_credits(pexels: dict[str, str], tmp_path: Path) -> None:
    done = reel("images", "coffee", "--json", "-o", tmp_path / "found", **pexels)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["found"]
    assert [row["id"] for row in found] == ["pexels:100", "pexels:102", "pexels:103"]
    assert all(Path(row["file"]).is_file() for row in found)
    assert "facts" not in found[0]
    assert "Photo by Coffee Maker on Pexels" in (tmp_path / "found" / "credits.txt").read_text()
    shown = reel("images", "coffee", **pexels).stdout
    assert "pexels:100" in shown
    assert "https://www.pexels.com/photo/coffee-100/" in shown


def test_without_a_stock_it_says_what_to_set(tmp_path: Path) -> None:
    done = reel("images", "coffee", XDG_CONFIG_HOME=str(tmp_path))
    assert done.returncode != 0
    assert "REELWRIGHT_PEXELS_API_KEY" in done.stderr


def test_a_projects_shots_are_listed_and_changed(pexels: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "space.md").write_text(_SCRIPT)
    make = ("make", tmp_path / "space.md", "-o", tmp_path / "space.mp4", "--stop-after", "visuals", "--music", "none")
    done = reel(*make, **pexels)
    assert done.returncode == 0, done.stderr
    project = tmp_path / "space.reel"
    listed = reel("images", project).stdout
    assert "*" in listed
    assert "pexels:100" in listed
    first = json.loads(reel("images", project, "--shot", "1", "--json").stdout)["shots"][0]
    other = next(n for n, row in enumerate(first["candidates"], 1) if row["id"] == "pexels:103")
    assert reel("images", project, "--shot", "1", "--choose", str(other)).returncode == 0
    assert (
        reel("images", project, "--shot", "2", "--choose", PHOTOS / "astronaut.jpg", "--focus", "0.2,0.3").returncode
        == 0
    )
    assert reel(*make, **pexels).returncode == 0
    shots = json.loads(reel("images", project, "--json").stdout)["shots"]
    assert [shot["chosen"] for shot in shots] == ["pexels:103", str(PHOTOS / "astronaut.jpg")]
    assert shots[1]["focus"] == [0.2, 0.3]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--choose", "1"), "which shot"),
        (("--shot", "9"), "no shot 9"),
        (("--shot", "1", "--choose", "9"), "no candidate 9"),
        (("--shot", "1", "--choose", "nowhere.jpg"), "nor a file"),
        (("--shot", "1", "--focus", "left"), "no point"),
        (("--shot", "1", "--focus", "2,2"), "0 to 1"),
    ],
)
def test_a_wrong_wish_is_named(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    credit = {"line": "x"}
    option = {
        "id": "pexels:1",
        "provider": "pexels",
        "name": "1",
        "kind": "picture",
        "width": 9,
        "height": 9,
        "credit": credit,
    }
    plan = {"version": 1, "shots": [{"start": 0, "end": 4, "text": "a", "chosen": "pexels:1", "candidates": [option]}]}
    (tmp_path / "visuals.json").write_text(json.dumps(plan))
    done = reel("images", tmp_path, *arguments)
    assert done.returncode == 3
    assert words in done.stderr
    assert json.loads((tmp_path / "visuals.json").read_text()) == plan


def test_a_folder_without_pictures_is_named(tmp_path: Path) -> None:
    done = reel("images", tmp_path)
    assert done.returncode == 3
    assert "no pictures" in done.stderr
