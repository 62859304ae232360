"""`python -m bench.render`: each reference timeline beside its floor and the hand-written ffmpeg graph, whole processes, one after the other.

Figures to trust are the ratios of one run. ``--json FILE`` keeps them; ``--only T1`` runs one; ``--rounds N`` takes the best of N.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.ffmpeg_graph import GRAPHS, command
from bench.timelines import MEDIA, TIMELINES
from reelwright.render.compositor import Compositor
from reelwright.render.files import Files
from reelwright.render.planes import Canvas
from reelwright.render.scene import set_scene
from reelwright.timeline.reading import read_tree
from reelwright.timeline.resolve import resolve


@dataclass(frozen=True)
class Timing:
    """Of a whole process and its children: seconds on the clock, seconds of processor, MiB at the peak."""

    wall: float
    cpu: float
    peak: int


def measure(arguments: list[str], rounds: int) -> Timing:
    """The best of ``rounds`` runs. Raises ``CalledProcessError`` when one fails."""
    return min((_measure_once(arguments) for _ in range(rounds)), key=lambda timing: timing.wall)


def _measure_once(arguments: list[str]) -> Timing:
    began = time.perf_counter()
    process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    if status:
        raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), arguments)
    return Timing(round(wall, 2), round(usage.ru_utime + usage.ru_stime, 2), usage.ru_maxrss // 1024)


def write_raw(name: str, path: Path) -> tuple[int, int]:
    """Every finished frame of a timeline as raw yuv420p, straight from the compositor; answers the size."""
    files = Files(MEDIA)
    timeline = resolve(read_tree(TIMELINES[name]()), files.facts_of, files.text_of)
    canvas = Canvas.blank(timeline.width, timeline.height)
    compositor = Compositor(set_scene(timeline, files.path_of, files.facts_of), timeline.background, canvas)
    with path.open("wb") as raw:
        for frame in range(timeline.frames):
            compositor.build(frame)
            for plane in canvas.planes:
                raw.write(plane.tobytes())
    compositor.close()
    return canvas.size


def bench(name: str, rounds: int, folder: Path) -> dict[str, Timing]:
    """Ours, the floor and, where ffmpeg is installed, the graph."""
    document = folder / f"{name}.json"
    tree = TIMELINES[name]()
    document.write_text(json.dumps(absolute(tree)))
    raw = folder / "frames.yuv"
    width, height = write_raw(name, raw)
    sources = [str(MEDIA / "bg.mp4")] * {"T1": 1, "T5": 4}.get(name, 0)
    floor = [
        sys.executable,
        "-m",
        "bench.floor",
        str(raw),
        str(width),
        str(height),
        "30",
        str(folder / "floor.mp4"),
        *sources,
    ]
    ours = [
        sys.executable,
        "-m",
        "reelwright.cli.main",
        "render",
        str(document),
        "-o",
        str(folder / f"{name}.mp4"),
        "--no-cache",
        "--json",
    ]
    timings = {"floor": measure(floor, rounds)}
    timings["ours"] = measure(ours, rounds)
    raw.unlink()
    if shutil.which("ffmpeg") and name in GRAPHS:
        timings["ffmpeg graph"] = measure(command(name, folder, folder / f"{name}-ffmpeg.mp4"), rounds)
    return timings


def absolute(tree: dict[str, object]) -> object:
    text = json.dumps(tree)
    for file in MEDIA.iterdir():
        text = text.replace(f'"{file.name}"', json.dumps(str(file)))
    return json.loads(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=sorted(TIMELINES), action="append")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results: dict[str, dict[str, dict[str, float]]] = {}
    print(f"{'':4}{'':14}{'wall s':>9}{'cpu s':>9}{'peak MiB':>10}{'x floor':>9}")
    with tempfile.TemporaryDirectory(prefix="reel-bench-") as folder:
        for name in options.only or sorted(TIMELINES):
            timings = bench(name, options.rounds, Path(folder))
            results[name] = {who: asdict(timing) for who, timing in timings.items()}
            for who, timing in timings.items():
                ratio = timing.wall / timings["floor"].wall
                print(f"{name:4}{who:14}{timing.wall:9.2f}{timing.cpu:9.2f}{timing.peak:10d}{ratio:9.2f}", flush=True)
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
