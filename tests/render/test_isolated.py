"""Renders in a process of their own: the same bytes, and every way of dying is one clear error."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import pytest

from reelwright.errors import Cancelled, InvalidDocument, LimitExceeded, RenderCrashed
from reelwright.isolation import parent as isolated
from reelwright.render.isolated import IsolatedRender, Limits, render_isolated
from reelwright.render.output_plan import OutputWish
from tests.rendering import render

SMALL = {"canvas": {"width": 64, "height": 36, "duration": 1, "background": "#804020"}}
LONG = {"canvas": {"width": 640, "height": 360, "duration": 600}, "tracks": [{"clips": [
    {"type": "shape", "fill": "#fff", "width": "50%", "height": "50%", "duration": "end",
     "animate": {"rotation": [{"at": 0, "value": 0}, {"at": 600, "value": 36000, "easing": "linear"}]}}]}]}  # fmt: skip


def wish(tree: dict, folder: Path, **rest: object) -> IsolatedRender:
    return IsolatedRender(tree, folder, [OutputWish(folder / "out.mp4")], **rest)  # type: ignore[arg-type]


def left(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_it_gives_the_bytes_of_a_render_in_this_process(tmp_path: Path) -> None:
    seen: list[int] = []
    report = render_isolated(wish(SMALL, tmp_path), lambda done, total: seen.append(done))
    assert report["frames"] == 30
    assert max(seen) == 30
    assert (tmp_path / "out.mp4").read_bytes() == render(SMALL, tmp_path, name="here.mp4").output.read_bytes()


def test_errors_arrive_as_they_were(tmp_path: Path) -> None:
    with pytest.raises(InvalidDocument) as caught:
        render_isolated(wish({"canvas": {"width": 3}}, tmp_path))
    assert caught.value.pointer == "/canvas/width"


def test_memory_has_a_limit(tmp_path: Path) -> None:
    big = {"canvas": {"width": 8192, "height": 8192, "duration": 1}}
    with pytest.raises(LimitExceeded, match="memory"):
        render_isolated(wish(big, tmp_path, limits=Limits(memory=600_000_000)))
    assert left(tmp_path) == []


def test_a_file_has_a_limit(tmp_path: Path) -> None:
    with pytest.raises(LimitExceeded):
        render_isolated(wish(LONG, tmp_path, limits=Limits(file_bytes=2000)))
    assert left(tmp_path) == []


def test_time_has_a_limit(tmp_path: Path) -> None:
    with pytest.raises(LimitExceeded, match="longer than 1 s"):
        render_isolated(wish(LONG, tmp_path, limits=Limits(seconds=1)))
    assert left(tmp_path) == []


def test_processor_time_has_a_limit(tmp_path: Path) -> None:
    with pytest.raises(LimitExceeded, match="processor"):
        render_isolated(wish(LONG, tmp_path, limits=Limits(processor_seconds=2)))
    assert left(tmp_path) == []


def test_stopping_leaves_neither_process_nor_file(tmp_path: Path) -> None:
    stop = Event()
    children: list[int] = []
    popen = isolated.subprocess.Popen

    def noted(*args: object, **kwargs: object) -> object:
        child = popen(*args, **kwargs)  # type: ignore[call-overload]
        children.append(child.pid)
        return child

    isolated.subprocess.Popen = noted  # type: ignore[assignment, misc]
    try:
        with pytest.raises(Cancelled):
            render_isolated(wish(LONG, tmp_path), lambda done, total: stop.set(), stop)
    finally:
        isolated.subprocess.Popen = popen  # type: ignore[misc]
    assert left(tmp_path) == []
    with pytest.raises(ProcessLookupError):
        os.kill(children[0], 0)


def test_a_crash_is_one_clear_error(tmp_path: Path) -> None:
    def kill_it() -> None:
        while not (found := list(tmp_path.glob(".reel-render-*"))):
            time.sleep(0.01)
        os.kill(int(found[0].name.split("-")[2]), signal.SIGSEGV)

    killer = Thread(target=kill_it)
    killer.start()
    with pytest.raises(RenderCrashed, match="SIGSEGV"):
        render_isolated(wish(LONG, tmp_path))
    killer.join()
    assert left(tmp_path) == []


def test_it_ends_with_the_process_that_asked_for_it(tmp_path: Path) -> None:
    """Killed without a chance to clean up; what the render leaves is swept up by the next one there."""
    script = (
        "import sys; from pathlib import Path; from tests.render.test_isolated import LONG, wish\n"
        "from reelwright.render.isolated import render_isolated; render_isolated(wish(LONG, Path(sys.argv[1])))"
    )
    asking = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], cwd=Path(__file__).parents[2])
    while not (found := list(tmp_path.glob(".reel-render-*"))):
        assert asking.poll() is None
        time.sleep(0.01)
    rendering = int(found[0].name.split("-")[2])
    assert rendering != asking.pid
    asking.kill()
    asking.wait()
    for _ in range(200):
        if _has_ended(rendering):
            break
        time.sleep(0.05)
    assert _has_ended(rendering)
    render_isolated(wish(SMALL, tmp_path))
    assert left(tmp_path) == ["out.mp4"]


def _has_ended(process: int) -> bool:
    """Gone, or only waiting to be counted by whoever inherits it."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_modules_in_the_current_folder_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(77)")
    monkeypatch.chdir(tmp_path)
    assert render_isolated(wish(SMALL, tmp_path))["frames"] == 30
