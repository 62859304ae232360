"""`reel make` killed at any moment, then run again: it finishes, and no finished sentence is spoken twice."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

_RUN = """
import sys
from pathlib import Path
from reelwright.vendors.local_speech.espeak import EspeakSpeech
from reelwright.workflows.make import make
from reelwright.workflows.make_request import MakeRequest, Speaker, Tools

folder = Path(sys.argv[1])

class Logged(EspeakSpeech):
    def speak(self, request):
        with (folder / "asked.txt").open("a") as log:
            log.write(request.text + "\\n")
        return super().speak(request)

tools = Tools(lambda language, wanted: Speaker(Logged(), "espeak:en-us", "test"), None)
request = MakeRequest(str(folder / "a.md"), folder / "a.mp4", music="none", stop_after="timeline")
result = make(request, tools, lambda progress: None)
print(result.sentences)
"""
_SENTENCES = 10


def _asked(folder: Path) -> list[str]:
    log = folder / "asked.txt"
    return log.read_text().splitlines() if log.exists() else []


@pytest.mark.parametrize("seed", range(2))
def test_a_killed_run_goes_on_where_it_was(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    sentences = " ".join(f"Sentence {name} is spoken here." for name in "abcdefghij")
    (tmp_path / "a.md").write_text(f"# T\n\n{sentences}\n")
    command = [sys.executable, "-c", _RUN, str(tmp_path)]
    kills = 0
    for _ in range(3):
        until = len(_asked(tmp_path)) + chance.randint(1, 3)
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        while run.poll() is None and len(_asked(tmp_path)) < until:
            time.sleep(0.002)
        time.sleep(chance.random() * 0.1)
        run.send_signal(signal.SIGKILL)
        run.communicate()
        kills += run.returncode == -signal.SIGKILL
    last = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (last.stdout.strip(), last.returncode) == (str(_SENTENCES), 0), last.stderr
    assert kills > 0
    assert len(set(_asked(tmp_path))) == _SENTENCES
    assert len(_asked(tmp_path)) <= _SENTENCES + kills
    assert (tmp_path / "a.reel" / "timeline.json").is_file()
