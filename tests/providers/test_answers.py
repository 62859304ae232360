"""Kept answers of free calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelwright.providers import answers
from reelwright.providers.answers import FolderAnswers


def test_an_answer_is_given_again_while_it_is_fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = FolderAnswers(tmp_path / "a")
    assert kept.fresh(["x"], 10) is None
    kept.keep(["x"], {"n": [1, "é"]})
    assert kept.fresh(["x"], 10) == {"n": [1, "é"]}
    assert kept.fresh(["y"], 10) is None
    now = answers.time.time()
    monkeypatch.setattr(answers.time, "time", lambda: now + 11)
    assert kept.fresh(["x"], 10) is None
    assert kept.fresh(["x"], None) == {"n": [1, "é"]}


def test_what_cannot_be_read_or_written_counts_as_none(tmp_path: Path) -> None:
    kept = FolderAnswers(tmp_path)
    kept.keep(["x"], 1)
    next(tmp_path.glob("*.json")).write_text("{")
    assert kept.fresh(["x"], 10) is None
    (tmp_path / "file").write_text("")
    FolderAnswers(tmp_path / "file").keep(["x"], 1)


def test_the_oldest_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_MOST_FILES", 20)
    kept = FolderAnswers(tmp_path)
    for n in range(30):
        kept.keep([n], n)
    assert len(list(tmp_path.glob("*.json"))) <= 20
    assert kept.fresh([29], None) == 29
