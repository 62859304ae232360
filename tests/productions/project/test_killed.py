"""A run that is killed at any moment goes on where it was: at most the item in flight is made twice."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

_ITEMS = 12
_RUN = """
import sys, time
from pathlib import Path
from reelwright.productions.project.authored import settle
from reelwright.productions.project.folder import Project

folder, items = Path(sys.argv[1]), int(sys.argv[2])
project = Project(folder)

def make(number, part):
    with (folder / "asked.txt").open("a") as log:
        log.write(f"{number}\\n")
    with part.open("wb") as file:
        for _ in range(4):
            file.write(bytes([number]) * 5000)
            file.flush()
            time.sleep(0.002)
    return {"number": number}

with project.in_use():
    settled = settle(project.script, project.record("script"), "key", lambda: "# made\\n")
    assert settled.origin in ("made", "kept"), settled
    for number in range(items):
        kept = project.speech.keep(f"item-{number}", ".wav", {"number": number}, lambda part: make(number, part))
        assert kept.path.read_bytes() == bytes([number]) * 20000
        assert kept.facts == {"number": number}
    project.speech.prune()
print("finished")
"""


def _start(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _RUN, str(folder), str(_ITEMS)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("seed", range(4))
def test_killed_runs_finish_and_repeat_at_most_one_item_each(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    log = tmp_path / "asked.txt"
    kills = 0
    for _ in range(4):
        before = len(log.read_text().splitlines()) if log.exists() else 0
        run = _start(tmp_path)
        until = before + chance.randint(1, 3)
        while run.poll() is None and (len(log.read_text().splitlines()) if log.exists() else 0) < until:
            time.sleep(0.001)
        time.sleep(chance.random() * 0.02)
        run.send_signal(signal.SIGKILL)
        run.communicate()
        kills += run.returncode == -signal.SIGKILL
    last = _start(tmp_path)
    out, errors = last.communicate(timeout=120)
    assert (out, last.returncode) == ("finished\n", 0), errors
    asked = log.read_text().splitlines()
    assert kills > 0
    assert {int(number) for number in asked} == set(range(_ITEMS))
    assert len(asked) <= _ITEMS + kills
    assert not list(tmp_path.rglob("*.part*"))
