"""Reading footage holds no more than it shows."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

from tests.coded_video import write_coded

_READ = """
import sys
from fractions import Fraction
from pathlib import Path
from reelwright.media.video_read import VideoReader

def held() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

reader = VideoReader(Path(sys.argv[1]), (1280, 720))
for number in range(40):
    reader.picture_at(Fraction(number, 30))
before = held()
for number in range(40, 160):
    reader.picture_at(Fraction(number, 30))
print(held() - before)
"""


def test_frames_that_were_shown_are_let_go(tmp_path: Path) -> None:
    path = write_coded(tmp_path / "coded.mp4", Fraction(30), 160)
    done = subprocess.run([sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 20_000_000  # a hundred and twenty frames of 720p would be 165 MB
