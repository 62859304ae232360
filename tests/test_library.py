"""The package as a library: what docs/library.md says works."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import reelwright
from reelwright.errors import InvalidDocument
from tests.sounds import tone, write_wav

EXAMPLES = re.findall(
    r"```python\n(.*?)```", (Path(__file__).parents[1] / "docs" / "library.md").read_text(), re.DOTALL
)
SMALL = {"canvas": {"width": 64, "height": 36, "duration": "6f", "background": "#ff0000"}}


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_run(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = '{"variables": {"headline": {"type": "text"}}, "canvas": {"width": 64, "height": 36, "duration": 1}, "tracks": []}'
    (tmp_path / "template.json").write_text(text)
    exec(compile(example, "docs/library.md", "exec"), {"__name__": "example"})
    assert not list(tmp_path.glob(".reel*"))


def test_importing_it_loads_no_media_library() -> None:
    code = "import sys, reelwright; print([name for name in ('av', 'cv2', 'skia', 'numpy') if name in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_several_outputs_and_progress(tmp_path: Path) -> None:
    write_wav(tmp_path / "tone.wav", tone(0.2))
    seen: list[int] = []
    tree = SMALL | {"tracks": [{"clips": [{"type": "audio", "src": "tone.wav"}]}]}
    outputs = [tmp_path / "a.mp4", tmp_path / "b.wav"]
    report = reelwright.render(tree, list(outputs), base=tmp_path, on_progress=lambda done, total: seen.append(done))
    assert [made.path for made in report.outputs] == outputs
    assert max(seen) == 6


def test_a_frame_has_the_colours_of_the_document() -> None:
    assert np.abs(reelwright.frame(SMALL, 0)[5, 5].astype(int) - [255, 0, 0]).max() <= 4


def test_a_fault_is_named() -> None:
    with pytest.raises(InvalidDocument, match="did you mean 'canvas'"):
        reelwright.read({"canvsa": {}})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, b"12", object(), 10**400])
def test_what_no_document_can_hold_is_refused(value: object) -> None:
    with pytest.raises(InvalidDocument):
        reelwright.frame(SMALL | {"tracks": [{"clips": [{"type": "shape", "duration": 1, "rotation": value}]}]}, 0)


def test_a_document_inside_itself_is_refused() -> None:
    circle: dict = dict(SMALL)
    circle["tracks"] = [circle]
    with pytest.raises(InvalidDocument, match="Circular"):
        reelwright.read(circle)
