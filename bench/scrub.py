"""`python -m bench.scrub`: how long a true frame of T1, T2 and T3 takes while somebody drags the playhead, and a keystroke in the editor.

Frames are asked for over HTTP from a server of its own, 640 pixels wide, one after the other, as the editor does. ``--typing`` measures
in Chromium how long a keystroke in one of 400 captions of ten minutes keeps the page busy. ``--json FILE`` keeps the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx2

from bench.timelines import MEDIA, TIMELINES, long_edit
from reelwright.app.opening import open_platform
from reelwright.app.platform import Platform
from reelwright.app.server_settings import read_server_settings
from reelwright.database.tables import Video, VideoVersion

TARGET_MS = 150
TYPING_TARGET_MS = 100
_WIDTH = 640
_REST_SECONDS = 20.0
"""While nobody asks, the process reads footage ahead."""


def video_of(platform: Platform, tree: dict[str, Any]) -> uuid.UUID:
    """A video at version 1 of a document of the bench."""
    owner = platform.local_owner()
    names = [path.name for path in MEDIA.iterdir() if path.is_file() and f'"{path.name}"' in json.dumps(tree)]
    manifest = {name: platform.store.put_file(MEDIA / name).key for name in names}
    manifest[".reel/sources.json"] = platform.store.put_bytes(b"{}").key
    key = platform.store.put_bytes(json.dumps(manifest).encode()).key
    video = Video(owner_id=owner, title="bench", kind="make", status="COMPLETED", version=1, workspace_key=key)
    with platform.database.session_of(owner) as session:
        session.add(video)
        session.flush()
        session.add(VideoVersion(owner_id=owner, video_id=video.id, version=1, document=tree))
        return video.id


def processor_seconds(process: int) -> float:
    """Used by a process and all below it; nothing where there is no ``/proc``."""
    rows: dict[int, tuple[int, float]] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):
            told = place.read_text().rpartition(")")[2].split()
            rows[int(place.parent.name)] = (int(told[1]), (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK"))
    found, total = {process}, 0.0
    for _ in range(4):
        found |= {number for number, (parent, _) in rows.items() if parent in found}
    for number in found & rows.keys():
        total += rows[number][1]
    return total


@contextmanager
def served(data: Path) -> Iterator[tuple[str, int]]:
    """A server of its own; its address and process."""
    command = [sys.executable, "-m", "reelwright.cli.main", "serve", "--port", "0", "--no-worker"]
    environment = os.environ | {"REELWRIGHT_DATA": str(data), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout
        line = next(line for line in process.stdout if line.startswith("Reelwright serves at "))
        address = line.split()[-1]
        while not _is_ready(address):
            time.sleep(0.05)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait()


def _is_ready(address: str) -> bool:
    try:
        return httpx2.get(f"{address}/health/ready").status_code == 200
    except httpx2.TransportError:
        return False


def scrubbed(server: tuple[str, int], video: uuid.UUID, seconds: float, rest: float) -> dict[str, float]:
    """Milliseconds: the first frame, anywhere before the footage was read ahead, and afterwards sweeps and jumps; of these also
    what the server and its processes used of the processor, which does not depend on what else the machine does."""
    address, process = server
    chosen = random.Random(1)
    with httpx2.Client(base_url=address, timeout=120) as client:

        def ask(at: float) -> float:
            began = time.perf_counter()
            answer = client.get(
                f"/api/videos/{video}/edit/frame",
                params={"at": at, "width": _WIDTH, "format": "webp", "stream": "bench"},
            )
            answer.raise_for_status()
            return (time.perf_counter() - began) * 1000

        first = ask(0.0)
        cold = [ask(chosen.uniform(0, seconds)) for _ in range(20)]
        time.sleep(rest)
        used = processor_seconds(process)
        sweep = [ask(place * seconds / 150) for place in range(150)]
        jumps = [ask(chosen.uniform(0, seconds)) for _ in range(150)]
    warm = sorted(sweep + jumps)
    used = (processor_seconds(process) - used) * 1000 / len(warm)
    return {
        "first": first, "cold median": statistics.median(cold), "median": statistics.median(warm), "p95": warm[int(0.95 * len(warm))],
        "processor": used,
    }  # fmt: skip


def typing(address: str, video: uuid.UUID) -> dict[str, float]:
    """Milliseconds a keystroke in a caption keeps the page busy, until the next picture of the page."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # not needed for the rest

    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}/videos/{video}/edit", timeout=300_000)
        page.wait_for_selector(".editor[data-laid]", timeout=300_000)
        count = int(page.inner_text("[data-caption-count]"))
        page.evaluate("document.querySelector('[data-captions]').scrollTop = 96 * 200")
        field = page.locator(".ed-cue textarea").nth(7)
        field.click()
        page.evaluate(
            """() => {
              globalThis.taken = [];
              addEventListener("keydown", () => {
                const began = performance.now();
                requestAnimationFrame(() => setTimeout(() => taken.push(performance.now() - began)));
              }, true);
            }"""
        )
        for letter in "the quick brown fox jumps over it ":
            page.keyboard.press("Space" if letter == " " else letter)
            page.wait_for_timeout(60)
        taken = sorted(page.evaluate("taken"))
        browser.close()
    return {
        "captions": count,
        "median": statistics.median(taken),
        "p95": taken[int(0.95 * len(taken))],
        "most": taken[-1],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["T1", "T2", "T3"], action="append")
    parser.add_argument("--typing", action="store_true")
    parser.add_argument("--rest", type=float, default=_REST_SECONDS, help="seconds between cold and warm frames")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="reel-scrub-") as folder:
        data = Path(folder) / "data"
        platform = open_platform(read_server_settings({"REELWRIGHT_DATA": str(data)}))
        trees = {name: TIMELINES[name]() for name in options.only or ("T1", "T2", "T3")}
        videos = {name: video_of(platform, tree) for name, tree in trees.items()}
        long = video_of(platform, long_edit(10)) if options.typing else None
        with served(data) as server:
            for name, video in videos.items():
                length = float(trees[name]["canvas"]["duration"])
                figures[name] = scrubbed(server, video, length, options.rest)
                told = ", ".join(f"{what} {value:.0f}" for what, value in figures[name].items())
                print(f"{name}: {told} ms; target p95 {TARGET_MS} ms", flush=True)
            if long is not None:
                figures["typing"] = typing(server[0], long)
                told = ", ".join(f"{what} {value:.0f}" for what, value in figures["typing"].items())
                print(f"typing: {told}; target {TYPING_TARGET_MS} ms", flush=True)
        platform.close()
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
