import os
import subprocess
import sys
from pathlib import Path

import pytest

from reelwright.errors import InvalidInput, OutputUnwritable
from reelwright.productions.project.folder import Project

_HOLD = """
import sys
from pathlib import Path
from reelwright.productions.project.folder import Project
with Project(Path(sys.argv[1])).in_use():
    print("held", flush=True)
    sys.stdin.read()
"""


def _holder(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_two_runs_cannot_use_one_folder_and_a_killed_one_frees_it(tmp_path: Path) -> None:
    holder = _holder(tmp_path)
    with pytest.raises(InvalidInput, match="another run"), Project(tmp_path).in_use():
        pass
    holder.kill()
    holder.communicate()
    with Project(tmp_path).in_use():
        assert (tmp_path / ".reel").is_dir()


def test_what_a_killed_run_left_half_written_is_swept_and_a_living_ones_is_not(tmp_path: Path) -> None:
    finished = subprocess.Popen([sys.executable, "-c", ""])
    finished.wait()
    speech = tmp_path / "speech"
    speech.mkdir()
    dead, living = speech / f".a.{finished.pid}.part.wav", speech / f".a.{os.getpid()}.part.wav"
    dead.touch()
    living.touch()
    with Project(tmp_path).in_use():
        assert (dead.exists(), living.exists()) == (False, True)


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputUnwritable), Project(tmp_path / "file").in_use():
        pass
