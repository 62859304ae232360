"""A child process may step back for those that answer people."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reelwright.isolation.limits import Limits
from reelwright.isolation.parent import Task, run_isolated

_CHILD = """
import os, sys
from reelwright.isolation.child import answer
sys.exit(answer(lambda request, say: {"niceness": os.nice(0)}))
"""


@pytest.mark.parametrize("niceness", [0, 7])
def test_a_child_takes_its_niceness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, niceness: int) -> None:
    (tmp_path / "asks_niceness.py").write_text(_CHILD)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    told = run_isolated(Task("asks_niceness", {}, Limits(niceness=niceness)))
    assert told["niceness"] == min(19, os.nice(0) + niceness)
