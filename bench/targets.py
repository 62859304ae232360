"""`make bench`: every target of rendering in one run, ratios against the floor and the hand-written ffmpeg graph beside them.

``--skip T4`` leaves the ten-minute edit out; ``--rounds N`` takes the best of N; ``--json FILE`` keeps the figures.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.ffmpeg_graph import command as graph
from bench.render import Timing, absolute, bench, measure
from bench.timelines import MEDIA, TIMELINES, long_edit
from reelwright.render.still import Stills
from reelwright.timeline.reading import read_tree

RATIOS = {"T1": 1.25, "T2": 1.25, "T3": 1.25, "T5": 1.5}
_PEAK_MIB = 450


@dataclass(frozen=True)
class Row:
    """One target: what was measured, and what was asked for (both in ``unit``, smaller is better)."""

    what: str
    measured: float
    target: float
    unit: str

    def line(self) -> str:
        verdict = "met" if self.measured <= self.target else "missed"
        return f"{self.what:58}{self.measured:9.3g}{self.unit:8}{self.target:9.3g}  {verdict}"


def reel(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "reelwright.cli.main", *arguments]


def long_edit_rows(folder: Path, minutes: int) -> list[Row]:
    """T4: cold, then one caption word changed, and the bytes of that against a cold render."""
    for name, changed in (("before", None), ("after", "CHANGED")):
        (folder / f"{name}.json").write_text(json.dumps(absolute(long_edit(minutes, changed))))
    kept = ("--cache-folder", str(folder / "cache"))
    cold = measure(reel("render", str(folder / "before.json"), "-o", str(folder / "t4.mp4"), *kept), 1)
    warm = measure(reel("render", str(folder / "after.json"), "-o", str(folder / "t4b.mp4"), *kept), 1)
    measure(reel("render", str(folder / "after.json"), "-o", str(folder / "t4c.mp4"), "--no-cache"), 1)
    same = (folder / "t4b.mp4").read_bytes() == (folder / "t4c.mp4").read_bytes()
    print(
        f"T4 cold {cold.wall} s, one word changed {warm.wall} s, bytes {'equal to' if same else 'DIFFER from'} a cold render"
    )
    return [Row(f"T4, one word of {minutes} min changed / cold", warm.wall / cold.wall, 0.03, "x")]


def start_up_row(folder: Path, rounds: int) -> Row:
    """One second of T1, from the command to the finished file, against the ffmpeg command for it."""
    tree = TIMELINES["T1"]()
    tree["canvas"]["duration"] = 1
    tree["tracks"][0]["clips"][0]["duration"] = 1
    (folder / "second.json").write_text(json.dumps(absolute(tree)))
    ours = measure(reel("render", str(folder / "second.json"), "-o", str(folder / "s.mp4"), "--no-cache"), rounds)
    arguments = graph("T1", folder, folder / "second-ffmpeg.mp4")
    theirs = measure([*arguments[:-1], "-t", "1", arguments[-1]], rounds)
    print(f"1 s of T1: ours {ours.wall} s, ffmpeg {theirs.wall} s")
    return Row("1 s of T1, start to end / the ffmpeg command's", ours.wall / theirs.wall, 1.0, "x")


def jobs_row(folder: Path) -> Row:
    """What dividing into chunks costs: two workers against one process that encodes with its own threads is the floor's business;
    here the processor time of two workers against that of one."""
    document = folder / "T1.json"
    document.write_text(json.dumps(absolute(TIMELINES["T1"]())))
    part = ("--range", "0:300", "--no-cache")
    one, two = (
        measure(reel("render", str(document), "-o", str(folder / "j.mp4"), "--jobs", jobs, *part), 2) for jobs in "12"
    )
    return Row("processor time of two workers / one", two.cpu / one.cpu, 1.05, "x")


def preview_rows() -> list[Row]:
    """The median time of a frame of 640 px anywhere in a timeline, the scene being open."""
    rows: list[Row] = []
    for name in ("T1", "T2", "T3"):
        with Stills(read_tree(TIMELINES[name]()), MEDIA, 640) as stills:
            places = [int(stills.timeline.frames * part) for part in (0.5, 0.1, 0.9, 0.3, 0.7, 0.2, 0.6, 0.4, 0.8)]
            stills.picture(0)
            times: list[float] = []
            for frame in places:
                began = time.perf_counter()
                stills.picture(frame)
                times.append((time.perf_counter() - began) * 1000)
        rows.append(Row(f"preview frame of {name}, 640 px wide, anywhere", statistics.median(times), 60, "ms"))
    return rows


def help_row(rounds: int) -> Row:
    return Row("reel --help", measure(reel("--help"), max(rounds, 3)).wall, 0.3, "s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skip", action="append", default=[])
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--minutes", type=int, default=10)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows: list[Row] = []
    timings: dict[str, dict[str, Timing]] = {}
    with tempfile.TemporaryDirectory(prefix="reel-bench-") as name:
        folder = Path(name)
        for timeline, target in RATIOS.items():
            if timeline in options.skip:
                continue
            timings[timeline] = bench(timeline, options.rounds, folder)
            ours, floor = timings[timeline]["ours"], timings[timeline]["floor"]
            for who, timing in timings[timeline].items():
                print(
                    f"{timeline} {who:14}{timing.wall:8.2f} s {timing.cpu:8.2f} cpu s {timing.peak:6d} MiB {timing.wall / floor.wall:6.2f} x floor"
                )
            rows.append(Row(f"{timeline} / its floor", ours.wall / floor.wall, target, "x"))
            if timeline != "T5":
                rows.append(Row(f"{timeline} peak memory", ours.peak, _PEAK_MIB, "MiB"))
        rows += preview_rows()
        rows += [help_row(options.rounds), jobs_row(folder)]
        if shutil.which("ffmpeg"):
            rows.append(start_up_row(folder, max(options.rounds, 3)))
        if "T4" not in options.skip:
            rows += long_edit_rows(folder, options.minutes)
    print(f"\n{'':58}{'measured':>9}{'':8}{'target':>9}")
    print("\n".join(row.line() for row in rows))
    if options.json:
        kept = {
            "targets": [asdict(row) for row in rows],
            "runs": {t: {w: asdict(x) for w, x in r.items()} for t, r in timings.items()},
        }
        options.json.write_text(json.dumps(kept, indent=2) + "\n")


if __name__ == "__main__":
    main()
